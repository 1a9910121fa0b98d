/** Every zone's offset is a whole number of quarter hours since 1972, and changes at a quarter hour. */
const quarter = 15 * 60_000;
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export interface LocalTime {
  /** 0..23 */
  hour: number;
  /** 1 = Monday … 7 = Sunday */
  weekday: number;
}

/** A function from epoch ms to hour and weekday in a zone. It remembers the last quarter hour: `Intl` is slow. */
export function localTime(timeZone: string): (at: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  let known = Number.NaN;
  const local: LocalTime = { hour: 0, weekday: 1 };
  return (at) => {
    const slot = Math.floor(at / quarter);
    if (slot === known) return local;
    known = slot;
    for (const { type, value } of format.formatToParts(slot * quarter)) {
      if (type === 'hour') local.hour = Number(value);
      else if (type === 'weekday') local.weekday = weekdays.indexOf(value) + 1;
    }
    return local;
  };
}
