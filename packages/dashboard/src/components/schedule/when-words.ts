import { useTranslation } from 'react-i18next';
import { readCron, weekdayName } from './when.ts';

/** Writes a schedule's pattern in words. */
export function useWhenWords(): (cron: string) => string {
  const { t, i18n } = useTranslation();
  return (cron) => {
    const { often, weekday, monthDay, time } = readCron(cron);
    return t(`reportWhen.${often}`, {
      time,
      cron,
      day: monthDay,
      weekday: weekdayName(weekday, i18n.language),
    });
  };
}
