/** An instant as a field for date and time wants it (`2026-01-31T14:05`), in a zone. */
export function toField(at: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    formats.set(timeZone, format);
  }
  return format.format(at).replace(' ', 'T');
}

/** The instant, epoch ms, that a field names in a zone; NaN for what is no time. Where clocks skip, an hour beside it. */
export function fromField(text: string, timeZone: string): number {
  const utc = Date.parse(`${text}Z`);
  if (Number.isNaN(utc)) return utc;
  const offsetAt = (at: number) => Date.parse(`${toField(at, timeZone)}Z`) - Math.floor(at / 60_000) * 60_000;
  return utc - offsetAt(utc - offsetAt(utc));
}

const formats = new Map<string, Intl.DateTimeFormat>();
