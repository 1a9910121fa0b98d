import type { Language } from '../i18n/language.ts';

/** Numbers, money and times as the reader's language and zone write them. Missing values become an en dash. */
export interface Format {
  timeZone: string;
  /** 12.4K; exact below 10,000. */
  count(value: number | null | undefined): string;
  /** Every digit, at most three decimals. */
  exact(value: number | null | undefined): string;
  /** Always so many decimals, so that a column lines up. */
  fixed(value: number | null | undefined, digits: number): string;
  /** 0.0321 → 3.2%: two significant digits. */
  percent(rate: number | null | undefined): string;
  /** The same with its sign, for changes. */
  change(rate: number): string;
  money(value: number | null | undefined, currency: string | undefined): string;
  /** Milliseconds: 0.84 ms, 12 ms, 1.2 s. */
  duration(ms: number | null | undefined): string;
  /** Seconds as a span for people: 45 s, 12 min, 3 h, 5 days. */
  span(seconds: number): string;
  /** 14:03:22. */
  clock(at: number): string;
  /** Date and time with the zone's name. */
  dateTime(at: number): string;
  date(at: number): string;
  /** "3 minutes ago" under a day, the date otherwise. */
  relative(at: number, now: number): string;
  /** GMT-3, UTC… at that instant. */
  zoneName(at: number): string;
}

const none = '–';

export function createFormat(
  language: Language,
  timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): Format {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options);
  const exact = number({ maximumFractionDigits: 3 });
  const small = number({ maximumSignificantDigits: 3 });
  const whole = number({ maximumFractionDigits: 0 });
  const compact = number({ notation: 'compact', maximumSignificantDigits: 3 });
  const percent = number({ style: 'percent', minimumSignificantDigits: 2, maximumSignificantDigits: 2 });
  const wholePercent = number({ style: 'percent' });
  const change = number({ style: 'percent', maximumSignificantDigits: 2, signDisplay: 'exceptZero' });
  const unit = (name: string, display: 'short' | 'long' = 'short') =>
    number({ style: 'unit', unit: name, unitDisplay: display, maximumSignificantDigits: 2 });
  const units = {
    millisecond: unit('millisecond'),
    second: unit('second'),
    minute: unit('minute'),
    hour: unit('hour'),
    day: number({ style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 0 }),
  };
  const time = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options });
  const clock = time({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const dateTime = time({ dateStyle: 'medium', timeStyle: 'long' });
  const date = time({ dateStyle: 'medium' });
  const zone = time({ timeZoneName: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const fixedFormats = new Map<number, Intl.NumberFormat>();
  const decimals = (digits: number) => {
    const known = fixedFormats.get(digits);
    if (known) return known;
    const made = number({ minimumFractionDigits: digits, maximumFractionDigits: digits });
    fixedFormats.set(digits, made);
    return made;
  };
  const moneyFormats = new Map<string, Intl.NumberFormat>();

  const or = (write: (value: number) => string) => (value: number | null | undefined) =>
    value === null || value === undefined || !Number.isFinite(value) ? none : write(value);

  return {
    timeZone,
    count: or((value) => {
      const size = Math.abs(value);
      if (size >= 10_000) return compact.format(value);
      return size >= 100 || Number.isInteger(value) ? whole.format(value) : small.format(value);
    }),
    exact: or((value) => exact.format(value)),
    fixed: (value, digits) => or((known) => decimals(digits).format(known))(value),
    percent: or((rate) => (rate === 0 ? wholePercent : percent).format(rate)),
    change: (rate) => change.format(rate),
    money: (value, currency) =>
      or((amount) => {
        if (currency === undefined) return exact.format(amount);
        const large = Math.abs(amount) >= 10_000;
        const key = currency + large;
        let format = moneyFormats.get(key);
        if (!format) {
          format = number({
            style: 'currency',
            currency,
            currencyDisplay: 'narrowSymbol',
            ...(large ? { notation: 'compact', maximumSignificantDigits: 3 } : {}),
          });
          moneyFormats.set(key, format);
        }
        return format.format(amount);
      })(value),
    duration: or((ms) => (ms < 1_000 ? units.millisecond.format(ms) : units.second.format(ms / 1_000))),
    span: (seconds) => {
      if (seconds < 60) return units.second.format(seconds);
      if (seconds < 3_600) return units.minute.format(seconds / 60);
      if (seconds < 86_400) return units.hour.format(seconds / 3_600);
      return units.day.format(seconds / 86_400);
    },
    clock: (at) => clock.format(at),
    dateTime: (at) => dateTime.format(at),
    date: (at) => date.format(at),
    relative: (at, now) => {
      const seconds = Math.round((at - now) / 1_000);
      const size = Math.abs(seconds);
      if (size < 60) return relative.format(seconds, 'second');
      if (size < 3_600) return relative.format(Math.trunc(seconds / 60), 'minute');
      if (size < 86_400) return relative.format(Math.trunc(seconds / 3_600), 'hour');
      return date.format(at);
    },
    zoneName: (at) => zone.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? timeZone,
  };
}
