import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.ts';

/** Times as short as an axis wants them, in the reader's zone: the hour within a few days, else the day. */
export function useAxisTime(hourly: boolean): (at: number) => string {
  const { i18n } = useTranslation();
  const { timeZone } = useFormat();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, {
      timeZone,
      day: 'numeric',
      month: 'short',
      ...(hourly ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {}),
    });
    return (at) => format.format(at);
  }, [i18n.language, timeZone, hourly]);
}
