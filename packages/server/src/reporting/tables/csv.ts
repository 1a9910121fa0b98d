import { stringify } from 'csv-stringify/sync';
import type { Column, RowBatch } from './table.ts';

export interface CsvOptions {
  /** `,` (default), `;` or tab. */
  separator?: ',' | ';' | '\t';
  /** Byte-order mark, so that spreadsheets read UTF-8. Default false. */
  bom?: boolean;
}

/**
 * Rows as CSV (RFC 4180). Text that a spreadsheet would run as a formula (starts with = + - @ tab or return)
 * gets an apostrophe in front; numbers do not.
 */
export async function* writeCsv(
  columns: readonly Column[],
  batches: AsyncIterable<RowBatch>,
  options: CsvOptions = {},
): AsyncIterable<Uint8Array> {
  const format = {
    delimiter: options.separator ?? ',',
    escape_formulas: true,
    record_delimiter: '\r\n',
  } as const;
  const encoder = new TextEncoder();
  yield encoder.encode(
    (options.bom ? '\ufeff' : '') + stringify([columns.map((column) => column.name)], format),
  );
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    yield encoder.encode(
      stringify(
        rows.map((row) => columns.map((column) => cell(column, row[column.name]))),
        format,
      ),
    );
  }
}

function cell(column: Column, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  switch (column.type) {
    case 'time':
      return new Date(Number(value)).toISOString();
    case 'json':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
    case 'integer':
      return Number(value);
    case 'string':
      return String(value);
  }
}
