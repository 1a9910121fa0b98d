const millisecondsPerDay = 86_400_000;

/**
 * Parses an RFC 3339 date-time (upper or lower case `T` and `Z`, any fraction, any offset) to epoch
 * milliseconds, NaN when it is none. Unlike `Date.parse` it takes nothing else and knows how long months are.
 */
export function parseDateTime(text: string): number {
  const length = text.length;
  if (length < 20 || length > 40) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const t = text.charCodeAt(10) | 0x20;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || t !== 116) return Number.NaN;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return Number.NaN;
  // A negative part is not a number; second 60 is a leap second.
  if ((year | month | day | hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 60)
    return Number.NaN;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;

  let at = 19;
  let fraction = 0;
  if (text.charCodeAt(at) === 46) {
    let scale = 100;
    const start = ++at;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      fraction += digit * scale;
      scale /= 10;
    }
    if (at === start) return Number.NaN;
  }
  const local =
    daysFromCivil(year, month, day) * millisecondsPerDay +
    hour * 3_600_000 +
    minute * 60_000 +
    second * 1000 +
    Math.floor(fraction);
  const zone = text.charCodeAt(at);
  if ((zone | 0x20) === 122) return at + 1 === length ? local : Number.NaN;
  if ((zone !== 43 && zone !== 45) || at + 6 !== length || text.charCodeAt(at + 3) !== 58) return Number.NaN;
  const offsetHours = digits(text, at + 1, 2);
  const offsetMinutes = digits(text, at + 4, 2);
  if ((offsetHours | offsetMinutes) < 0 || offsetHours > 23 || offsetMinutes > 59) return Number.NaN;
  const offset = (offsetHours * 60 + offsetMinutes) * 60_000;
  return zone === 43 ? local - offset : local + offset;
}

/** Epoch milliseconds, or an RFC 3339 text; NaN when it is neither. */
export function parseTimestamp(value: string | number): number {
  return typeof value === 'number' ? Math.floor(value) : parseDateTime(value);
}

function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const digit = text.charCodeAt(at + i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
