/** A schedule as people say it; `custom` is any other pattern. */
export interface When {
  often: 'day' | 'week' | 'month' | 'custom';
  /** 0 is Sunday. */
  weekday: number;
  monthDay: number;
  /** hh:mm */
  time: string;
  cron: string;
}

const pattern = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|[0-6])$/;

export function readCron(cron: string): When {
  const when: When = { often: 'custom', weekday: 1, monthDay: 1, time: '07:00', cron };
  const [, minute, hour, day, weekday] = pattern.exec(cron) ?? [];
  if (minute === undefined || (day !== '*' && weekday !== '*')) return when;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day !== '*') return { ...when, often: 'month', monthDay: Number(day), time };
  if (weekday !== '*') return { ...when, often: 'week', weekday: Number(weekday), time };
  return { ...when, often: 'day', time };
}

export function writeCron({ often, weekday, monthDay, time, cron }: When): string {
  if (often === 'custom') return cron.trim();
  const [hour, minute] = time.split(':').map(Number);
  return `${minute || 0} ${hour || 0} ${often === 'month' ? monthDay : '*'} * ${often === 'week' ? weekday : '*'}`;
}

/** The weekday's name; 0 is Sunday. */
export function weekdayName(weekday: number, language: string): string {
  const at = Date.UTC(2026, 0, 4 + weekday);
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(at);
}
