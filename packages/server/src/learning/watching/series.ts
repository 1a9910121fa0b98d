import { AppError } from '../../errors.ts';
import { championAlias, type Models } from '../models.ts';
import { referenceOf } from '../registry/model-version.ts';
import { arrivedShare } from './arrived.ts';
import { calibrationLimit, rewardLimits } from './control-limits.ts';
import type { HourBucket } from './hour-bucket.ts';
import { hoursKept, type ModelMonitor } from './monitor.ts';
import type { Reference } from './reference.ts';
import { type WatchReport, watchReport } from './report.ts';
import type { Problem, Watch } from './watch.ts';

export interface SeriesQuery {
  /** Default: the champion. */
  version?: number;
  /** Epoch ms; default a week before `to`. */
  from?: number;
  /** Epoch ms; default now. */
  to?: number;
  /** Default: hours for up to three days, else days. */
  by?: 'hour' | 'day';
}

export interface WatchPoint {
  /** Epoch ms at which the hour or day (UTC) begins. */
  at: number;
  decisions: number;
  slots: number;
  clicks: number;
  conversions: number;
  value: number;
  clickedShare: number | null;
  /** Where the share may lie by chance; null without a baseline or decisions. */
  limits: { low: number; high: number } | null;
  /** Expected calibration error, and what it may be; null without probabilities. */
  calibrationError: number | null;
  calibrationLimit: number | null;
  delay: WatchReport['delay'];
  /** Of the scores. */
  psi: number | null;
  jensenShannon: number | null;
}

/** A feature through time; the arrays are as long as the points. Null: too few values to tell. */
export interface FeatureSeries {
  name: string;
  /** Over the whole range, by which the list is ordered; null when there were too few values. */
  psi: number | null;
  jensenShannon: number | null;
  missing: number | null;
  /** Share of missing values in the reference. */
  missingBefore: number;
  points: { psi: number | null; jensenShannon: number | null; missing: number | null }[];
}

export interface WatchSeries {
  /** `name@version`. */
  model: string;
  by: 'hour' | 'day';
  from: number;
  to: number;
  reference: Reference | null;
  /** The share that the limits lie about: before it became champion, or its own over the range. */
  baseline: { of: 'before' | 'own'; share: number; decisions: number } | null;
  points: WatchPoint[];
  features: FeatureSeries[];
  problems: Problem[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Points of an answer at most. */
const mostPoints = 400;

/**
 * How a version fared, hour by hour or day by day.
 * @throws AppError `not_found`, `invalid_request` for a range that is empty, too long, or beyond what hours are kept for
 */
export function watchSeries(
  { models, monitor, watch, now }: { models: Models; monitor: ModelMonitor; watch: Watch; now(): number },
  name: string,
  query: SeriesQuery,
): WatchSeries {
  const { registry } = models;
  const alias = registry.alias(name, championAlias);
  registry.versions(name);
  const version = query.version ?? alias?.version;
  if (version === undefined) {
    throw new AppError('not_found', `${name} has no champion to watch; set one, or name a version`);
  }
  const target = registry.get(name, version);
  const model = referenceOf(target);
  const { from, to, by } = rangeOf(query, now());
  const unit = by === 'hour' ? hourMs : dayMs;
  const [first, end] = [Math.floor(from / unit), Math.ceil(to / unit)];
  const buckets = by === 'hour' ? monitor.hours(model, first, end) : monitor.days(model, first, end);
  const reference = monitor.reference(model);
  const whole = watchReport(buckets, reference);
  const isChampion = alias?.version === version;
  const before = isChampion ? watch.before(name, alias) : null;
  const baseline = baselineOf(before, whole);
  const registered = target.summary.expectedCalibrationError ?? 0;
  const { delays } = before ?? whole;
  const arrived = buckets.map((bucket) => arrivedShare([bucket], delays, 0, now(), unit));
  const reports = buckets.map((bucket) => watchReport([bucket], reference));
  return {
    ...{ model, by, from: first * unit, to: end * unit, reference, baseline },
    points: reports.map((report, i) => ({
      ...pointOf(buckets[i], report),
      limits:
        baseline === null || report.followed === 0
          ? null
          : limitsOf(baseline, report.followed, watch.control.sigmas, arrived[i]),
      calibrationLimit:
        report.calibration.error === null
          ? null
          : calibrationLimit(report.calibration, registered, watch.control, arrived[i]),
    })),
    features: reference === null ? [] : featureSeries(reference, whole, reports),
    problems: isChampion ? watch.problems(name) : [],
  };
}

function rangeOf(query: SeriesQuery, now: number): { from: number; to: number; by: 'hour' | 'day' } {
  const to = query.to ?? now;
  const from = query.from ?? to - 7 * dayMs;
  if (!(from < to)) {
    throw new AppError('invalid_request', 'from must lie before to', {
      errors: [{ path: '/from', message: 'must lie before to' }],
    });
  }
  const by = query.by ?? (to - from <= 3 * dayMs ? 'hour' : 'day');
  const points = Math.ceil((to - from) / (by === 'hour' ? hourMs : dayMs));
  if (points > mostPoints) {
    throw new AppError(
      'invalid_request',
      `from and to must span at most ${mostPoints} ${by}s, got ${points}${by === 'hour' ? '; ask by day' : ''}`,
    );
  }
  if (by === 'hour' && from < now - hoursKept * hourMs) {
    throw new AppError(
      'invalid_request',
      `hours are kept for ${hoursKept / 24} days; ask by day for what is older`,
    );
  }
  return { from, to, by };
}

function baselineOf(before: WatchReport | null, own: WatchReport): WatchSeries['baseline'] {
  if (before?.clickedShare != null) {
    return { of: 'before', share: before.clickedShare, decisions: before.followed };
  }
  return own.clickedShare === null ? null : { of: 'own', share: own.clickedShare, decisions: own.followed };
}

/** While clicks are still to come the share may lie lower, but not higher than usual. */
function limitsOf(
  { share, decisions: before }: NonNullable<WatchSeries['baseline']>,
  decisions: number,
  sigmas: number,
  arrived: number,
): NonNullable<WatchPoint['limits']> {
  const { low } = rewardLimits(share * arrived, before, decisions, sigmas);
  return { low, high: rewardLimits(share, before, decisions, sigmas).high };
}

function pointOf({ hour }: HourBucket, report: WatchReport): Omit<WatchPoint, 'limits' | 'calibrationLimit'> {
  const { decisions, slots, clicks, conversions, value, clickedShare, calibration, delay, scores } = report;
  return {
    at: hour * hourMs,
    ...{ decisions, slots, clicks, conversions, value, clickedShare, delay },
    calibrationError: calibration.error,
    psi: scores?.psi ?? null,
    jensenShannon: scores?.jensenShannon ?? null,
  };
}

function featureSeries(
  { features, shares }: Reference,
  whole: WatchReport,
  reports: readonly WatchReport[],
): FeatureSeries[] {
  const of = (report: WatchReport, name: string) => report.features.find((one) => one.name === name);
  const value = (drift: ReturnType<typeof of>) => ({
    psi: drift?.psi ?? null,
    jensenShannon: drift?.jensenShannon ?? null,
    missing: drift?.missing ?? null,
  });
  return features
    .map((name, i) => ({
      name,
      ...value(of(whole, name)),
      missingBefore: shares[i].at(-1) ?? 0,
      points: reports.map((report) => value(of(report, name))),
    }))
    .sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1));
}
