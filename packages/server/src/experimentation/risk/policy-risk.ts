import { incrementalReturns, type RiskBootstrapOptions } from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { Arm, ArmQuery, Queries } from './arm-series.ts';
import type { BootstrapThread } from './bootstrap-thread.ts';
import { campaignArms } from './campaign-arms.ts';
import { decisionArms } from './decision-arms.ts';
import { type RiskReport, riskReport } from './risk-report.ts';

export interface PolicyRiskQuery extends ArmQuery {
  /** Decisions (customers, of a campaign) that a day needs, or it is left out. */
  minCount: number;
  options: RiskBootstrapOptions;
}

export type SkippedDayReason =
  | 'too_few'
  | 'no_exposure'
  | 'no_control_exposure'
  | 'no_control_reward'
  | 'loss_above_control';

export interface PolicyRisk {
  name: string;
  /** What it is held against: an arm's name, or null for the rest. */
  control: string | null;
  /** Over the days with a return: decisions, or customer-days of a campaign. */
  count: number;
  /** Reward per decision, and what the control earned weighted alike. */
  value: number | null;
  controlValue: number | null;
  /** Days of the returns, YYYY-MM-DD. */
  days: string[];
  returns: number[];
  skipped: { day: string; reason: SkippedDayReason }[];
  report: RiskReport;
}

/**
 * Risk-adjusted performance of each policy, model, variant or campaign from its daily incremental return:
 * reward per head over its control's, less 1.
 * @throws AppError `invalid_request` when the named control is not among the arms
 */
export async function policyRisk(
  warehouse: Queries,
  thread: BootstrapThread,
  query: PolicyRiskQuery,
): Promise<PolicyRisk[]> {
  const arms = await (query.by === 'campaign' ? campaignArms : decisionArms)(warehouse, query);
  const measured: PolicyRisk[] = [];
  for (const arm of arms) measured.push(await measure(arm, thread, query));
  if (
    query.control !== undefined &&
    measured.length > 0 &&
    measured.every(({ returns }) => returns.length === 0)
  ) {
    requireControl(arms, query.control);
  }
  return measured;
}

async function measure(arm: Arm, thread: BootstrapThread, query: PolicyRiskQuery): Promise<PolicyRisk> {
  const enough = arm.treated.map(({ count }, i) => count >= query.minCount || arm.controls[i].count === 0);
  const kept = arm.days.map((_, i) => i).filter((i) => enough[i]);
  const treated = kept.map((i) => arm.treated[i]);
  const controls = kept.map((i) => arm.controls[i]);
  const { returns, periods, skipped } = incrementalReturns(treated, controls);
  const used = Array.from(periods);
  const sums = { count: 0, reward: 0, controls: 0 };
  for (const period of used) {
    sums.count += treated[period].count;
    sums.reward += treated[period].reward;
    sums.controls += (controls[period].reward / controls[period].count) * treated[period].count;
  }
  const dayOf = (period: number) => arm.days[kept[period]];
  const few = arm.days.filter((_, i) => !enough[i]).map((day) => ({ day, reason: 'too_few' as const }));
  return {
    ...{ name: arm.name, control: arm.control, count: sums.count },
    value: sums.count === 0 ? null : sums.reward / sums.count,
    controlValue: sums.count === 0 ? null : sums.controls / sums.count,
    days: used.map(dayOf),
    returns: Array.from(returns),
    skipped: [...few, ...skipped.map(({ period, reason }) => ({ day: dayOf(period), reason }))].sort(
      (a, b) => (a.day < b.day ? -1 : 1),
    ),
    report: await riskReport(thread, { returns }, query.options),
  };
}

function requireControl(arms: readonly Arm[], control: string): void {
  const known = arms.map(({ name }) => name);
  const message = `names none of the arms of this period: ${known.join(', ').slice(0, 500)}`;
  throw new AppError('invalid_request', `control ${JSON.stringify(control)} ${message}`, {
    errors: [{ path: '/control', message }],
  });
}
