import type { TreeParameters } from '@personalize/learn';
import type { FeatureDefinition } from '../../features/index.ts';
import type { Placement } from '../../recommendation/index.ts';
import type { LabelKind, SamplingRequest, SplitRequest, TrainRequest } from '../training/request.ts';

/** What a training may be asked to do; every field may be left out. Plain JSON. */
export interface TrainInput {
  /** `auto`: from decisions once they earned enough outcomes, else from purchases. Default `auto`. */
  from?: 'auto' | 'decisions' | 'purchases';
  label?: LabelKind;
  attributionHours?: number;
  /** Whose candidates and sources count. Default `home`. */
  placement?: string;
  sourceEvidence?: boolean;
  excludeFeatures?: string[];
  split?: SplitRequest;
  sampling?: SamplingRequest;
  biasCorrection?: boolean;
  objective?: 'lambdaMart' | 'logistic';
  parameters?: TreeParameters;
  k?: number;
  seed?: number;
  threads?: number;
  resamples?: number;
  /** Journal offset after the last record to use. Default: the head when the job begins. */
  toOffset?: number;
  /** Make it champion when every gate passes. Default true. */
  promote?: boolean;
  notes?: string;
  tags?: string[];
}

/** What an evaluation of a registered version may be asked to do. */
export type EvaluateInput = Pick<
  TrainInput,
  | 'from'
  | 'label'
  | 'attributionHours'
  | 'placement'
  | 'split'
  | 'sampling'
  | 'k'
  | 'seed'
  | 'resamples'
  | 'toOffset'
  | 'promote'
>;

/** Outcomes that decisions must have earned before `auto` learns from them. */
export const enoughOutcomes = 500;

/** The request that the training thread gets. */
export function toTrainRequest(
  input: TrainInput,
  deployment: { features: readonly FeatureDefinition[]; timeZone: string; placement: Placement },
  source: 'decisions' | 'purchases',
): TrainRequest {
  const {
    from = 'auto',
    promote: _promote,
    notes: _notes,
    tags: _tags,
    placement: _placement,
    ...rest
  } = input;
  const chosen: TrainRequest = { ...rest, ...deployment, from: source };
  // Purchases can only teach conversions: a label that was meant for decisions falls away with them.
  if (from === 'auto' && source === 'purchases') delete chosen.label;
  return chosen;
}
