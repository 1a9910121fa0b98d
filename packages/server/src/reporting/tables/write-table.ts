import { type CsvOptions, writeCsv } from './csv.ts';
import { writeJsonLines } from './jsonl.ts';
import { writeParquet } from './parquet.ts';
import type { Column, RowBatch, TableFormat } from './table.ts';

/** The table's bytes in the format, in order, as they become ready. */
export function writeTable(
  format: TableFormat,
  columns: readonly Column[],
  batches: AsyncIterable<RowBatch>,
  csv?: CsvOptions,
): AsyncIterable<Uint8Array> {
  switch (format) {
    case 'csv':
      return writeCsv(columns, batches, csv);
    case 'jsonl':
      return writeJsonLines(columns, batches);
    case 'json':
      return writeJsonLines(columns, batches, 'array');
    case 'parquet':
      return writeParquet(columns, batches);
  }
}
