import { buffer } from 'node:stream/consumers';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { ByteFormat } from './byte-format.ts';
import type { Warehouse } from './warehouse.ts';

/** The promises of `Warehouse.streamBytes`: call it inside the suite of the warehouse's own. */
export function byteStreamConformance(warehouse: () => Warehouse): void {
  describe('streams bytes', () => {
    const value = async (sql: string) => (await warehouse().query<{ value: unknown }>(sql)).rows[0].value;
    const texts: ByteFormat[] = [{ type: 'csv', separator: ',' }, { type: 'lines' }];
    const all = (...[sql, params, format]: Parameters<Warehouse['streamBytes']>) =>
      buffer(warehouse().streamBytes(sql, params, format));
    const hostile = 'a"b,;\t\r\n\u0000 \\N é😀';

    it('as CSV: quoted text, empty for null, RFC 3339 times, in any separator', async () => {
      const sql = `SELECT {text:String}, CAST(NULL AS Nullable(String)), '', CAST(1 AS Bool), 0.1, 1e21,
        toInt64(9007199254740991), fromUnixTimestamp64Milli({at:Int64}, 'UTC')`;
      for (const separator of [',', ';', '\t'] as const) {
        const text = await all(
          sql,
          { text: hostile, at: Date.UTC(2024, 0, 1) + 120 },
          { type: 'csv', separator },
        );
        expect(text.toString()).toBe(
          `${[
            `"${hostile.replace('"', '""')}"`,
            ...['', '""', 'true', '0.1', '1e21', '9007199254740991', '"2024-01-01T00:00:00.120Z"'],
          ].join(separator)}\r\n`,
        );
      }
    });

    it('as lines: the text as it is', async () => {
      const sql = 'SELECT toJSONString(map({text:String}, number)) FROM numbers(2)';
      const lines = (await all(sql, { text: hostile }, { type: 'lines' })).toString().trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual([{ [hostile]: 0 }, { [hostile]: 1 }]);
    });

    it('as one Parquet file of any size, also without rows', async () => {
      const sql = `SELECT number AS n, if(number % 2 = 0, NULL, concat({text:String}, toString(number))) AS text,
        concat('{"n":', toString(number), '}') AS document, number % 3 = 0 AS flag,
        fromUnixTimestamp64Milli(toInt64(number * 1000), 'UTC') AS at FROM numbers({count:UInt64})`;
      const format: ByteFormat = { type: 'parquet', json: ['document'] };
      const read = async (count: number) => {
        const bytes = await all(sql, { text: hostile, count }, format);
        const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
        return { metadata: parquetMetadata(file), rows: await parquetReadObjects({ file }) };
      };
      const { metadata, rows } = await read(150_000);
      expect(metadata.row_groups.length).toBeGreaterThan(1);
      expect(rows).toHaveLength(150_000);
      for (const n of [0, 1, 70_001, 149_999]) {
        expect(rows[n]).toEqual({
          n: BigInt(n),
          text: n % 2 === 0 ? null : hostile + n,
          document: { n },
          flag: n % 3 === 0 ? 1 : 0,
          at: new Date(n * 1000),
        });
      }
      const none = await read(0);
      expect(none.rows).toEqual([]);
      expect(none.metadata.schema.map(({ name }) => name).slice(1)).toEqual(Object.keys(rows[0]));
    });

    it.each(texts)('in pieces ($type), and stops when the reader does', async (format) => {
      let lines = 0;
      let largest = 0;
      const sql = 'SELECT toString(number) FROM numbers({count:UInt64})';
      for await (const piece of warehouse().streamBytes(sql, { count: 100_000 }, format)) {
        const count = Buffer.from(piece).toString().split('\n').length - 1;
        lines += count;
        largest = Math.max(largest, count);
      }
      expect(lines).toBe(100_000);
      expect(largest).toBeLessThanOrEqual(20_000);
      for await (const piece of warehouse().streamBytes(sql, { count: 1e12 }, format)) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      expect(await value('SELECT 5 AS value')).toBe(5);
    });

    it('until it breaks, or is not wanted any more while a piece is awaited', async () => {
      const csv: ByteFormat = { type: 'csv', separator: ',' };
      const broken = all('SELECT throwIf(number = 90000) FROM numbers(100000)', {}, csv);
      await expect(broken).rejects.toMatchObject({ code: 'internal' });
      await expect(all('SELECT {n:UInt8}', { n: 'many' }, csv)).rejects.toMatchObject({
        code: 'invalid_request',
      });
      const endless = 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)';
      const stopped = warehouse().streamBytes(endless, {}, csv, AbortSignal.timeout(200));
      await expect(buffer(stopped)).rejects.toMatchObject({ name: 'TimeoutError' });
      expect(await value('SELECT 6 AS value')).toBe(6);
    });

    it('to a few readers at once, and tells the next one to come later', async () => {
      const readers: AsyncIterator<Uint8Array>[] = [];
      const open = async () => {
        const stream = warehouse().streamBytes('SELECT number FROM numbers(1000000000)', {}, texts[0]);
        const reader = stream[Symbol.asyncIterator]();
        await reader.next();
        readers.push(reader);
      };
      for (let i = 0; i < 4; i++) await open();
      await expect(open()).rejects.toMatchObject({ code: 'overloaded' });
      for (const reader of readers.splice(0)) await reader.return?.();
      await open();
      for (const reader of readers) await reader.return?.();
      expect(await value('SELECT 7 AS value')).toBe(7);
    });
  });
}
