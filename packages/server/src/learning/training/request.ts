import type { TreeParameters } from '@personalize/learn';
import { AppError, refusal } from '../../errors.ts';
import { noSuch } from '../../explain-failure.ts';
import type { FeatureDefinition } from '../../features/index.ts';
import type { Placement } from '../../recommendation/index.ts';
import type { Origin } from '../../stores/journal/record.ts';
import type { ModelVersion } from '../registry/model-version.ts';

/** What a row's label says happened to the item. */
export type LabelKind = 'click' | 'conversion' | 'value';

/** A model that serves already, to be judged on the same rows. */
export interface RankerModelFile {
  /** XGBoost UBJSON, or what `model` says. */
  bytes: Uint8Array;
  /** The registered version, where the bytes are something else. */
  model?: ModelVersion;
  featureNames: readonly string[];
  /** Registry name, for tables: `ranker@3`. */
  version: string;
}

/** What to train on and how; structured-clonable. Together with the journal range it decides the result. */
export interface TrainRequest {
  /** The deployment's feature definitions, in order. */
  features: readonly FeatureDefinition[];
  timeZone: string;
  /** `decisions`: slates that were served. `purchases`: baskets, with candidates retrieved at their instant. */
  from: 'decisions' | 'purchases';
  /** Journal offset after the last record to use. Default: the head. */
  toOffset?: number;
  /** Default `click` for decisions; purchases are always conversions. */
  label?: LabelKind;
  /** Hours after a decision within which an outcome is credited to it. Default 24. */
  attributionHours?: number;
  /** Traffic to learn from. Default all. */
  origins?: readonly Origin[];
  /** Candidates at each basket's instant, and the sources whose evidence joins the features. */
  placement: Placement;
  /** The sources' evidence as features `source.NAME` beside the declared ones. Default true. */
  sourceEvidence?: boolean;
  /** Declared features to leave out of the model. Default none. */
  excludeFeatures?: readonly string[];
  split?: SplitRequest;
  sampling?: SamplingRequest;
  /** Weight rows by logged propensities and examination of ranks. Both results are reported. Default true for decisions. */
  biasCorrection?: boolean;
  objective?: 'lambdaMart' | 'logistic';
  /** Tree parameters over {@link defaultTreeParameters}. */
  parameters?: TreeParameters;
  /** Ranks that NDCG, hit rate and the like look at. Default 10. */
  k?: number;
  champion?: RankerModelFile;
  /** Whole number from 0; sampling, bootstrap and trees follow from it. Default 0. */
  seed?: number;
  /** Threads of the tree learner. Default 1. */
  threads?: number;
  /** Bootstrap resamples. Default 1,000. */
  resamples?: number;
}

export interface SplitRequest {
  /** Days at the end that judge the model. Default: 15 % of the time that the groups span. */
  testDays?: number;
  /** Days before them that stop training and calibrate. Default: as many as the test has. */
  validationDays?: number;
  /** Days left out between the parts, at least the attribution window. */
  gapDays?: number;
  /** Days of training before the validation part. Default: all there are. */
  trainDays?: number;
  /** Epoch ms before which the test part must not begin: what was learnt from is no test. */
  notBefore?: number;
}

export interface SamplingRequest {
  /** Negatives per training group drawn from the retrieved candidates; 0 takes all. Default 60. */
  retrieved?: number;
  /** Negatives per training group drawn by popularity from the rest of the catalog. Default 5. */
  popular?: number;
  /** Groups at most, the newest kept. Default 200,000. */
  maxGroups?: number;
  /** Rows at most over all parts; a build that would exceed it is refused. Default 6,000,000. */
  maxRows?: number;
}

/** A request with every default filled in. */
export type CheckedRequest = Required<Omit<TrainRequest, 'toOffset' | 'champion' | 'split' | 'sampling'>> & {
  toOffset: number;
  champion: RankerModelFile | undefined;
  split: SplitRequest;
  sampling: Required<SamplingRequest>;
};

/**
 * Defaults of the learner: shallow trees and a small step, many rounds cut by early stopping, strong
 * smoothing of leaves, half of rows and columns per tree. Click and purchase data are noisy and correlated
 * within a group, which is what these guard against.
 */
