import { compileFeatures, type FeatureDefinition, type RecordConsumer } from '../../features/index.ts';
import { Identity } from '../../ingestion/identity.ts';
import { createPipeline } from '../../ingestion/pipeline.ts';
import { Diversifier } from '../../recommendation/diversify.ts';
import { createRecommendation } from '../../recommendation/index.ts';
import { openVolatileStore } from '../../stores/online/index.ts';

/** Serving refreshes its lists every second; within this time of the log they hardly change. */
const refreshMs = 60_000;

export type EvaluationWorld = ReturnType<typeof openEvaluationWorld>;

/**
 * What serving keeps in memory, empty, to be filled by replaying the journal: the same compositions as in
 * service, with candidates and the background upkeep of their lists on the log's own clock.
 */
export function openEvaluationWorld(
  features: readonly FeatureDefinition[],
  timeZone: string,
  consumers: readonly RecordConsumer[],
) {
  const store = openVolatileStore();
  const identity = new Identity(store);
  const engine = compileFeatures(features, store, { timeZone });
  let clock = 0;
  let refreshedAt = Number.NEGATIVE_INFINITY;
  const recommendation = createRecommendation({
    store,
    engine,
    placement: () => undefined,
    customerRow: (person) => identity.find(person),
    appliedOffset: () => 0,
    append: () => Promise.reject(new Error('a replayed world writes nothing')),
    now: () => clock,
  });
  const pipeline = createPipeline({
    identity,
    engine,
    consumers: [...recommendation.consumers, ...consumers],
  });
  const alike = engine.definitions.flatMap((definition) =>
    definition.kind === 'affinity' ? [definition.attribute] : [],
  );
  return {
    identity,
    engine,
    recommendation,
    pipeline,
    gatherer: recommendation.gatherer(),
    diversifier: () => new Diversifier(recommendation.catalog, [...new Set(['category', ...alike])]),
    /** Brings the candidate lists up to an instant of the log. */
    upkeep(at: number): void {
      clock = Math.max(clock, at);
      if (clock - refreshedAt < refreshMs) {
        while (recommendation.popularity.refresh());
        return;
      }
      refreshedAt = clock;
      while (recommendation.refresh());
    },
  };
}
