import { AppError } from '../../errors.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { CsvOptions } from '../tables/csv.ts';
import type { Column, RowBatch, TableFormat } from '../tables/table.ts';
import { writeTable } from '../tables/write-table.ts';
import { type Dataset, type DatasetName, datasets } from './datasets.ts';

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

/** The bytes of a whole data set, in constant memory. Throws `invalid_request` for a filter that it does not have. */
export function exportDataset(
  warehouse: Pick<Warehouse, 'stream'>,
  query: ExportQuery,
): AsyncIterable<Uint8Array> {
  const dataset: Dataset = datasets[query.dataset];
  const where: string[] = [];
  const params: Record<string, unknown> = {};
  for (const bound of ['from', 'to'] as const) {
    if (query[bound] === undefined) continue;
    if (dataset.time === undefined) throw unknownFilter(query.dataset, bound);
    where.push(
      `${dataset.time} ${bound === 'from' ? '>=' : '<'} fromUnixTimestamp64Milli({${bound}:Int64}, 'UTC')`,
    );
    params[bound] = query[bound];
  }
  if (query.type !== undefined) {
    if (query.dataset !== 'events') throw unknownFilter(query.dataset, 'type');
    where.push('type = {type:String}');
    params.type = query.type;
  }
  const sql = `${dataset.select} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY ${dataset.orderBy}`;
  const rows = parseJson(dataset.columns, warehouse.stream<Record<string, unknown>>(sql, params));
  return writeTable(query.format, dataset.columns, rows, query.csv);
}

/** The warehouse keeps objects as JSON text. */
async function* parseJson(
  columns: readonly Column[],
  batches: AsyncIterable<Record<string, unknown>[]>,
): AsyncIterable<RowBatch> {
  const names = columns.filter((column) => column.type === 'json').map((column) => column.name);
  for await (const rows of batches) {
    for (const row of rows) {
      for (const name of names) {
        const value = row[name];
        if (typeof value === 'string') row[name] = JSON.parse(value);
      }
    }
    yield rows;
  }
}

function unknownFilter(dataset: DatasetName, name: string): AppError {
  return new AppError('invalid_request', `${dataset} cannot be filtered by ${name}; leave it out`, {
    errors: [{ path: `/${name}`, message: `does not apply to ${dataset}` }],
  });
}
