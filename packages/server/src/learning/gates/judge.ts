import type { ModelReport } from '../registry/model-report.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import { referenceOf } from '../registry/model-version.ts';
import { heuristicName } from '../registry/names.ts';
import type { RankerMetrics } from '../training/assess.ts';
import type { Measured } from '../training/evaluate.ts';
import type { GateResult } from './gate.ts';
import { defaultGates, type GateSettings } from './gate-settings.ts';
import { latencyRows } from './latency.ts';
import type { OffPolicyReport } from './off-policy-report.ts';

export interface Judged {
  version: ModelVersion;
  report: ModelReport;
  /** 99th percentile for 200 rows, ms; undefined when it was not measured. */
  latencyMs?: number;
}

/** Holds a version against what serves now: the champion, or the built-in ranker while there is none. */
export function judge(
  candidate: Judged,
  champion: Judged | undefined,
  settings = defaultGates,
): GateResult[] {
  const { metrics, offPolicy } = candidate.report;
  const against = champion === undefined ? heuristicName : referenceOf(champion.version);
  return [
    quality(metrics, against, settings),
    calibration(metrics, champion, settings),
    latency(candidate, champion, settings),
    coverage(metrics, against, settings),
    offPolicyGate(offPolicy, settings),
  ].map(withMargin);
}

type Found = Omit<GateResult, 'margin' | 'skipped'> & { skipped?: boolean };
/** A sentence, and the same as a code with its figures. */
type Words = Required<Pick<GateResult, 'detail' | 'code' | 'figures'>>;

function withMargin(found: Found): GateResult {
  const { value, threshold, rule } = found;
  const above = value === null || threshold === null ? null : value - threshold;
  const margin = above === null || rule !== 'atMost' ? above : 0 - above;
  return { skipped: false, ...found, margin };
}

/** What a refusal tells: each gate that failed and by how much. */
export function describeRefusal(gates: readonly GateResult[]): string {
  return gates
    .filter(({ passed }) => !passed)
    .map(({ name, detail }) => `${name}: ${detail}`)
    .join('; ');
}

function quality(metrics: RankerMetrics | null, against: string, { minimumGain }: GateSettings): Found {
  const gate = { name: 'quality', threshold: minimumGain, rule: 'above' as const };
  const comparison = metrics?.comparisons.find((one) => one.method === 'ranker' && one.against === against);
  const difference = comparison?.difference;
  if (metrics === null || difference == null) {
    const why: Words =
      metrics === null
        ? {
            detail: 'it was never evaluated on a held-out window here; POST …/evaluate does that',
            ...{ code: 'neverEvaluated', figures: {} },
          }
        : comparison === undefined
          ? {
              detail: `it was not compared with ${against}, which serves now; evaluate it again`,
              ...{ code: 'notCompared', figures: { against } },
            }
          : {
              detail: `its difference to ${against} has no interval; the held-out window is too small`,
              ...{ code: 'noInterval', figures: { against } },
            };
    return { ...gate, passed: false, value: null, ...why };
  }
  const passed = difference.low > minimumGain;
  const interval = `NDCG@${metrics.k} ${signed(difference.mean)} against ${against}, 95 % interval ${signed(difference.low)} to ${signed(difference.high)}`;
  const by = passed
    ? ''
    : `; the lower end must be above ${minimumGain}, short by ${short(minimumGain - difference.low)}`;
  const { mean, low, high } = difference;
  return {
    ...{ ...gate, passed, value: low, detail: interval + by },
    ...{ code: 'gain', figures: { k: metrics.k, against, mean, low, high } },
  };
}

function calibration(
  metrics: RankerMetrics | null,
  champion: Judged | undefined,
  { calibrationError, calibrationSlack }: GateSettings,
): Found {
  const before = champion?.version.summary.expectedCalibrationError;
  const threshold = Math.max(calibrationError, (before ?? 0) + calibrationSlack);
  const value = metrics?.probabilities?.expectedCalibrationError ?? null;
  const passed = value !== null && value <= threshold;
  const detail =
    value === null
      ? 'its calibration was never measured here'
      : `expected calibration error ${short(value)}, at most ${short(threshold)}${passed ? '' : `, over by ${short(value - threshold)}`}`;
  const said = { detail, code: value === null ? 'notMeasured' : 'measured', figures: {} };
  return { name: 'calibration', passed, value, threshold, rule: 'atMost', ...said };
}

function latency(candidate: Judged, champion: Judged | undefined, settings: GateSettings): Found {
  const threshold = Math.max(settings.latencyMs, settings.latencyFactor * (champion?.latencyMs ?? 0));
  const value = candidate.latencyMs ?? null;
  const passed = value !== null && value <= threshold;
  const detail =
    value === null
      ? 'its latency was not measured'
      : `p99 ${short(value)} ms for ${latencyRows} rows, at most ${short(threshold)} ms${passed ? '' : `, over by ${short(value - threshold)} ms`}`;
  const code = value === null ? 'notMeasured' : 'measured';
  const said = { detail, code, figures: { rows: latencyRows } };
  return { name: 'latency', passed, value, threshold, rule: 'atMost', ...said };
}

