import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { Column, RowBatch } from './table.ts';

const basicTypes = {
  string: 'STRING',
  number: 'DOUBLE',
  integer: 'INT64',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP',
  json: 'JSON',
} as const;

/** Rows as Parquet, one row group per `groupSize` rows (default 50,000), Snappy. */
export async function* writeParquet(
  columns: readonly Column[],
  batches: AsyncIterable<RowBatch>,
  groupSize = 50_000,
): AsyncIterable<Uint8Array> {
  const writer = new ByteWriter(1 << 20);
  const columnData = columns.map(({ name, type }) => ({
    name,
    type: basicTypes[type],
    nullable: true,
    data: [] as unknown[],
  }));
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData }),
    codec: 'SNAPPY',
  });
  let waiting = 0;

  const takeBytes = () => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  const writeGroup = async () => {
    await parquet.write({
      columnData: columnData.map(({ name, data }) => ({ name, data })),
      rowGroupSize: waiting,
    });
    for (const column of columnData) column.data = [];
    waiting = 0;
    return takeBytes();
  };

  for await (const rows of batches) {
    for (const row of rows) {
      for (let i = 0; i < columns.length; i++)
        columnData[i].data.push(cell(columns[i], row[columns[i].name]));
    }
    waiting += rows.length;
    if (waiting >= groupSize) yield await writeGroup();
  }
  if (waiting > 0) yield await writeGroup();
  await parquet.finish();
  yield takeBytes();
}

function cell(column: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (column.type) {
    case 'time':
      return new Date(Number(value));
    case 'integer':
      return BigInt(Math.trunc(Number(value)));
    case 'number':
      return Number(value);
    case 'boolean':
      return Boolean(value);
    case 'string':
      return String(value);
    case 'json':
      return value;
  }
}
