import type { Granularity } from '../../api/analytics.ts';
import type { Language } from '../../i18n/language.ts';

/** Steps of time as answers name them, on an axis and in words. */
export interface Steps {
  /** Epoch ms on an axis: for days, weeks and months the reader's own midnight, where axes have their ticks. */
  at(date: string): number;
  /** The same for a place on the axis. */
  write(at: number): string;
  text(date: string): string;
}

export function stepsOf(granularity: Granularity, language: Language, timeZone: string): Steps {
  const whole = granularity !== 'minute' && granularity !== 'hour';
  const format = new Intl.DateTimeFormat(
    language,
    whole
      ? granularity === 'month'
        ? { year: 'numeric', month: 'short' }
        : { day: 'numeric', month: 'short', year: '2-digit' }
      : { timeZone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  );
  const at = (date: string) => (whole ? new Date(`${date}T00:00:00`).getTime() : Date.parse(date));
  return { at, write: (time) => format.format(time), text: (date) => format.format(at(date)) };
}
