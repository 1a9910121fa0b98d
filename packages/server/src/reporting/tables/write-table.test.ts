import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Column, RowBatch, TableFormat } from './table.ts';
import { writeTable } from './write-table.ts';

const columns: Column[] = [
  { name: 'id', type: 'string' },
  { name: 'value', type: 'number' },
  { name: 'count', type: 'integer' },
  { name: 'ok', type: 'boolean' },
  { name: 'at', type: 'time' },
  { name: 'properties', type: 'json' },
];
const rows = [
  { id: '=HYPERLINK("http://x")', value: -3.5, count: 2, ok: true, at: 0, properties: { a: 'é"\n' } },
  { id: '+1', value: null, count: null, ok: false, at: null, properties: null },
  { id: 'plain, with comma', value: 1e21, count: 2 ** 40, ok: null, at: 1_700_000_000_000, properties: [1] },
];

async function* batches(): AsyncIterable<RowBatch> {
  yield rows.slice(0, 2);
  yield [];
  yield rows.slice(2);
}

async function bytes(format: TableFormat, csv?: { bom?: boolean; separator?: ';' }): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of writeTable(format, columns, batches(), csv)) parts.push(part);
  return Buffer.concat(parts);
}

describe('tables written as files', () => {
  it('CSV keeps values and disarms what a spreadsheet would run', async () => {
    const read = parse(await bytes('csv'), { columns: true }) as Record<string, string>[];
    expect(read[0]).toEqual({
      id: '\'=HYPERLINK("http://x")',
      value: '-3.5',
      count: '2',
      ok: 'true',
      at: '1970-01-01T00:00:00.000Z',
      properties: '{"a":"é\\"\\n"}',
    });
    expect(read[1]).toEqual({ id: "'+1", value: '', count: '', ok: 'false', at: '', properties: '' });
    expect(read[2].id).toBe('plain, with comma');
  });

  it('CSV has a byte-order mark and another separator when asked', async () => {
    const text = (await bytes('csv', { bom: true, separator: ';' })).toString('utf8');
    expect(text.startsWith('\ufeffid;value;')).toBe(true);
  });

  it('JSON lines read back as the rows', async () => {
    const read = (await bytes('jsonl'))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(read).toEqual(
      rows.map((row) => ({ ...row, at: row.at === null ? null : new Date(row.at).toISOString() })),
    );
  });

  it('Parquet reads back as the rows, also over several row groups', async () => {
    const file = await bytes('parquet');
    const read = await parquetReadObjects({
      file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
    });
    expect(read).toEqual([
      { ...rows[0], count: 2n, at: new Date(0) },
      { ...rows[1] },
      { ...rows[2], count: 2n ** 40n, at: new Date(1_700_000_000_000) },
    ]);
  });
});
