const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `90s`, `30m`, `12h` or `7d` (whole number, at least 1, at most ten years); undefined for anything else. */
export function parseDuration(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const match = /^([1-9]\d{0,8})([smhd])$/.exec(text);
  if (match === null) return undefined;
  const milliseconds = Number(match[1]) * units[match[2] as keyof typeof units];
  return milliseconds <= 3_650 * units.d ? milliseconds : undefined;
}

/** Milliseconds of a duration that validation let through. */
export function milliseconds(text: string): number {
  const value = parseDuration(text);
  if (value === undefined) throw new Error(`not a duration: ${JSON.stringify(text)}`);
  return value;
}

/** The windows that definitions may use, shortest first. */
export const windows = ['1h', '1d', '7d', '30d', '90d'] as const;

/** Milliseconds of each window, in the same order. */
export const windowMilliseconds: readonly number[] = windows.map(milliseconds);

/** Nothing older than the longest window is kept in histories. */
export const horizon = windowMilliseconds[windowMilliseconds.length - 1];
