import type { TimeSeries } from '@personalize/charts';
import type { ChartTable } from './chart-table.ts';

/** The series as CSV (RFC 4180): one row per time in UTC, one column per series; missing values are empty. */
export function toCsv(series: readonly TimeSeries[]): string {
  const head = ['time', ...series.map(({ name }) => quote(name))].join(',');
  const rows = (series[0]?.points ?? []).map(([at], index) =>
    [new Date(at).toISOString(), ...series.map(({ points }) => points[index]?.[1] ?? '')].join(','),
  );
  return `${[head, ...rows].join('\r\n')}\r\n`;
}

/** A table as CSV (RFC 4180): numbers with every digit, missing values empty. */
export function tableToCsv({ columns, rows }: ChartTable): string {
  const lines = [columns.map(({ name }) => name), ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'string' ? quote(cell) : (cell ?? ''))).join(','),
  );
  return `${lines.join('\r\n')}\r\n`;
}

/** Quotes a text field; a leading =, +, −, @ gets an apostrophe so that no spreadsheet runs it as a formula. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
