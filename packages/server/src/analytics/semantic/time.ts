import type { Granularity, Period } from './query.ts';

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_419_200_000 };
export const rollupSteps = ['day', 'hour', 'minute'] as const;
export type RollupStep = (typeof rollupSteps)[number];

/** Steps that a range has at most. */
export function maxSteps(from: number, to: number, granularity: Granularity): number {
  return Math.ceil((to - from) / unitMs[granularity]) + 1;
}

/** The start of the step that holds a time, as text; `time` is SQL, {timeZone} a parameter. */
export function stepSql(granularity: Granularity, time: string): string {
  const zone = '{timeZone:String}';
  switch (granularity) {
    case 'minute':
      return isoSql(`toStartOfMinute(${time}, ${zone})`);
    case 'hour':
      return isoSql(`toStartOfHour(${time}, ${zone})`);
    case 'day':
      return `toString(toDate(${time}, ${zone}))`;
    case 'week':
      return `toString(toMonday(${time}, ${zone}))`;
    case 'month':
      return `toString(toStartOfMonth(${time}, ${zone}))`;
  }
}

function isoSql(time: string): string {
  return `formatDateTime(${time}, '%Y-%m-%dT%H:%i:%SZ', 'UTC')`;
}

/** A statement whose single row holds every step of [from, to) in order, also those without events. */
export function stepsStatement(granularity: Granularity): string {
  const zone = '{timeZone:String}';
  const start = "fromUnixTimestamp64Milli({from:Int64}, 'UTC')";
  const end = "fromUnixTimestamp64Milli({to:Int64} - 1, 'UTC')";
  if (granularity === 'minute' || granularity === 'hour') {
    const [floor, unit] =
      granularity === 'minute'
        ? (['toStartOfMinute', 'Minutes'] as const)
        : (['toStartOfHour', 'Hours'] as const);
    const first = `${floor}(${start}, ${zone})`;
    const count = `dateDiff('${granularity}', ${first}, ${floor}(${end}, ${zone})) + 1`;
    return `SELECT arrayMap(i -> ${isoSql(`add${unit}(${first}, i)`)}, range(toUInt32(${count}))) AS steps`;
  }
  const [floor, add] = {
    day: ['toDate32', 'addDays'],
    week: ['toMonday', 'addWeeks'],
    month: ['toStartOfMonth', 'addMonths'],
  }[granularity];
  const first = `${floor}(${start}, ${zone})`;
  const count = `dateDiff('${granularity}', ${first}, ${floor}(${end}, ${zone})) + 1`;
  const step = `${add}(${first}, i)`;
  // The engine's week of 1970-01-01 begins that Thursday: there is no day before.
  const own = granularity === 'week' ? `toMonday(${step})` : step;
  return `SELECT arrayMap(i -> toString(${own}), range(toUInt32(${count}))) AS steps`;
}

/** True when sums by `step` (UTC) can be cut at `from` and `to`, and put into steps of the zone. */
export function stepFits(
  step: RollupStep,
  range: { from: number; to: number },
  timeZone: string,
  needsZone: boolean,
): boolean {
  const unit = unitMs[step];
  if (range.from < 0 || range.from % unit !== 0 || range.to % unit !== 0) return false;
  return !needsZone || offsets(timeZone, range).every((offset) => offset % unit === 0);
}

/** The zone's offsets from UTC in the range, ms: at its ends and twice a month between. */
function offsets(timeZone: string, { from, to }: { from: number; to: number }): number[] {
  const format = zoneFormat(timeZone);
  const found = new Set<number>();
  const half = 15 * unitMs.day;
  for (let at = from; at < to; at += half) found.add(offsetAt(format, at));
  found.add(offsetAt(format, to));
  return [...found];
}

/**
 * The period that ends where this one begins: whole days of the zone are as many days before, whole months by month
 * as many months, whatever clocks were changed meanwhile; anything else is as long.
 */
export function previousPeriod({ from, to }: Period, timeZone: string, granularity?: Granularity): Period {
  const format = zoneFormat(timeZone);
  const [first, end] = [from, to].map((at) => new Date(at + offsetAt(format, at)));
  if ([first, end].some((local) => local.getTime() % unitMs.day !== 0))
    return { from: 2 * from - to, to: from };
  const months = (local: Date) => local.getUTCFullYear() * 12 + local.getUTCMonth();
  const whole = granularity === 'month' && first.getUTCDate() === 1 && end.getUTCDate() === 1;
  const before = whole
    ? Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - (months(end) - months(first)))
    : 2 * first.getTime() - end.getTime();
  // Twice, as the offset is that of the instant sought and not of midnight in UTC.
  const guess = before - offsetAt(format, before);
  return { from: before - offsetAt(format, guess), to: from };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
    // Requests name the zones; there are some six hundred.
    if (formats.size < 1000) formats.set(timeZone, format);
  }
  return format;
}

/** From `GMT-03:00`, `GMT+05:30`, `GMT`. */
function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name);
  if (match === null) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}
