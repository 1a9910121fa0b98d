import type { ModelReport, ModelVersion } from '../registry/model-version.ts';
import { referenceOf } from '../registry/model-version.ts';
import { heuristicName } from '../registry/names.ts';
import type { RankerMetrics } from '../training/train.ts';
import type { GateResult } from './gate.ts';
import { latencyRows } from './latency.ts';

/** Bounds that a version must keep to become champion. */
export interface GateSettings {
  /** Difference of mean NDCG whose interval's lower end must be exceeded. */
  minimumGain: number;
  /** Expected calibration error that is always good enough… */
  calibrationError: number;
  /** …or this much above the champion's. */
  calibrationSlack: number;
  /** 99th percentile for 200 rows that is always good enough, ms, or `latencyFactor` × the champion's. */
  latencyMs: number;
  latencyFactor: number;
  /** Share of the champion's catalog coverage. */
  coverageShare: number;
  /** Share of the served slates' corrected value. */
  offPolicyShare: number;
}

export const defaultGates: GateSettings = {
  minimumGain: 0,
  calibrationError: 0.02,
  calibrationSlack: 0.005,
  latencyMs: 5,
  latencyFactor: 1.5,
  coverageShare: 0.8,
  offPolicyShare: 0.95,
};

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
  const metrics = metricsOf(candidate.report);
  const against = champion === undefined ? heuristicName : referenceOf(champion.version);
  const gates = [
    quality(metrics, against, settings),
    calibration(metrics, champion, settings),
    latency(candidate, champion, settings),
    coverage(metrics, against, settings),
  ];
  const policy = offPolicy(metrics, settings);
  return policy === undefined ? gates : [...gates, policy];
}

/** What a refusal tells: each gate that failed and by how much. */
export function describeRefusal(gates: readonly GateResult[]): string {
  return gates
    .filter(({ passed }) => !passed)
    .map(({ name, detail }) => `${name}: ${detail}`)
    .join('; ');
}

function quality(
  metrics: RankerMetrics | undefined,
  against: string,
  { minimumGain }: GateSettings,
): GateResult {
  const gate = { name: 'quality', threshold: minimumGain, rule: 'above' as const };
  const comparison = metrics?.comparisons.find((one) => one.method === 'ranker' && one.against === against);
  const difference = comparison?.difference;
  if (metrics === undefined || difference == null) {
    const why =
      metrics === undefined
        ? 'it was never evaluated on a held-out window here'
        : comparison === undefined
          ? `it was not compared with ${against}, which serves now; train again`
          : `its difference to ${against} has no interval; the held-out window is too small`;
    return { ...gate, passed: false, value: null, detail: why };
  }
  const passed = difference.low > minimumGain;
  const interval = `NDCG@${metrics.k} ${signed(difference.mean)} against ${against}, 95 % interval ${signed(difference.low)} to ${signed(difference.high)}`;
  const by = passed
    ? ''
    : `; the lower end must be above ${minimumGain}, short by ${short(minimumGain - difference.low)}`;
  return { ...gate, passed, value: difference.low, detail: interval + by };
}

function calibration(
  metrics: RankerMetrics | undefined,
  champion: Judged | undefined,
  { calibrationError, calibrationSlack }: GateSettings,
): GateResult {
  const before = champion?.version.summary.expectedCalibrationError;
  const threshold = Math.max(calibrationError, (before ?? 0) + calibrationSlack);
  const value = metrics?.probabilities.expectedCalibrationError ?? null;
  const passed = value !== null && value <= threshold;
  const detail =
    value === null
      ? 'its calibration was never measured here'
      : `expected calibration error ${short(value)}, at most ${short(threshold)}${passed ? '' : `, over by ${short(value - threshold)}`}`;
  return { name: 'calibration', passed, value, threshold, rule: 'atMost', detail };
}

function latency(candidate: Judged, champion: Judged | undefined, settings: GateSettings): GateResult {
  const threshold = Math.max(settings.latencyMs, settings.latencyFactor * (champion?.latencyMs ?? 0));
  const value = candidate.latencyMs ?? null;
  const passed = value !== null && value <= threshold;
  const detail =
    value === null
      ? 'its latency was not measured'
      : `p99 ${short(value)} ms for ${latencyRows} rows, at most ${short(threshold)} ms${passed ? '' : `, over by ${short(value - threshold)} ms`}`;
  return { name: 'latency', passed, value, threshold, rule: 'atMost', detail };
}

function coverage(
  metrics: RankerMetrics | undefined,
  against: string,
  { coverageShare }: GateSettings,
): GateResult {
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
    };
  }
  const threshold = coverageShare * before;
  const passed = value >= threshold;
  const detail = `its lists hold ${percent(value)} of the catalog, ${against}'s ${percent(before)}; at least ${percent(threshold)} is needed${passed ? '' : `, short by ${percent(threshold - value)}`}`;
  return { ...gate, passed, value, threshold, detail };
}

/**
 * The value that re-ranking the logged slates would have had, gains weighted by the inverse of propensity and
 * examination (Agarwal et al., WSDM 2019), against the slates as they were served. Absent without decisions.
 */
function offPolicy(
  metrics: RankerMetrics | undefined,
  { offPolicyShare }: GateSettings,
): GateResult | undefined {
  const own = metrics?.methods.find(({ name }) => name === 'ranker')?.correctedNdcg;
  const served = metrics?.methods.find(({ name }) => name === 'served')?.correctedNdcg;
  if (own == null || served == null) return undefined;
  const threshold = offPolicyShare * served.mean;
  const passed = own.low >= threshold;
  const detail = `propensity-weighted NDCG ${short(own.mean)}, lower end ${short(own.low)}; the served slates had ${short(served.mean)}, at least ${short(threshold)} is needed${passed ? '' : `, short by ${short(threshold - own.low)}`}`;
  return { name: 'offPolicy', passed, value: own.low, threshold, rule: 'atLeast', detail };
}

function metricsOf({ metrics }: ModelReport): RankerMetrics | undefined {
  return Array.isArray(metrics.comparisons) ? (metrics as unknown as RankerMetrics) : undefined;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
const signed = (value: number): string => `${value >= 0 ? '+' : ''}${short(value)}`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
