import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { AppError } from '../../errors.ts';

export const formats = ['csv', 'jsonl', 'parquet'] as const;
export type Format = (typeof formats)[number];

/** One row of the file, counted from 1 without the header; `error` when it could not be read as a row. */
export interface FileRow {
  row: number;
  value: Record<string, unknown>;
  error?: string;
}

/** The format that a file name tells: `.csv`, `.jsonl`, `.ndjson`, `.parquet`, the first three also with `.gz`. */
export function formatOf(path: string): Format {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith('.csv')) return 'csv';
  if (name.endsWith('.jsonl') || name.endsWith('.ndjson')) return 'jsonl';
  if (name.endsWith('.parquet')) return 'parquet';
  throw new AppError(
    'invalid_request',
    `cannot tell the format of ${path}; say --format csv, jsonl or parquet`,
  );
}

/**
 * Rows in file order, in constant memory (Parquet: one row group at a time).
 * @throws AppError `unprocessable` when the file is damaged, after the rows before the damage
 */
export async function* readRows(path: string, format: Format): AsyncIterable<FileRow> {
  try {
    if (format === 'csv') yield* readCsv(path);
    else if (format === 'jsonl') yield* readJsonLines(path);
    else yield* readParquet(path);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = (cause as Error).message;
    throw new AppError('unprocessable', `${path} cannot be read: ${why}`, { cause });
  }
}

function open(path: string): NodeJS.ReadableStream {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  return path.toLowerCase().endsWith('.gz') ? pipeline(file, createGunzip(), toReader) : file;
}

/** What fails on the way reaches whoever reads the last stream. */
function toReader(): void {}

async function* readCsv(path: string): AsyncIterable<FileRow> {
  const options = { bom: true, relax_column_count: true, skip_empty_lines: true };
  const parser = pipeline(open(path), parse(options), toReader);
  let header: string[] | undefined;
  let row = 0;
  for await (const cells of parser as AsyncIterable<string[]>) {
    if (!header) {
      header = cells;
      continue;
    }
    row++;
    const value: Record<string, unknown> = {};
    for (let i = 0; i < header.length; i++) value[header[i]] = cells[i];
    if (cells.length === header.length) yield { row, value };
    else yield { row, value, error: `has ${cells.length} columns, the header has ${header.length}` };
  }
}

async function* readJsonLines(path: string): AsyncIterable<FileRow> {
  let row = 0;
  for await (const line of createInterface({ input: open(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    row++;
    try {
      const value: unknown = JSON.parse(line);
      if (value === null || typeof value !== 'object' || Array.isArray(value)) {
        yield { row, value: {}, error: 'is not a JSON object' };
      } else yield { row, value: value as Record<string, unknown> };
    } catch (error) {
      yield { row, value: {}, error: `is not JSON: ${(error as Error).message}` };
    }
  }
}

async function* readParquet(path: string): AsyncIterable<FileRow> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => {
    throw new AppError(
      'invalid_request',
      `${path} is not a readable Parquet file: ${(error as Error).message}`,
    );
  });
  let row = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = row + Number(group.num_rows);
    const values = await parquetReadObjects({ file, metadata, compressors, rowStart: row, rowEnd });
    for (const value of values) yield { row: ++row, value };
  }
}
