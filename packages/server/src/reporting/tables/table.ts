/** A table to hand out: typed columns and rows in batches, so that any size passes in constant memory. */
export type ColumnType = 'string' | 'number' | 'integer' | 'boolean' | 'time' | 'json';

export interface Column {
  name: string;
  type: ColumnType;
}

/** A cell: `time` is epoch ms; `json` any JSON value; null where there is none. */
export type Cell = unknown;
export type RowBatch = readonly Record<string, Cell>[];

export const tableFormats = ['csv', 'jsonl', 'json', 'parquet'] as const;
export type TableFormat = (typeof tableFormats)[number];

export const mediaTypes: Record<TableFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  json: 'application/json; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};
