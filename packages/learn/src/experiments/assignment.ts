import { type BucketRange, bucketRanges, chooseRange, requireRanges, requireWeights } from './buckets.ts';
import { type HashVersion, hashUnit } from './hash.ts';
import { coverageAt, type RampStep, requireRamp } from './ramp.ts';

/** A part of a shared unit interval; experiments with disjoint parts of one namespace share no customer. */
export interface NamespaceShare {
  key: string;
  start: number;
  end: number;
}

/** A share of all customers kept out of every experiment that names the same holdout. */
export interface Holdout {
  key: string;
  /** 0 to 1. */
  share: number;
}

export interface ExperimentDefinition {
  key: string;
  /** At least one; weights sum to one. */
  variants: readonly { key: string; weight: number }[];
  /** Hash seed; by default the key. Give a new one to reshuffle customers. */
  seed?: string;
  hashVersion?: HashVersion;
  /** Share of traffic that takes part, 0 to 1. Default 1. Not together with `ramp`. */
  coverage?: number;
  /** Coverage that grows with time. */
  ramp?: readonly RampStep[];
  /** Explicit range of each variant, in place of weights and coverage. */
  ranges?: readonly BucketRange[];
  namespace?: NamespaceShare;
  holdouts?: readonly Holdout[];
}

export type AssignmentReason =
  | 'assigned'
  | 'sticky'
  | 'missing_id'
  | 'not_targeted'
  | 'holdout'
  | 'outside_namespace'
  | 'not_covered';

export interface Assignment {
  /** Key of the variant; null when the customer takes no part. */
  variant: string | null;
  /** Its index, or −1. */
  index: number;
  /** The customer's hash on [0, 1); null when it was not needed. */
  bucket: number | null;
  reason: AssignmentReason;
}

export interface AssignmentContext {
  /** Milliseconds since 1970; required with a ramp. */
  at?: number;
  /** The caller's verdict on segments and other targeting. Default true. */
  targeted?: boolean;
  /** Variant this customer has had before: kept while the experiment still has it, whatever coverage says. */
  sticky?: string | null;
}

export type Assign = (customerId: string, context?: AssignmentContext) => Assignment;

/**
 * Checks a definition once and returns the function that assigns customers: deterministic, without state,
 * GrowthBook's hash and buckets (see {@link hashUnit} for ids that are not ASCII).
 * Order of the rules: id, sticky variant, targeting, holdouts, namespace, coverage and weights.
 *
 * @throws RangeError naming what is wrong: no variants, a repeated or empty key, weights that do not sum to
 *   one, a coverage, namespace, holdout, range or ramp out of bounds. The function returned throws a TypeError
 *   for an id that is no string, and a RangeError without a time where there is a ramp
 */
export function compileAssignment(definition: ExperimentDefinition): Assign {
  requireDefinition(definition);
  const { variants, namespace, holdouts = [], ramp, hashVersion = 2 } = definition;
  const seed = definition.seed ?? definition.key;
  const keys = variants.map((v) => v.key);
  const indexOf = new Map(keys.map((key, i) => [key, i]));
  const weights = variants.map((v) => v.weight);
  const rangesFor = (coverage: number) => definition.ranges ?? bucketRanges(keys.length, coverage, weights);
  const fixedRanges = rangesFor(definition.coverage ?? 1);
  const rampRanges = ramp?.map((step) => rangesFor(step.coverage));
  const holdoutSeeds = holdouts.map((h) => `holdout:${h.key}`);

  const out = (reason: AssignmentReason, bucket: number | null): Assignment => {
    return { variant: null, index: -1, bucket, reason };
  };
  return (customerId, { at, targeted = true, sticky = null } = {}) => {
    if (typeof customerId !== 'string') throw new TypeError(`customerId must be a string, got ${customerId}`);
    if (customerId === '') return out('missing_id', null);
    const kept = sticky === null ? undefined : indexOf.get(sticky);
    if (kept !== undefined) return { variant: keys[kept], index: kept, bucket: null, reason: 'sticky' };
    if (!targeted) return out('not_targeted', null);
    for (let i = 0; i < holdouts.length; i++) {
      if (hashUnit(holdoutSeeds[i], customerId) < holdouts[i].share) return out('holdout', null);
    }
    if (namespace !== undefined && !inNamespace(customerId, namespace)) return out('outside_namespace', null);
    const bucket = hashUnit(seed, customerId, hashVersion);
    const ranges =
      ramp === undefined || rampRanges === undefined
        ? fixedRanges
        : rampRanges[stepAt(ramp, at, definition.key)];
    const index = ranges === undefined ? -1 : chooseRange(bucket, ranges);
    if (index < 0) return out('not_covered', bucket);
    return { variant: keys[index], index, bucket, reason: 'assigned' };
  };
}

