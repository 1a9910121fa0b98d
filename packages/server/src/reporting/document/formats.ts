import type { Locale, Unit } from './document.ts';

export interface Formats {
  number(value: number, unit?: Unit): string;
  /** For axes: short. */
  short(value: number, unit?: Unit): string;
  date(at: number): string;
  time(at: number): string;
  /** A tick of a time axis whose span is `spanMs`. */
  tick(at: number, spanMs: number): string;
}

const dayMs = 86_400_000;
/** Two decimals, or four digits where that says more: what models and policies measure lies near zero. */
const precise = {
  maximumFractionDigits: 2,
  maximumSignificantDigits: 4,
  roundingPriority: 'morePrecision',
} as const;

/** How values are written for a reader. Formatters are made once: making one costs more than using it. */
export function createFormats(locale: Locale, timeZone: string): Formats {
  const numbers = new Map<string, Intl.NumberFormat>();
  const numberFormat = (unit: Unit, short: boolean) => {
    const key = `${unit.style} ${unit.currency ?? ''} ${short}`;
    let format = numbers.get(key);
    if (format === undefined) {
      const compact = short ? ({ notation: 'compact', maximumFractionDigits: 1 } as const) : {};
      const money =
        unit.currency === undefined ? {} : ({ style: 'currency', currency: unit.currency } as const);
      const own = {
        number: short ? compact : precise,
        percent: { style: 'percent', maximumFractionDigits: 2 },
        currency: { ...money, minimumFractionDigits: short ? 0 : 2, maximumFractionDigits: 2, ...compact },
      } as const;
      format = new Intl.NumberFormat(locale, own[unit.style]);
      numbers.set(key, format);
    }
    return format;
  };
  const times = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const date = times({ dateStyle: 'medium' });
  const time = times({ dateStyle: 'medium', timeStyle: 'short' });
  const day = times({ day: 'numeric', month: 'short' });
  const hour = times({ hour: '2-digit', minute: '2-digit' });
  const month = times({ month: 'short', year: 'numeric' });
  const plain: Unit = { style: 'number' };
  return {
    number: (value, unit = plain) => numberFormat(unit, false).format(value),
    short: (value, unit = plain) => numberFormat(unit, true).format(value),
    date: (at) => date.format(at),
    time: (at) => time.format(at),
    tick: (at, span) => (span <= 2 * dayMs ? hour : span > 400 * dayMs ? month : day).format(at),
  };
}