function coverage(metrics: RankerMetrics | null, against: string, { coverageShare }: GateSettings): Found {
  const gate = { name: 'coverage', rule: 'atLeast' as const };
  const value = metrics?.beyondAccuracy.ranker?.coverage ?? null;
  const before = metrics?.beyondAccuracy[against]?.coverage;
  if (value === null || before === undefined) {
    return {
      ...gate,
      passed: false,
      value,
      threshold: null,
      detail: `its catalog coverage was not compared with ${against}'s`,
      ...{ code: 'notCompared', figures: { against } },
    };
  }
  const threshold = coverageShare * before;
  const passed = value >= threshold;
  const detail = `its lists hold ${percent(value)} of the catalog, ${against}'s ${percent(before)}; at least ${percent(threshold)} is needed${passed ? '' : `, short by ${percent(threshold - value)}`}`;
  return {
    ...{ ...gate, passed, value, threshold, detail },
    ...{ code: 'measured', figures: { against, own: value, before } },
  };
}

/**
 * What the version would have earned under the policy that logged the held-out window's decisions: the lower
 * end of doubly robust minus served, relative to served, must rule out a loss beyond `offPolicyLoss`.
 */
function offPolicyGate(report: OffPolicyReport | null, settings: GateSettings): Found {
  const gate = { name: 'offPolicy', rule: 'atLeast' as const };
  if (report === null || report.decisions === 0) {
    const detail = 'there are no logged decisions in the held-out window; skipped';
    const said = { detail, code: 'noDecisions', figures: {} };
    return { ...gate, passed: true, skipped: true, value: null, threshold: null, ...said };
  }
  const { lift, served, snips, doublyRobust, reward, decisions, effectiveSlots } = report;
  const problem = problemOf(report, settings);
  // However little the log is worth, a loss beyond chance is one, unless it is the reward model's alone.
  const supported = (report.unsupportedShare ?? 0) <= settings.offPolicyUnsupported;
  const lost = supported && lift !== null && lift.high < -settings.offPolicyLoss;
  if (lift === null || (problem !== undefined && !lost)) {
    const refused = settings.offPolicyWithoutSupport === 'refuse';
    const { message, code, figure, limit } = problem ?? {
      message: `none of ${decisions} decisions earned a ${reward}`,
      ...{ code: 'noReward', figure: null, limit: null },
    };
    return {
      ...{ ...gate, passed: !refused, skipped: !refused, detail: `${message}${refused ? '' : '; skipped'}` },
      ...{ value: figure, threshold: limit },
      ...{
        code,
        figures: { decisions, reward, ...(figure !== null && { figure }), ...(limit !== null && { limit }) },
      },
    };
  }
  const threshold = -settings.offPolicyLoss;
  const value = lift.low;
  const passed = value >= threshold;
  const estimates = `${reward} per decision: served ${shown(served)}, doubly robust ${shown(doublyRobust)}, SNIPS ${shown(snips)}`;
  const worth = `${decisions} decisions, worth ${Math.round(effectiveSlots ?? 0)} slots`;
  const bound = `against served ${percent(lift.mean)}, lower end ${percent(value)}, at least ${percent(threshold)} is needed`;
  const detail = `${estimates} (${worth}); ${bound}${passed ? '' : `, short by ${percent(threshold - value)}`}`;
  const shares = { share: lift.mean, low: value, slots: Math.round(effectiveSlots ?? 0) };
  return {
    ...{ ...gate, passed, value, threshold, detail },
    ...{
      code: 'measured',
      figures: { reward, decisions, ...shares, ...means({ served, doublyRobust, snips }) },
    },
  };
}

/** Means and both ends of their intervals, flat: `served`, `servedLow`, `servedHigh`; none of what is not known. */
function means(measured: Record<string, Measured | null>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(measured).flatMap(([name, one]): [string, number][] =>
      one === null
        ? []
        : [
            [name, one.mean],
            [`${name}Low`, one.low],
            [`${name}High`, one.high],
          ],
    ),
  );
}

/** What keeps the figures from judging: a refusal of the estimators, or support below the bounds. */
function problemOf(
  { problem, effectiveSlots, unsupportedShare, decisions }: OffPolicyReport,
  { offPolicySlots, offPolicyUnsupported }: GateSettings,
): OffPolicyReport['problem'] | undefined {
  if (problem !== null) return problem;
  if (effectiveSlots !== null && effectiveSlots < offPolicySlots) {
    const message = `${decisions} decisions are worth ${short(effectiveSlots)} slots for this model (effective sample size), at least ${offPolicySlots} are needed, short by ${short(offPolicySlots - effectiveSlots)}: collect more decisions or explore more`;
    return { code: 'fewSlots', message, figure: effectiveSlots, limit: offPolicySlots };
  }
  if (unsupportedShare !== null && unsupportedShare > offPolicyUnsupported) {
    const message = `${percent(unsupportedShare)} of the model's choices could not have been logged, at most ${percent(offPolicyUnsupported)} may be, over by ${percent(unsupportedShare - offPolicyUnsupported)}: explore more`;
    return { code: 'unsupported', message, figure: unsupportedShare, limit: offPolicyUnsupported };
  }
  return undefined;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
const signed = (value: number): string => `${value >= 0 ? '+' : ''}${short(value)}`;
const shown = (one: Measured | null): string =>
  one === null ? 'unknown' : `${short(one.mean)} (${short(one.low)} to ${short(one.high)})`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
