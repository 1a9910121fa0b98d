import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const dayMs = 86_400_000;

/** The number of a UTC day, `YYYY-MM-DD`, counted from 1970: for an axis whose steps are whole days. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
}

/** Writes a day's number as its date, "Nov 6"; empty between two days. Days of experiments are UTC. */
export function useDay(): (day: number) => string {
  const language = useTranslation().i18n.language;
  return useMemo(() => {
    const date = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'short', day: 'numeric' });
    return (day) => (Number.isInteger(day) ? date.format(day * dayMs) : '');
  }, [language]);
}
