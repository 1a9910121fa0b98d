import { type Moments, squaredError } from './moments.ts';
import { failure, type Outcome, success } from './problem.ts';

/** Two means to compare; their squared errors and covariance are those of the means, not of single values. */
export interface Contrast {
  control: ArmMean;
  treatment: ArmMean;
  /** Covariance of the two means; not zero only after post-stratification. */
  covariance: number;
}

export interface ArmMean {
  n: number;
  mean: number;
  squaredError: number;
}

/** The contrast of two independent variants. */
export function contrastOf(control: Moments, treatment: Moments): Contrast {
  const arm = (m: Moments): ArmMean => ({ n: m.n, mean: m.mean, squaredError: squaredError(m) });
  return { control: arm(control), treatment: arm(treatment), covariance: 0 };
}

/** A difference with its standard error. */
export interface Effect {
  value: number;
  standardError: number;
}

/** An effect between the ends of a confidence or credible interval. */
export interface EffectInterval extends Effect {
  lower: number;
  upper: number;
}

/** Treatment mean less control mean. */
export function absoluteEffect({ control, treatment, covariance }: Contrast): Outcome<Effect> {
  const squared = control.squaredError + treatment.squaredError - 2 * covariance;
  const value = treatment.mean - control.mean;
  if (!Number.isFinite(squared) || !Number.isFinite(value)) return failure('overflow', { name: 'effect' });
  if (!(squared > 0)) return failure('no_variance');
  return success({ value, standardError: Math.sqrt(squared) });
}

/** (treatment − control) / |control|, with its standard error by the delta method. */
export function relativeEffect({ control, treatment, covariance }: Contrast): Outcome<Effect> {
  const base = control.mean;
  if (base === 0) return failure('zero_control_mean');
  const ratio = treatment.mean / base;
  const squared =
    (treatment.squaredError - 2 * ratio * covariance + ratio * ratio * control.squaredError) / (base * base);
  const value = (treatment.mean - base) / Math.abs(base);
  if (!Number.isFinite(squared) || !Number.isFinite(value))
    return failure('overflow', { name: 'relative effect' });
  if (!(squared > 0)) return failure('no_variance');
  return success({ value, standardError: Math.sqrt(squared) });
}

/** Welch–Satterthwaite degrees of freedom. */
export function welchDegreesOfFreedom({ control, treatment }: Contrast): number {
  const total = control.squaredError + treatment.squaredError;
  const denominator =
    control.squaredError ** 2 / (control.n - 1) + treatment.squaredError ** 2 / (treatment.n - 1);
  return total ** 2 / denominator;
}

/**
 * The relative effects that a test of `treatment − (1 + r) control = 0` at the given critical value does not
 * reject (Fieller, "Some problems in interval estimation", JRSS B 16, 1954). Unlike the delta method's
 * interval it excludes zero exactly when the absolute interval does. It is unbounded, and so refused, when
 * the control's mean itself is not distinguishable from zero.
 */
export function fiellerInterval(
  { control, treatment, covariance }: Contrast,
  criticalValue: number,
): Outcome<{ lower: number; upper: number }> {
  if (control.mean === 0) return failure('zero_control_mean');
  const c2 = criticalValue * criticalValue;
  const a = control.mean * control.mean - c2 * control.squaredError;
  if (!(a > 0)) return failure('control_mean_near_zero', { mean: control.mean });
  const b = control.mean * treatment.mean - c2 * covariance;
  const c = treatment.mean * treatment.mean - c2 * treatment.squaredError;
  const root = Math.sqrt(Math.max(b * b - a * c, 0));
  const ends = [(b - root) / a - 1, (b + root) / a - 1].map((r) => (control.mean < 0 ? -r : r));
  const lower = Math.min(...ends);
  const upper = Math.max(...ends);
  if (!Number.isFinite(lower) || !Number.isFinite(upper))
    return failure('overflow', { name: 'relative effect' });
  return success({ lower, upper });
}
