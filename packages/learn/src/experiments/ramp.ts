/** From the instant `from` on, `coverage` of the traffic takes part. */
export interface RampStep {
  /** Milliseconds since 1970, UTC. */
  from: number;
  /** 0 to 1. */
  coverage: number;
}

/**
 * Coverage at an instant: that of the latest step begun, 0 before the first.
 * @param steps as checked by {@link requireRamp}
 */
export function coverageAt(steps: readonly RampStep[], at: number): number {
  let coverage = 0;
  for (const step of steps) {
    if (step.from > at) break;
    coverage = step.coverage;
  }
  return coverage;
}

/**
 * A ramp may only go up: customers already exposed would otherwise lose their variant, and the early days
 * would weigh differently in each arm.
 * @throws RangeError naming the step that is out of range, out of order, or lowers coverage
 */
export function requireRamp(steps: readonly RampStep[]): void {
  if (steps.length === 0) throw new RangeError('ramp must have at least one step');
  steps.forEach((step, i) => {
    const before = steps[i - 1];
    if (!Number.isFinite(step.from)) throw new RangeError(`ramp step ${i} needs a start, got ${step.from}`);
    if (!(step.coverage >= 0 && step.coverage <= 1)) {
      throw new RangeError(`ramp coverage must be 0 to 1, got ${step.coverage} in step ${i}`);
    }
    if (before !== undefined && step.from <= before.from) {
      throw new RangeError(
        `ramp steps must be in order of time, got ${step.from} after ${before.from} in step ${i}`,
      );
    }
    if (before !== undefined && step.coverage < before.coverage) {
      throw new RangeError(
        `ramp coverage must not fall, got ${step.coverage} after ${before.coverage} in step ${i}; stop the experiment instead`,
      );
    }
  });
}