export const defaultTreeParameters = {
  iterations: 400,
  learningRate: 0.05,
  maxDepth: 5,
  maxBins: 128,
  minChildWeight: 10,
  l2: 5,
  rowSampling: 0.8,
  columnSamplingByTree: 0.6,
  earlyStoppingRounds: 40,
} as const satisfies TreeParameters;

/** Fills in defaults. @throws AppError `invalid_request` naming the field, its bounds and the value */
export function checkRequest(request: TrainRequest, head: number): CheckedRequest {
  const { from } = request;
  if (from !== 'decisions' && from !== 'purchases') {
    throw bad(`from must be decisions or purchases, got ${JSON.stringify(from)}`);
  }
  const label = request.label ?? (from === 'decisions' ? 'click' : 'conversion');
  if (!['click', 'conversion', 'value'].includes(label)) {
    throw bad(`label must be click, conversion or value, got ${JSON.stringify(label)}`);
  }
  if (from === 'purchases' && label !== 'conversion') {
    const message = `label must be conversion when training from purchases, got ${label}`;
    throw refusal('invalid_request', 'labelOfPurchases', message, { label }, { path: '/label' });
  }
  const objective = request.objective ?? 'lambdaMart';
  if (objective !== 'lambdaMart' && objective !== 'logistic') {
    throw bad(`objective must be lambdaMart or logistic, got ${JSON.stringify(objective)}`);
  }
  const toOffset = request.toOffset ?? head;
  if (!Number.isSafeInteger(toOffset) || toOffset < 0 || toOffset > head) {
    throw bad(`toOffset must be a whole number from 0 to the journal's head ${head}, got ${toOffset}`);
  }
  const names = new Set(request.features.map(({ name }) => name));
  for (const name of request.excludeFeatures ?? []) {
    if (names.has(name)) continue;
    const message = `excludeFeatures names ${JSON.stringify(name)}, which is not declared`;
    const params = noSuch('feature', name, [...names]);
    throw refusal('invalid_request', 'noSuch', message, params, { path: '/excludeFeatures' });
  }
  const checked: CheckedRequest = {
    ...request,
    label,
    objective,
    toOffset,
    champion: request.champion,
    attributionHours: within('attributionHours', request.attributionHours ?? 24, 0.01, 24 * 90),
    origins: request.origins ?? ['live', 'import', 'simulated'],
    sourceEvidence: request.sourceEvidence ?? true,
    excludeFeatures: request.excludeFeatures ?? [],
    biasCorrection: request.biasCorrection ?? from === 'decisions',
    parameters: request.parameters ?? {},
    k: whole('k', request.k ?? 10, 1, 1000),
    seed: whole('seed', request.seed ?? 0, 0, Number.MAX_SAFE_INTEGER),
    threads: whole('threads', request.threads ?? 1, 1, 64),
    resamples: whole('resamples', request.resamples ?? 1000, 100, 100_000),
    split: checkSplit(request.split ?? {}),
    sampling: {
      retrieved: whole('sampling.retrieved', request.sampling?.retrieved ?? 60, 0, 1000),
      popular: whole('sampling.popular', request.sampling?.popular ?? 5, 0, 1000),
      maxGroups: whole('sampling.maxGroups', request.sampling?.maxGroups ?? 200_000, 1, 50_000_000),
      maxRows: whole('sampling.maxRows', request.sampling?.maxRows ?? 6_000_000, 1, 100_000_000),
    },
  };
  return checked;
}

function checkSplit(split: SplitRequest): SplitRequest {
  for (const name of ['testDays', 'validationDays', 'trainDays'] as const) {
    const value = split[name];
    if (value !== undefined) within(`split.${name}`, value, 1e-6, 3650);
  }
  if (split.notBefore !== undefined) within('split.notBefore', split.notBefore, 0, 8.64e15);
  if (split.gapDays !== undefined) within('split.gapDays', split.gapDays, 0, 365);
  return split;
}

function within(name: string, value: number, low: number, high: number): number {
  if (!(value >= low && value <= high)) throw bad(`${name} must be ${low} to ${high}, got ${value}`);
  return value;
}

function whole(name: string, value: number, low: number, high: number): number {
  if (!Number.isSafeInteger(value)) throw bad(`${name} must be a whole number, got ${value}`);
  return within(name, value, low, high);
}

function bad(message: string): AppError {
  return new AppError('invalid_request', message);
}
