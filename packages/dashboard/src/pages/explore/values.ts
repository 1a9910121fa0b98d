import type { TFunction } from 'i18next';
import type { Row } from '../../api/analytics.ts';
import type { Language } from '../../i18n/language.ts';

/** A dimension's value in words. */
export function valueName(
  t: TFunction,
  language: Language,
  dimension: string,
  value: string | number | null | undefined,
): string {
  if (value === null || value === undefined || value === '') return t('asking.none');
  if (dimension === 'weekday') {
    // 5 January 1970 was a Monday.
    const day = new Date(Date.UTC(1970, 0, 4 + Number(value)));
    return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(day);
  }
  if (dimension === 'hourOfDay') return `${String(value).padStart(2, '0')}:00`;
  return String(value);
}

export interface Group {
  key: string;
  name: string;
  /** By dimension; of the rest: none. */
  values: Record<string, string | number | null> | undefined;
  rows: Row[];
}

/** Rows by everything but time, in the answer's order, the rest last. */
export function groupsOf(
  rows: readonly Row[],
  dimensions: readonly string[],
  nameOf: (row: Row) => string,
): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const values = Object.fromEntries(dimensions.map((name) => [name, row[name] ?? null]));
    const key = row.other ? 'other' : JSON.stringify(values);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { key, name: nameOf(row), values: row.other ? undefined : values, rows: [row] });
  }
  const list = [...groups.values()];
  return [...list.filter(({ values }) => values), ...list.filter(({ values }) => !values)];
}
