import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { mixtureVariance, sequenceCriticalValue, sequencePValue } from './confidence-sequence.ts';
import {
  absoluteEffect,
  type Contrast,
  type Effect,
  type EffectInterval,
  fiellerInterval,
  relativeEffect,
  welchDegreesOfFreedom,
} from './contrast.ts';
import { failure, type Outcome, type Problem, success } from './problem.ts';

/** `sequential` may be read at any time; `fixed` once, at the planned end. */
export type FrequentistMethod = 'sequential' | 'fixed';

export interface CompareOptions {
  /** Default `sequential`. */
  method?: FrequentistMethod;
  /** Error rate, 0.001 to 0.5. Default 0.05. */
  alpha?: number;
  /** Observations in both variants together at which the sequence is tightest: the planned sample. Default 5,000. */
  tightestAt?: number;
  /**
   * Customers each variant needs before the sequence begins. The guarantee is asymptotic and counts from
   * here. Default 100.
   */
  minimumPerVariant?: number;
  /** How the relative interval is made. Default `fieller`, which agrees with the absolute test. */
  relativeInterval?: 'fieller' | 'delta';
}

export interface Comparison {
  method: FrequentistMethod;
  alpha: number;
  control: { n: number; mean: number };
  treatment: { n: number; mean: number };
  absolute: EffectInterval;
  /** Fractions of the control's mean (0.03 = +3 %); null with a problem when that mean is or may be zero. */
  relative: EffectInterval | null;
  relativeProblem: Problem | null;
  /** Two-sided, of no effect. For `sequential`, valid at any stopping time. */
  pValue: number;
  /** p ≤ α, equivalently: the absolute interval excludes zero. */
  significant: boolean;
}

export const defaultCompareOptions: Required<CompareOptions> = {
  method: 'sequential',
  alpha: 0.05,
  tightestAt: 5000,
  minimumPerVariant: 100,
  relativeInterval: 'fieller',
};

/**
 * Compares two means: Welch's t test at a fixed horizon, or an asymptotic confidence sequence.
 * @returns intervals for the absolute and the relative effect and a p-value, or the problem: no variance,
 *   too few exposures, numbers out of range
 * @throws RangeError for an option out of its range
 */
export function compareMeans(contrast: Contrast, options: CompareOptions = {}): Outcome<Comparison> {
  const chosen = withDefaults(options);
  const { method, alpha } = chosen;
  const { control, treatment } = contrast;
  const fewest = Math.min(control.n, treatment.n);
  if (fewest === 0) return failure('no_exposure');
  if (fewest === 1) return failure('one_exposure');
  if (method === 'sequential' && fewest < chosen.minimumPerVariant) {
    return failure('too_few_exposures', { n: fewest, minimum: chosen.minimumPerVariant });
  }
  const absolute = absoluteEffect(contrast);
  if (absolute.problem !== null) return absolute;
  const z = absolute.value.value / absolute.value.standardError;
  const { criticalValue, pValue } =
    method === 'fixed' ? welch(contrast, z, alpha) : sequence(control.n + treatment.n, z, chosen);
  const relative = relativeInterval(contrast, criticalValue, chosen.relativeInterval);
  return success({
    method,
    alpha,
    control: { n: control.n, mean: control.mean },
    treatment: { n: treatment.n, mean: treatment.mean },
    absolute: around(absolute.value, criticalValue),
    relative: relative.value,
    relativeProblem: relative.problem,
    pValue,
    significant: pValue <= alpha,
  });
}

/** Options with their defaults. @throws RangeError naming an option out of its range */
export function withDefaults(options: CompareOptions): Required<CompareOptions> {
  const chosen = { ...defaultCompareOptions, ...options };
  const { alpha, tightestAt, minimumPerVariant, method } = chosen;
  if (method !== 'fixed' && method !== 'sequential') {
    throw new RangeError(`method must be sequential or fixed, got ${method}`);
  }
  if (!(alpha >= 0.001 && alpha <= 0.5)) throw new RangeError(`alpha must be 0.001 to 0.5, got ${alpha}`);
  if (!(tightestAt >= 1) || !Number.isFinite(tightestAt)) {
    throw new RangeError(`tightestAt must be 1 or more, got ${tightestAt}`);
  }
  if (!Number.isInteger(minimumPerVariant) || minimumPerVariant < 2) {
    throw new RangeError(`minimumPerVariant must be an integer of 2 or more, got ${minimumPerVariant}`);
  }
  return chosen;
}

function welch(contrast: Contrast, z: number, alpha: number) {
  const df = welchDegreesOfFreedom(contrast);
  return { criticalValue: tQuantile(1 - alpha / 2, df), pValue: Math.min(1, 2 * tCdf(-Math.abs(z), df)) };
}

function sequence(n: number, z: number, { alpha, tightestAt }: Required<CompareOptions>) {
  const rho2 = mixtureVariance({ tightestAt, alpha });
  return { criticalValue: sequenceCriticalValue(n, alpha, rho2), pValue: sequencePValue(z, n, rho2) };
}

function relativeInterval(
  contrast: Contrast,
  criticalValue: number,
  how: 'fieller' | 'delta',
): Outcome<EffectInterval> {
  const effect = relativeEffect(contrast);
  if (effect.problem !== null) return effect;
  if (how === 'delta') return success(around(effect.value, criticalValue));
  const interval = fiellerInterval(contrast, criticalValue);
  return interval.problem === null ? success({ ...effect.value, ...interval.value }) : interval;
}

function around(effect: Effect, criticalValue: number): EffectInterval {
  const half = criticalValue * effect.standardError;
  return { ...effect, lower: effect.value - half, upper: effect.value + half };
}

/** Two-sided p-value of a standard normal statistic. */
export function twoSidedNormalPValue(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z), 0, 1));
}
