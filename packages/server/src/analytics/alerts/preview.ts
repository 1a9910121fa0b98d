import type { AnalyticsService } from '../semantic/index.ts';
import { type MetricWatch, stepMs } from './definition.ts';
import { historyOf, type Judged, judge } from './judge.ts';
import { type Episode, episodesOf } from './progress.ts';
import { readSeries } from './read-series.ts';

export interface AlertPreview {
  /** Oldest first; thinned so that a chart can draw them, breaches kept. */
  points: Judged[];
  episodes: Episode[];
  /** Periods judged. */
  periods: number;
}

const spanMs = 30 * stepMs.day;
const mostPoints = 1500;

/** When an alert would have fired in the last 30 days. */
export async function previewAlert(
  analytics: Pick<AnalyticsService, 'query'>,
  watch: MetricWatch,
  now: number,
): Promise<AlertPreview> {
  const periods = spanMs / stepMs[watch.step];
  const history = historyOf(watch);
  const { points } = await readSeries(analytics, watch, periods + history, now);
  const judged = judge(watch, points, Math.max(0, points.length - periods));
  return { points: thin(judged), episodes: episodesOf(judged, watch), periods: judged.length };
}

/** One point of each run of as many: a breach where there is one, else the last. */
function thin(judged: readonly Judged[]): Judged[] {
  const run = Math.ceil(judged.length / mostPoints);
  if (run <= 1) return [...judged];
  const kept: Judged[] = [];
  for (let i = 0; i < judged.length; i += run) {
    const some = judged.slice(i, i + run);
    kept.push(some.find(({ breach }) => breach === true) ?? some[some.length - 1]);
  }
  return kept;
}