/** Whether a customer falls into a namespace's part: GrowthBook's `inNamespace`, on hash version 1. */
export function inNamespace(customerId: string, { key, start, end }: NamespaceShare): boolean {
  const bucket = hashUnit(`__${key}`, customerId, 1);
  return bucket >= start && bucket < end;
}

/** Index of the ramp's step in force, −1 before the first. */
function stepAt(ramp: readonly RampStep[], at: number | undefined, key: string): number {
  if (at === undefined || Number.isNaN(at)) {
    throw new RangeError(`experiment ${key} has a ramp; pass the time as context.at, got ${at}`);
  }
  let index = -1;
  while (index + 1 < ramp.length && ramp[index + 1].from <= at) index++;
  return index;
}

/** Coverage of a definition at an instant, 0 to 1. */
export function definitionCoverage(definition: ExperimentDefinition, at: number): number {
  if (definition.ranges !== undefined) {
    return definition.ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  }
  return definition.ramp === undefined ? (definition.coverage ?? 1) : coverageAt(definition.ramp, at);
}

function requireDefinition(definition: ExperimentDefinition): void {
  const { key, variants, ranges, coverage, ramp, namespace, holdouts = [], hashVersion } = definition;
  if (key === '') throw new RangeError('experiment key must not be empty');
  if (variants.length === 0) throw new RangeError(`experiment ${key} must have at least one variant`);
  const seen = new Set<string>();
  for (const variant of variants) {
    if (variant.key === '') throw new RangeError(`experiment ${key} has a variant with an empty key`);
    if (seen.has(variant.key)) throw new RangeError(`experiment ${key} has variant ${variant.key} twice`);
    seen.add(variant.key);
  }
  if (hashVersion !== undefined && hashVersion !== 1 && hashVersion !== 2) {
    throw new RangeError(`hash version must be 1 or 2, got ${hashVersion}`);
  }
  if (ranges === undefined) requireWeights(variants.map((v) => v.weight));
  else {
    if (ranges.length !== variants.length) {
      throw new RangeError(`ranges must be one per variant (${variants.length}), got ${ranges.length}`);
    }
    requireRanges(ranges);
  }
  if (coverage !== undefined && ramp !== undefined)
    throw new RangeError('give either coverage or ramp, not both');
  if (ranges !== undefined && (coverage !== undefined || ramp !== undefined)) {
    throw new RangeError('ranges already state the coverage; leave out coverage and ramp');
  }
  if (coverage !== undefined && !(coverage >= 0 && coverage <= 1)) {
    throw new RangeError(`coverage must be 0 to 1, got ${coverage}`);
  }
  if (ramp !== undefined) requireRamp(ramp);
  if (namespace !== undefined) requireRanges([[namespace.start, namespace.end]]);
  for (const { key: name, share } of holdouts) {
    if (!(share >= 0 && share <= 1))
      throw new RangeError(`holdout ${name} must have a share of 0 to 1, got ${share}`);
  }
}
