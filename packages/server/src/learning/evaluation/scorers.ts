import type { FeatureDefinition, FeatureEngine } from '../../features/index.ts';
import type { RecommendationService, Scorer } from '../../recommendation/index.ts';
import { type ModelVersion, referenceOf } from '../registry/model-version.ts';
import { heuristicName } from '../registry/names.ts';
import { loadModel } from '../serving/load-model.ts';
import type { LoadedModel } from '../serving/loaded-model.ts';
import { RegistryScorer } from '../serving/registry-scorer.ts';

/** A registered version with its file, to be loaded in another thread. */
export interface ModelFile {
  version: ModelVersion;
  file: Uint8Array;
}

/** Nobody waits for an answer here, and the thread steps back behind what serves. */
const answerMs = 30_000;

/** Rankers by `name@version`, in the thread that evaluates. */
export class Scorers {
  readonly #scorers = new Map<string, Scorer>();
  readonly #loaded: LoadedModel[] = [];

  /** @throws AppError `unprocessable` when the required model does not fit the declared features */
  static async open(
    files: readonly ModelFile[],
    required: string,
    engine: FeatureEngine,
    definitions: readonly FeatureDefinition[],
    recommendation: RecommendationService,
  ): Promise<Scorers> {
    const scorers = new Scorers();
    scorers.#scorers.set(heuristicName, recommendation.heuristic);
    scorers.#scorers.set(recommendation.heuristic.modelVersion, recommendation.heuristic);
    for (const { version, file } of files) {
      const reference = referenceOf(version);
      try {
        const model = await loadModel(version, file, answerMs);
        scorers.#loaded.push(model);
        const options = { model, engineNames: engine.names, definitions, onFailure: raise };
        scorers.#scorers.set(reference, new RegistryScorer(options));
      } catch (error) {
        // Only the judged model must be there; without a logging one its support is taken from the weights.
        if (reference === required) throw error;
      }
    }
    return scorers;
  }

  get(reference: string): Scorer | undefined {
    return this.#scorers.get(reference);
  }

  async close(): Promise<void> {
    for (const model of this.#loaded) await model.close();
  }
}

function raise(error: unknown): never {
  throw error;
}
