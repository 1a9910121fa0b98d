/** Aborts with `signal`, or so many seconds from now; undefined: never by itself. */
export function stopAfter(seconds: number | undefined, signal: AbortSignal): AbortSignal {
  return seconds === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
}
