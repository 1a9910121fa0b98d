import type { ReportBlock } from '../api/reports.ts';
import type { ChartTable } from './chart-table.ts';
import type { Figure } from './figure-context.ts';

type DataBlock = Extract<ReportBlock, { type: 'data' }>;
type Chart = NonNullable<DataBlock['chart']>;

const mostPoints = 20_000;

/** What a number in a file is. */
export type Unit = { style: 'number' | 'percent' } | { style: 'currency'; currency: string };

/** How the values of a chart are written tells what they are: money says so itself, shares by their sign. */
export function unitOf(format: ((value: number) => string) | undefined): Unit {
  if (format !== undefined && 'currency' in format && typeof format.currency === 'string') {
    return { style: 'currency', currency: format.currency };
  }
  return { style: format?.(0.5).includes('%') ? 'percent' : 'number' };
}

function chartOf(figure: Figure): Chart {
  if (figure.kind === 'bars') {
    const { categories, series, layout, categoryName, valueName, limit, format } = figure;
    return {
      kind: 'bars',
      layout,
      categories: categories.map((name) => name.slice(0, 200)),
      series: series.map((one) => ({ ...one, values: [...one.values] })),
      unit: unitOf(format),
      ...(categoryName && { categoryName }),
      ...(valueName && { valueName }),
      ...(limit && { limit }),
    };
  }
  if (figure.kind === 'time') {
    return {
      kind: 'lines',
      series: figure.series.map(({ key, name, points }) => ({
        key,
        name,
        points: points.slice(-mostPoints).map((point) => [...point]),
      })),
      x: { name: '', type: 'time' },
      y: { name: '', min: 0, unit: unitOf(figure.formatValue) },
    };
  }
  const { series, x, y, marks } = figure;
  return {
    kind: 'lines',
    series: series.map((one) => ({
      ...one,
      points: one.points.slice(-mostPoints).map((point) => [...point]) as (number | null)[][],
    })),
    x: {
      name: x.name,
      ...(x.type && { type: x.type }),
      ...(x.min !== undefined && { min: x.min }),
      ...(x.max !== undefined && { max: x.max }),
    },
    y: {
      name: y.name,
      unit: unitOf(y.format),
      ...(y.min !== undefined && { min: y.min }),
      ...(y.max !== undefined && { max: y.max }),
    },
    ...(marks && { marks: marks.map((mark) => ({ ...mark })) }),
  };
}

/** A card's chart and numbers, as the server takes them for a file. */
export function blockOf(
  title: string,
  unit: string,
  figure: Figure | undefined,
  table: ChartTable,
): DataBlock {
  const rows = table.rows.slice(0, mostPoints).map((row) => [...row]);
  return {
    type: 'data',
    title: title.slice(0, 200),
    notes: unit === '' ? [] : [unit.slice(0, 500)],
    ...(figure && { chart: chartOf(figure) }),
    table: {
      columns: table.columns.map(({ name, format }) => ({
        name: name.slice(0, 200),
        type: format === undefined ? 'string' : 'number',
        ...(format && { unit: unitOf(format) }),
      })),
      rows: rows.map((row) =>
        row.map((cell, i) =>
          table.columns[i]?.format === undefined && typeof cell === 'number' ? String(cell) : cell,
        ),
      ),
    },
    asOf: new Date().toISOString(),
  };
}
