/** The last midnight at or before `at` in the zone; epoch ms. */
export function startOfDay(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const whole = Math.floor(at / 1000) * 1000;
  return whole - ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
}

/** `days` whole days up to the last midnight; `from` included, `to` not; epoch ms. */
export function lastDays(days: number, now: number, timeZone: string): { from: number; to: number } {
  const to = startOfDay(now, timeZone);
  // From the middle of a day, so that a day of 23 or 25 hours does not shift it.
  return { from: startOfDay(to - (days - 0.5) * 86_400_000, timeZone), to };
}
