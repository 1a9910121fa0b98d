import type { RecommendationRequest, RequestVariant, VariantOf } from '../recommendation/index.ts';
import type { Assigner } from './assigner.ts';
import { type ExperimentService, type StoredExperiment, settingsOf } from './experiment-service.ts';
import { changesPlacement } from './parse-experiment.ts';

/**
 * The recommender's hook: which variant answers a request, and what it changes. Undefined without waiting when
 * no experiment runs on the placement. Exposes the customer; the decision is logged as `experiment:variant`.
 */
export function placementVariant(experiments: ExperimentService, assigner: Assigner): VariantOf {
  return (request) => {
    const candidates = experiments.running().filter((stored) => concerns(stored, request.placement));
    return candidates.length === 0 ? undefined : firstVariant(candidates, assigner, request);
  };
}

async function firstVariant(
  candidates: readonly StoredExperiment[],
  assigner: Assigner,
  request: RecommendationRequest,
): Promise<RequestVariant | undefined> {
  for (const stored of candidates) {
    const { variant } = await assigner.expose(stored, request, request.origin ?? 'live', request.context);
    const found = stored.experiment.variants.find(({ key }) => key === variant);
    if (found === undefined) continue;
    return { name: `${stored.experiment.key}:${found.key}`, placement: settingsOf(found.effect) };
  }
  return undefined;
}

function concerns({ experiment }: StoredExperiment, placement: string): boolean {
  return (
    experiment.placement === placement && experiment.variants.some(({ effect }) => changesPlacement(effect))
  );
}
