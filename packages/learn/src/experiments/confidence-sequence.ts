/**
 * Always-valid inference by asymptotic confidence sequences: the interval may be read after every
 * observation and the experiment stopped at any time, and the chance that it *ever* misses the true effect
 * stays at α (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and
 * asymptotic confidence sequences", Annals of Statistics 52, 2024; the normal mixture goes back to Robbins,
 * "Statistical methods related to the law of the iterated logarithm", 1970).
 */
export interface SequenceTuning {
  /** Number of observations, both variants together, at which the interval shall be tightest. */
  tightestAt: number;
  /** Error rate α of the sequence. */
  alpha: number;
}

/**
 * The mixture's variance ρ² that makes the interval tightest at `tightestAt` (the paper's closed-form
 * approximation). Any choice is valid; a wrong guess only widens the interval.
 */
export function mixtureVariance({ tightestAt, alpha }: SequenceTuning): number {
  const l = -2 * Math.log(alpha);
  return (l + Math.log(l + 1)) / tightestAt;
}

/** The interval's half-width in standard errors of the estimate, after n observations. */
export function sequenceCriticalValue(n: number, alpha: number, rho2: number): number {
  const k = n * rho2;
  return Math.sqrt(((k + 1) / k) * (Math.log1p(k) - 2 * Math.log(alpha)));
}

/** The smallest α at which the sequence excludes no effect after n observations, for an estimate z standard errors away. */
export function sequencePValue(z: number, n: number, rho2: number): number {
  const k = n * rho2;
  return Math.min(1, Math.exp(0.5 * Math.log1p(k) - (z * z * k) / (2 * (k + 1))));
}
