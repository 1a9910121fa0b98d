import { Assigner, ExperimentService, ExposureState } from '../experimentation/index.ts';
import type { FeatureEngine } from '../features/index.ts';
import type { Identity } from '../ingestion/identity.ts';
import type { SegmentMembership } from '../profiles/index.ts';
import type { PlacementService } from '../recommendation/index.ts';
import type { Stores } from './stores.ts';

export interface Experimentation {
  experiments: ExperimentService;
  exposures: ExposureState;
  assigner: Assigner;
}

interface Parts {
  identity: Identity;
  engine: FeatureEngine;
  membership: SegmentMembership;
  placements: PlacementService;
  segmentNames(): readonly string[];
  prepareRankers(references: readonly string[]): Promise<void>;
  now(): number;
}

/** Declares the exposures' state, so call it before the checkpoint is restored. */
export async function openExperimentation(
  { control, journal, online }: Stores,
  { identity, engine, membership, placements, segmentNames, prepareRankers, now }: Parts,
): Promise<Experimentation> {
  const experiments = await ExperimentService.open({
    documents: control.documents('experiments'),
    audit: control.audit,
    checkPlacement: (name, settings) => {
      placements.check(name, { ...placements.stored(name).placement, ...settings });
    },
    ...{ segmentNames, prepareRankers, now },
  });
  const exposures = new ExposureState(online, engine.customers);
  const assigner = new Assigner({
    ...{ experiments, exposures, membership, now },
    customers: engine.customers,
    customerRow: (subject) => identity.find(subject),
    attributes: (row) => engine.attributes(row),
    append: (records) => journal.append(records),
  });
  return { experiments, exposures, assigner };
}
