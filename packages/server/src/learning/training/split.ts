import { type AppError, type FieldError, refusal } from '../../errors.ts';
import type { SplitRequest } from './request.ts';

export type Part = 'train' | 'validation' | 'test';

/** Time windows of the parts, epoch ms, from inclusive, to exclusive; groups in between belong to none. */
export type SplitWindows = Record<Part, { from: number; to: number }>;

const day = 86_400_000;
const defaultShare = 0.15;

/**
 * Splits by time, as a deployed model meets only what comes after it: training, a gap, validation, a gap,
 * test. Groups are never divided.
 * @param times epoch ms of the groups, in any order
 * @param windowHours the attribution window, which the gap must cover lest labels of one part hold what
 *   happened in the next
 * @throws AppError `unprocessable` when a part would be empty
 */
export function splitByTime(times: Float64Array, windowHours: number, split: SplitRequest): SplitWindows {
  if (times.length === 0) throw tooFew('nothingToLearn', 'there is nothing to learn from');
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  const span = last - first;
  const test = split.testDays === undefined ? span * defaultShare : split.testDays * day;
  const validation = split.validationDays === undefined ? test : split.validationDays * day;
  const gap = Math.max(windowHours * 3_600_000, (split.gapDays ?? 0) * day);
  const end = last + 1;
  const testFrom = Math.max(end - test, split.notBefore ?? 0);
  const validationTo = testFrom - gap;
  const validationFrom = validationTo - validation;
  const trainTo = validationFrom - gap;
  const trainFrom = split.trainDays === undefined ? first : Math.max(first, trainTo - split.trainDays * day);
  const windows: SplitWindows = {
    train: window(trainFrom, trainTo),
    validation: window(validationFrom, validationTo),
    test: window(testFrom, end),
  };
  const counts = { train: 0, validation: 0, test: 0 };
  for (const time of times) {
    const part = partOf(windows, time);
    if (part !== undefined) counts[part]++;
  }
  const late =
    split.notBefore !== undefined && testFrom === split.notBefore
      ? `, of which only those since ${new Date(testFrom).toISOString()} were not learnt from`
      : '';
  for (const part of ['train', 'validation', 'test'] as const) {
    if (counts[part] < 2) {
      throw tooFew(
        'tooFewGroups',
        `the ${part} part has ${counts[part]} of ${times.length} groups over ${(span / day).toFixed(1)} days${late}; it needs 2 or more`,
        { part, count: counts[part], groups: times.length, days: Math.round(span / (day / 10)) / 10 },
      );
    }
  }
  return windows;
}

/** Whole milliseconds, as times are and as stores ask for; no time changes sides. */
const window = (from: number, to: number) => ({ from: Math.ceil(from), to: Math.ceil(to) });

/** The part that a group of this time belongs to; undefined in a gap or before training begins. */
export function partOf(windows: SplitWindows, time: number): Part | undefined {
  for (const part of ['train', 'validation', 'test'] as const) {
    if (time >= windows[part].from && time < windows[part].to) return part;
  }
  return undefined;
}

function tooFew(reason: string, why: string, params: FieldError['params'] = {}): AppError {
  const message = `${why}; wait for more data, or set split to shorter parts`;
  return refusal('unprocessable', reason, message, params);
}
