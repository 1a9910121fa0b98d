import type { XySeries } from '@personalize/charts';
import type { AnalyticsService, Answer, QueryInput } from '../../analytics/semantic/index.ts';
import { startOfDay } from './days.ts';
import { describeFilters } from './describe-filters.ts';
import type { Cell, ChartFigure, KeyFigure, Locale, Section, Unit } from './document.ts';
import { createFormats } from './formats.ts';
import type { QueryBlock } from './request.ts';
import { wordsOf } from './words.ts';

type Row = Answer['rows'][number];

const maxLines = 7;
const maxBars = 25;

export interface Reader {
  locale: Locale;
  timeZone: string;
  /** Of the money in the answer, ISO 4217; empty where they cannot be told. */
  currencies: readonly string[];
}

/** An answer as people read it: what was asked in words, its chart, table or figures. */
export function sectionOfQuery(
  block: QueryBlock,
  query: QueryInput,
  answer: Answer,
  schema: ReturnType<AnalyticsService['schema']>,
  reader: Reader,
): Section {
  const { locale, timeZone, currencies } = reader;
  const currency = currencies.length === 1 ? currencies[0] : undefined;
  const words = wordsOf(locale);
  const formats = createFormats(locale, timeZone);
  const texts = new Map(
    [...schema.metrics, ...schema.dimensions].map(({ name, description }) => [
      name,
      description?.[locale] ?? name,
    ]),
  );
  const nameOf = (name: string) => (name === 'date' ? words.date : (texts.get(name) ?? name));
  const unitOf = (format: string | undefined): Unit =>
    format === 'percent'
      ? { style: 'percent' }
      : format === 'currency'
        ? { style: 'currency', ...(currency && { currency }) }
        : { style: 'number' };
  const metrics = answer.columns.filter(({ kind }) => kind === 'metric');
  const dimensions = answer.columns.filter(({ kind, name }) => kind === 'dimension' && name !== 'date');
  const groupName = (row: Row) =>
    row.other === true
      ? words.other
      : dimensions.map(({ name }) => String(row[name] ?? words.none)).join(' · ');
  const dated = query.granularity !== undefined;
  const show = block.show ?? (dated || dimensions.length > 0 ? 'both' : 'figures');
  // Rows by currency hold one each; what adds them up holds all.
  const apart = show !== 'figures' && dimensions.some(({ name }) => name === 'currency');
  const notes = [
    periodOf(Date.parse(query.from), Date.parse(query.to)),
    describeFilters(query.filters, locale, nameOf),
    currencies.length > 1 && !apart ? words.severalCurrencies(currencies.join(', ')) : undefined,
  ].filter((note) => note !== undefined);
  const section: Section = {
    title: block.title ?? metrics.map(({ name }) => nameOf(name)).join(', '),
    notes,
  };
  if (show === 'figures') {
    const values = answer.totals?.values ?? answer.rows[0] ?? {};
    const before = (answer.totals?.compare ?? answer.rows[0]?.compare) as
      | Record<string, number | null>
      | undefined;
    const figures = metrics.map(
      ({ name, format }): KeyFigure => ({
        name: nameOf(name),
        value: numberOf(values[name]),
        unit: unitOf(format),
        ...(before && { before: before[name] ?? null }),
      }),
    );
    return { ...section, figures };
  }
  const chart = show === 'table' ? undefined : chartOf();
  const table = {
    columns: answer.columns.map(({ name, kind, format }) => ({
      name: nameOf(name),
      type: kind === 'metric' ? ('number' as const) : ('string' as const),
      ...(kind === 'metric' && { unit: unitOf(format) }),
    })),
    rows: answer.rows.map((row) =>
      answer.columns.map(({ name, kind }): Cell => {
        if (name === 'date') return stepName(String(row.date), locale, timeZone);
        if (kind === 'metric') return numberOf(row[name]);
        return row.other === true ? words.other : row[name] === null ? words.none : String(row[name]);
      }),
    ),
  };
  return { ...section, ...(chart && { chart }), ...(show !== 'chart' && { table }) };

  /** Whole days by their names, the last one included; otherwise to the minute. */
  function periodOf(from: number, to: number): string {
    const whole = to > from && [from, to].every((at) => startOfDay(at, timeZone) === at);
    if (!whole) return words.period(formats.time(from), formats.time(to));
    const [first, last] = [formats.date(from), formats.date(to - 1)];
    return first === last ? first : words.period(first, last);
  }

  function chartOf(): ChartFigure {
    const [metric] = metrics;
    const unit = unitOf(metric.format);
    if (!dated) {
      const rows = answer.rows.slice(0, maxBars);
      const series = [
        {
          key: metric.name,
          name: nameOf(metric.name),
          values: rows.map((row) => numberOf(row[metric.name])),
        },
      ];
      return { kind: 'bars', layout: 'rows', categories: rows.map(groupName), series, unit };
    }
    const series: XySeries[] = [];
    const groups = new Map<string, Row[]>();
    for (const row of answer.rows) {
      const name = groupName(row);
      groups.set(name, [...(groups.get(name) ?? []), row]);
    }
    for (const [name, rows] of [...groups].slice(0, maxLines)) {
      const sorted = rows.toSorted((a, b) => Date.parse(String(a.date)) - Date.parse(String(b.date)));
      const shown =
        dimensions.length > 0 ? [metric] : metrics.filter(({ format }) => format === metric.format);
      for (const one of shown) {
        series.push({
          key: `${name} ${one.name}`,
          name: dimensions.length > 0 ? name : nameOf(one.name),
          points: sorted.map((row) => [wallTime(String(row.date), timeZone), numberOf(row[one.name])]),
        });
      }
      if (query.compare !== undefined && groups.size === 1) {
        series.push({
          key: 'compare',
          name: words.previous,
          dashed: true,
          reference: true,
          points: sorted.map((row) => [
            wallTime(String(row.date), timeZone),
            numberOf((row.compare as Row | undefined)?.[metric.name] as number | null),
          ]),
        });
      }
    }
    return {
      kind: 'lines',
      series,
      x: { name: '', type: 'time' },
      y: { name: nameOf(metric.name), min: 0, unit },
    };
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** Middle of the named day in the zone, so that its label names that day; an instant as it is. */
function wallTime(step: string, timeZone: string): number {
  if (step.length > 10) return Date.parse(step);
  const noon = Date.parse(`${step}T12:00:00Z`);
  const shown = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(noon);
  return shown === step ? noon : noon + (shown < step ? 1 : -1) * 43_200_000;
}

function stepName(step: string, locale: Locale, timeZone: string): string {
  const day = step.length === 10;
  const format = day
    ? new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' })
    : new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return format.format(Date.parse(step));
}
