import {
  compileFeatures,
  type FeatureDefinition,
  type FeatureEngine,
  type RecordConsumer,
} from '../../features/index.ts';
import { Identity } from '../../ingestion/identity.ts';
import { createPipeline, type Pipeline } from '../../ingestion/pipeline.ts';
import { createRecommendation, type RecommendationService } from '../../recommendation/index.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import { openVolatileStore } from '../../stores/online/index.ts';

/** What serving keeps in memory, empty, to be filled again by replaying the journal. */
export interface World {
  identity: Identity;
  engine: FeatureEngine;
  /** Absent when only features are replayed. */
  recommendation: RecommendationService | undefined;
  /** Applies a record to everything above, exactly as it does in service. */
  pipeline: Pipeline;
}

export interface WorldOptions {
  features: readonly FeatureDefinition[];
  /** IANA zone of the context features; the deployment's. */
  timeZone: string;
  /** Keep what candidate sources need as well; costs time per record. */
  candidates: boolean;
  /** Applied to each record after everything else. */
  consumers?: readonly RecordConsumer[];
}

/**
 * Makes a world. `reader` is what this world will be replayed from: features that look at more of the
 * journal than the pipeline hands them can do so only through it, which is what the leak check rests on.
 */
export type OpenWorld = (options: WorldOptions, reader: JournalReader) => World | Promise<World>;

/** The very same compositions that serve, over online state in memory. */
export const openWorld: OpenWorld = ({ features, timeZone, candidates, consumers = [] }) => {
  const store = openVolatileStore();
  const identity = new Identity(store);
  const engine = compileFeatures(features, store, { timeZone });
  const recommendation = candidates
    ? createRecommendation({
        store,
        engine,
        placement: () => undefined,
        customerRow: (person) => identity.find(person),
        appliedOffset: () => 0,
        append: () => Promise.reject(new Error('a replayed world writes nothing')),
        now: () => 0,
      })
    : undefined;
  const pipeline = createPipeline({
    identity,
    engine,
    consumers: [...(recommendation?.consumers ?? []), ...consumers],
  });
  return { identity, engine, recommendation, pipeline };
};
