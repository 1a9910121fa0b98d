import type { XySeries } from '@personalize/charts';
import type { TFunction } from 'i18next';
import type { BoardCard, CardAnswer } from '../../api/boards.ts';
import { eventName } from '../../format/event-name.ts';

type Query = Pick<BoardCard['query'], 'metrics' | 'dimensions' | 'granularity'>;
type Row = CardAnswer['rows'][number];

const hour = 3_600_000;
const steps = { minute: 60_000, hour, day: 24 * hour, week: 168 * hour, month: 28 * 24 * hour };
/** Lines that can still be told apart. */
const mostLines = 7;

export function stepOf(granularity: Query['granularity']): number {
  return granularity === undefined ? hour : steps[granularity];
}

/** Steps of time in words: days are dates of the board's zone, written as they are; hours are instants. */
export function stepsOf(granularity: Query['granularity'], language: string, timeZone: string) {
  const whole = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const exact = new Intl.DateTimeFormat(language, {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone },
  });
  const write = (at: number) => (stepOf(granularity) >= steps.day ? whole : exact).format(at);
  return { write, text: (date: string) => write(Date.parse(date)) };
}

export interface Labels {
  none: string;
  other: string;
  before: string;
  eventName: (type: string) => string;
}

export function labelsOf(t: TFunction): Labels {
  return {
    none: t('boardCard.none'),
    other: t('boardCard.other'),
    before: t('boardCard.before'),
    eventName: (type) => eventName(t, type),
  };
}

/** What a row stands for: its dimensions' values, or the rest. */
export function labelOf({ dimensions = [] }: Query, row: Row, labels: Labels): string {
  if (row.other === true) return labels.other;
  const values = dimensions
    .filter((name) => name !== 'date')
    .map((name) => {
      const value = row[name];
      if (value === null || value === undefined || value === '') return labels.none;
      return name === 'eventType' ? labels.eventName(String(value)) : value;
    });
  return values.length === 0 ? String(row.date ?? '') : values.join(' · ');
}

/** A line for each metric and group, seven at most; the period compared with in grey. */
export function seriesOf(
  query: Query,
  { rows }: CardAnswer,
  nameOf: (metric: string) => string,
  labels: Labels,
): XySeries[] {
  const groups = new Map<string, { name: string; points: [number, number | null][]; reference?: boolean }>();
  const add = (key: string, name: string, at: number, value: unknown, reference: boolean) => {
    let group = groups.get(key);
    if (group === undefined) {
      group = { name, points: [], ...(reference ? { reference } : {}) };
      groups.set(key, group);
    }
    group.points.push([at, typeof value === 'number' ? value : null]);
  };
  const grouped = (query.dimensions ?? []).some((name) => name !== 'date');
  for (const row of rows) {
    const at = Date.parse(String(row.date));
    const label = grouped ? labelOf(query, row, labels) : '';
    for (const metric of query.metrics) {
      const name = [label, query.metrics.length > 1 || label === '' ? nameOf(metric) : '']
        .filter(Boolean)
        .join(' · ');
      add(`${metric} ${label}`, name, at, row[metric], false);
      const before = row.compare;
      if (typeof before === 'object' && before !== null && metric in before) {
        add(
          `${metric} ${label} before`,
          `${name}, ${labels.before}`,
          at,
          (before as Record<string, unknown>)[metric],
          true,
        );
      }
    }
  }
  return [...groups].slice(0, mostLines * 2).map(([key, { name, points, reference }]) => ({
    ...{ key, name, points: points.sort((a, b) => a[0] - b[0]) },
    ...(reference ? { reference, dashed: true } : {}),
  }));
}
