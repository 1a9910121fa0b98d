import { AppError } from '../../errors.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { type CsvOptions, csvHead } from '../tables/csv.ts';
import type { TableFormat } from '../tables/table.ts';
import { type Dataset, type DatasetName, datasets } from './datasets.ts';
import { csvList, jsonList, typedList } from './select-list.ts';

export interface ExportQuery {
  dataset: DatasetName;
  format: TableFormat;
  /** Epoch ms of the data set's time; `from` is included, `to` is not. */
  from?: number;
  to?: number;
  /** Only events of this type. */
  type?: string;
  csv?: CsvOptions;
}

/**
 * The bytes of a whole data set, which the warehouse writes, in constant memory. `signal` ends it also while nobody
 * reads. Throws `invalid_request` for a filter that the data set does not have.
 */
export function exportDataset(
  warehouse: Pick<Warehouse, 'streamBytes'>,
  query: ExportQuery,
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
  const { columns, from, time, groupBy, orderBy }: Dataset = datasets[query.dataset];
  const where: string[] = [];
  const params: Record<string, unknown> = {};
  for (const bound of ['from', 'to'] as const) {
    if (query[bound] === undefined) continue;
    if (time === undefined) throw unknownFilter(query.dataset, bound);
    where.push(`${time} ${bound === 'from' ? '>=' : '<'} fromUnixTimestamp64Milli({${bound}:Int64}, 'UTC')`);
    params[bound] = query[bound];
  }
  if (query.type !== undefined) {
    if (query.dataset !== 'events') throw unknownFilter(query.dataset, 'type');
    where.push('events.type = {type:String}');
    params.type = query.type;
  }
  const rest = [
    from,
    ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
    ...(groupBy === undefined ? [] : [`GROUP BY ${groupBy}`]),
    `ORDER BY ${orderBy}`,
  ].join(' ');
  switch (query.format) {
    case 'csv': {
      const { separator = ',' } = query.csv ?? {};
      const names = columns.map(({ name }) => name);
      const rows = warehouse.streamBytes(
        `SELECT ${csvList(columns)} ${rest}`,
        params,
        { type: 'csv', separator },
        signal,
      );
      return after(csvHead(names, query.csv), rows);
    }
    case 'jsonl':
    case 'json': {
      const list = jsonList(columns, query.format === 'json' ? ',' : '');
      const lines = warehouse.streamBytes(`SELECT ${list} ${rest}`, params, { type: 'lines' }, signal);
      return query.format === 'json' ? asArray(lines) : lines;
    }
    case 'parquet': {
      const json = columns.filter(({ type }) => type === 'json').map(({ name }) => name);
      const sql = `SELECT ${typedList(columns)} ${rest}`;
      return warehouse.streamBytes(sql, params, { type: 'parquet', json }, signal);
    }
  }
}

/** The head with the first rows, so that what fails at once fails before anything was sent. */
async function* after(head: Uint8Array, rows: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let begun = false;
  for await (const piece of rows) {
    if (!begun) yield head;
    begun = true;
    yield piece;
  }
  if (!begun) yield head;
}

/** Lines that start with a comma as one JSON array. */
async function* asArray(lines: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let begun = false;
  for await (const piece of lines) {
    if (!begun) piece[0] = '['.charCodeAt(0);
    begun = true;
    yield piece;
  }
  yield Buffer.from(begun ? ']\n' : '[]\n');
}

function unknownFilter(dataset: DatasetName, name: string): AppError {
  return new AppError('invalid_request', `${dataset} cannot be filtered by ${name}; leave it out`, {
    errors: [{ path: `/${name}`, message: `does not apply to ${dataset}` }],
  });
}
