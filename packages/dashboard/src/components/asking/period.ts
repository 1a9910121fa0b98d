/** Periods as they stand in addresses: `30d` to now, or `2026-01-01..2026-01-31`, both days included. */
export const presets = ['1d', '7d', '30d', '90d', '365d'] as const;

const dayMs = 86_400_000;

export interface Range {
  /** RFC 3339; included. */
  from: string;
  /** Not included. */
  to: string;
}

/**
 * The range of a period in the zone. Days begin at the zone's midnight, today is among them; `1d` is the last 24
 * hours, up to the end of this hour. What is no period is read as `fallback`.
 */
export function rangeOf(period: string, timeZone: string, now: number, fallback = '30d'): Range {
  const days = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(period);
  if (days?.slice(1).every((day) => !Number.isNaN(Date.parse(day)))) {
    const [from, to] = [midnight(days[1], timeZone), midnight(nextDay(days[2]), timeZone)];
    return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  }
  const length = /^(\d{1,4})d$/.exec(period);
  const count = length === null ? Number.parseInt(fallback, 10) : Number(length[1]);
  if (count === 1) {
    const to = Math.ceil((now + 1) / 3_600_000) * 3_600_000;
    return { from: new Date(to - dayMs).toISOString(), to: new Date(to).toISOString() };
  }
  const today = dayIn(timeZone, now);
  const first = new Date(Date.parse(today) - (count - 1) * dayMs).toISOString().slice(0, 10);
  return {
    from: new Date(midnight(first, timeZone)).toISOString(),
    to: new Date(midnight(nextDay(today), timeZone)).toISOString(),
  };
}

/** The days of a range as a custom period's. */
export function daysOf({ from, to }: Range, timeZone: string): [first: string, last: string] {
  return [dayIn(timeZone, Date.parse(from)), dayIn(timeZone, Date.parse(to) - 1)];
}

/** `YYYY-MM-DD` of an instant. */
export function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);
}

/** When a day begins in a zone, epoch ms. Where clocks skip midnight, some minutes around it. */
function midnight(day: string, timeZone: string): number {
  const utc = Date.parse(day);
  const guess = utc - offset(timeZone, utc);
  return utc - offset(timeZone, guess);
}

/** The zone's distance from UTC, ms. */
function offset(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    ...([
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    ] as const),
  );
  return local - Math.floor(at / 1000) * 1000;
}
