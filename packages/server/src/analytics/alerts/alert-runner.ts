import { AppError } from '../../errors.ts';
import type { AnalyticsService } from '../semantic/index.ts';
import { keepRecent, note, type StoredAlert } from './alert-state.ts';
import { type MetricWatch, type ProblemWatch, stepMs } from './definition.ts';
import { historyOf, judge } from './judge.ts';
import type { MessageKind } from './message.ts';
import { keyOf, type Problem, type ProblemSources } from './problem-sources.ts';
import { advance, type Progress } from './progress.ts';
import { readSeries, type SeriesRead } from './read-series.ts';

export interface RunnerOptions {
  analytics: Pick<AnalyticsService, 'query'>;
  problems: ProblemSources;
  tell(alert: StoredAlert, kind: MessageKind, detail?: string): void;
}

/** Periods made up for after the server was down; what lies further back is not judged. */
const mostMissed = { minute: 720, hour: 168, day: 31 };
/** How far events may be behind before an alert says that it cannot be judged. */
const mostBehindMs = 15 * 60_000;

/** Whether a look at the series can find a whole period that was not judged yet. */
export function isDue(watch: MetricWatch, judgedTo: number, now: number): boolean {
  if (judgedTo === 0) return true;
  // A day may be an hour shorter.
  const slack = watch.step === 'day' ? stepMs.hour : 0;
  return now >= judgedTo + 2 * stepMs[watch.step] - slack;
}

/** Judges the periods that ended since the last look, and tells of what changed by the newest: once, however many. */
export async function judgeMetric(
  alert: StoredAlert,
  watch: MetricWatch,
  now: number,
  options: RunnerOptions,
  stillThere: () => boolean,
): Promise<boolean> {
  const { state } = alert;
  const missed =
    state.judgedTo === 0
      ? watch.forPeriods
      : Math.min(mostMissed[watch.step], Math.ceil((now - state.judgedTo) / stepMs[watch.step]));
  const count = Math.max(1, missed);
  let read: SeriesRead;
  try {
    read = await readSeries(options.analytics, watch, count + historyOf(watch), now);
  } catch (error) {
    if (!stillThere()) return false;
    // Only our own words are shown; others may quote what nobody should read.
    const why = error instanceof AppError ? error.message : 'the question could not be answered';
    return fail(alert, why, now, options);
  }
  if (!stillThere()) return false;
  const { points, freshAsOf } = read;
  if (now - freshAsOf > mostBehindMs) {
    const why = `events can be read up to ${new Date(freshAsOf).toISOString()} only`;
    return fail(alert, why, now, options);
  }
  const recovered = state.error !== null;
  state.error = null;
  const newest = points.length - count;
  const first = Math.max(
    0,
    state.judgedTo === 0 ? newest : points.findIndex(({ at }) => at > state.judgedTo),
  );
  if (points.length === 0 || points[points.length - 1].at <= state.judgedTo) return recovered;
  const judged = judge(watch, points, first);
  const before = state.progress.state;
  let progress = state.progress;
  for (const point of judged) {
    const next = advance(progress, point.breach, watch);
    if (next.state !== progress.state) {
      state.since = point.at + stepMs[watch.step];
      note(state, next.state, state.since, point.value);
    }
    progress = next;
  }
  keepRecent(state, judged);
  state.judgedTo = judged[judged.length - 1].at;
  move(alert, before, progress, options);
  return true;
}

/** Looks for problems of what is watched. Tells when the first comes, when others join it, and when all are over. */
export async function judgeProblems(
  alert: StoredAlert,
  { kind, subject }: ProblemWatch,
  now: number,
  options: RunnerOptions,
  stillThere: () => boolean,
): Promise<boolean> {
  const { state, definition } = alert;
  let found: Problem[];
  try {
    found = (await options.problems[kind]()).filter((one) => subject === null || one.subject === subject);
  } catch (error) {
    if (!stillThere()) return false;
    return fail(alert, error instanceof AppError ? error.message : 'it could not be looked at', now, options);
  }
  if (!stillThere()) return false;
  const recovered = state.error !== null;
  state.error = null;
  const known = new Set(state.problems ?? []);
  const joined = found.filter((one) => !known.has(keyOf(one)));
  const before = state.progress.state;
  const progress = advance(state.progress, found.length > 0, { forPeriods: 1, recoverPeriods: 1 });
  const changed = progress.state !== before;
  state.problems = found.map(keyOf);
  if (!changed && (joined.length === 0 || before !== 'firing')) {
    const gone = known.size !== found.length;
    state.progress = progress;
    return recovered || gone;
  }
  const detail = (changed ? found : joined)
    .map((one) => `${one.subject}: ${one.words[definition.locale]}`)
    .join('; ');
  if (changed) state.since = now;
  note(state, progress.state, now, found.length, detail);
  if (changed) move(alert, before, progress, options, detail);
  else {
    // Whoever looks after the others has not seen these.
    state.progress = progress;
    state.acknowledged = null;
    state.told = state.snoozedUntil === null;
    if (state.told) options.tell(alert, 'firing', detail);
  }
  return true;
}

function move(
  alert: StoredAlert,
  before: Progress['state'],
  progress: Progress,
  options: RunnerOptions,
  detail = '',
): void {
  const { state } = alert;
  state.progress = progress;
  if (progress.state === before) return;
  if (before === 'firing') state.acknowledged = null;
  const asleep = state.snoozedUntil !== null;
  if (progress.state === 'firing') {
    if (asleep) return;
    state.told = true;
    options.tell(alert, 'firing', detail);
  } else if (before === 'firing') {
    if (state.told) options.tell(alert, progress.state, detail);
    state.told = false;
  } else if (progress.state === 'noData' && !asleep) options.tell(alert, 'noData', detail);
}

/** An alert whose snooze has passed tells what it kept to itself. */
export function wake(alert: StoredAlert, now: number, options: RunnerOptions): boolean {
  const { state } = alert;
  if (state.snoozedUntil === null || state.snoozedUntil > now) return false;
  state.snoozedUntil = null;
  note(state, 'woken', now);
  if (state.progress.state === 'firing' && !state.told && alert.definition.enabled) {
    state.told = true;
    options.tell(alert, 'firing', state.history.findLast(({ kind }) => kind === 'firing')?.detail);
  }
  return true;
}

function fail(alert: StoredAlert, why: string, now: number, options: RunnerOptions): boolean {
  const { state } = alert;
  const known = state.error !== null;
  state.error = why.slice(0, 500);
  if (known) return false;
  note(state, 'error', now, null, why);
  if (state.snoozedUntil === null) options.tell(alert, 'error', why);
  return true;
}
