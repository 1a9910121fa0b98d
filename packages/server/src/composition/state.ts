import { LatencyWindow, LiveCounters } from '../analytics/live/index.ts';
import type { ServerConfig } from '../config.ts';
import type { PersonalizeConfig } from '../define-config.ts';
import { placementVariant } from '../experimentation/index.ts';
import { compileFeatures } from '../features/index.ts';
import type { Metrics } from '../http/operations/metrics.ts';
import { Identity } from '../ingestion/identity.ts';
import { ArrivalClock, DeduplicationIndex, EventTypes, Ingestor } from '../ingestion/index.ts';
import { learningSettings } from '../learning/index.ts';
import { defaultSegments, SegmentEvaluator, SegmentMembership, SegmentService } from '../profiles/index.ts';
import { createRecommendation, defaultPlacements, PlacementService } from '../recommendation/index.ts';
import { openExperimentation } from './experimentation.ts';
import { openLearning } from './learning.ts';
import type { Stores } from './stores.ts';
import { variantPoliciesOf } from './variant-policies.ts';

export type State = Awaited<ReturnType<typeof declareState>>;

interface StateOptions {
  metrics: Metrics;
  appliedOffset(): number;
  /** Of the code. */
  version: string;
  /** Seed of what policies draw; undefined for a new one. */
  seed?: number;
}

/** Everything that keeps state and learns from the journal, declared before the checkpoint is restored. */
export async function declareState(
  config: ServerConfig,
  declared: PersonalizeConfig,
  stores: Stores,
  { metrics, appliedOffset, version, seed }: StateOptions,
) {
  const { journal, control, online } = stores;
  const clock = new ArrivalClock();
  const now = () => clock.now();
  const identity = new Identity(online);
  const engine = compileFeatures(declared.features, online, { timeZone: config.timeZone });
  const membership = new SegmentMembership(online, engine.customers);
  SegmentEvaluator.declare(engine);
  const counters = new LiveCounters();
  const deduplication = new DeduplicationIndex({ limit: config.deduplicationLimit });
  const types = new EventTypes();
  for (const section of [counters, deduplication, types]) online.section(section);

  const recommendationLatency = new LatencyWindow();
  const ingestionLatency = new LatencyWindow();
  const ingestor = new Ingestor({
    journal,
    deduplication,
    types,
    clock,
    mayAlias: (previousId, customerId) => identity.mayAlias(previousId, customerId),
    maxPending: config.maxPendingRecords,
    onBatch: ({ accepted, duplicates, rejected, appendMs }) => {
      metrics.countEvents('accepted', accepted);
      metrics.countEvents('duplicate', duplicates);
      metrics.countEvents('rejected', rejected);
      if (accepted === 0) return;
      metrics.observeAppend(appendMs);
      ingestionLatency.observe(appendMs);
    },
  });
  const learning = await openLearning(stores, engine, now, version, learningSettings(declared.learning));
  online.section(learning.monitor);
  const segments = await SegmentService.open({
    documents: control.documents('segments'),
    declared: declared.segments ?? defaultSegments,
    features: engine,
    now,
  });
  const placements = await PlacementService.open({
    documents: control.placements,
    settings: control.settings,
    declared: declared.placements ?? defaultPlacements,
    now,
    rankerExists: (reference) => learning.rankerExists(reference),
    featureNames: engine.names,
    get segmentNames() {
      return segments.names;
    },
  });
  const experimentation = await openExperimentation(stores, {
    identity,
    engine,
    membership,
    placements,
    now,
    segmentNames: () => segments.names,
    prepareRankers: (references) => learning.models.server.prepare(references),
  });
  const { experiments, assigner } = experimentation;
  const recommendation = createRecommendation({
    store: online,
    engine,
    placement: (name) => placements.get(name),
    customerRow: (person) => identity.find(person),
    appliedOffset,
    scorer: (reference) => learning.models.server.scorer(reference),
    onDecided: (record, input) => learning.decided(record, input),
    append: (records) => journal.append(records),
    variantOf: placementVariant(experiments, assigner),
    variantPolicies: variantPoliciesOf(experiments),
    inSegment: (row, segment) => {
      const bit = membership.findBit(segment);
      return bit >= 0 && membership.has(row, bit);
    },
    now,
    seed,
  });
  return {
    clock,
    now,
    identity,
    engine,
    membership,
    segments,
    counters,
    deduplication,
    ingestor,
    placements,
    learning,
    experimentation,
    recommendation,
    recommendationLatency,
    ingestionLatency,
  };
}
