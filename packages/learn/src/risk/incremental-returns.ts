/** What one arm earned in one period. */
export interface PeriodReward {
  /** Customers or decisions the reward is spread over. */
  count: number;
  /** Their total reward. */
  reward: number;
}

export type SkippedPeriod = {
  period: number;
  reason: 'no_exposure' | 'no_control_exposure' | 'no_control_reward' | 'loss_above_control';
};

export interface IncrementalReturns {
  /** Reward per head against the control's, less 1, for each usable period. */
  returns: Float64Array;
  /** Index of the period behind each return. */
  periods: Int32Array;
  /** Periods without a return, and why: they are left out, never counted as zero. */
  skipped: SkippedPeriod[];
}

/**
 * The periodic incremental return of a policy, variant or campaign against its control or holdout: mean
 * reward per head over the control's mean reward per head, less 1. Feed `returns` to riskPerformance.
 *
 * @param treated one entry per period, oldest first
 * @param control the same periods
 * @throws RangeError for different lengths, or a count or reward that is not finite, or a negative count
 */
export function incrementalReturns(
  treated: readonly PeriodReward[],
  control: readonly PeriodReward[],
): IncrementalReturns {
  if (treated.length !== control.length) {
    throw new RangeError(
      `treated and control must cover the same periods, got ${treated.length} and ${control.length}`,
    );
  }
  const returns: number[] = [];
  const periods: number[] = [];
  const skipped: SkippedPeriod[] = [];
  treated.forEach((arm, period) => {
    requireReward('treated', arm, period);
    requireReward('control', control[period], period);
    const base = control[period].reward / control[period].count;
    const value = arm.reward / arm.count / base - 1;
    if (arm.count === 0) skipped.push({ period, reason: 'no_exposure' });
    else if (control[period].count === 0) skipped.push({ period, reason: 'no_control_exposure' });
    else if (!(base > 0) || !Number.isFinite(value)) skipped.push({ period, reason: 'no_control_reward' });
    else if (value < -1) skipped.push({ period, reason: 'loss_above_control' });
    else {
      returns.push(value);
      periods.push(period);
    }
  });
  return { returns: Float64Array.from(returns), periods: Int32Array.from(periods), skipped };
}

function requireReward(name: string, { count, reward }: PeriodReward, period: number): void {
  if (!Number.isFinite(count) || count < 0 || !Number.isFinite(reward)) {
    throw new RangeError(
      `${name} needs a count of 0 or more and a finite reward, got count ${count} and reward ${reward} in period ${period}`,
    );
  }
}
