import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, type ProblemBody, TestApp } from '../testing/test-app.ts';

describe('exports', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await app.call('POST', '/v1/items', {
      items: [{ itemId: 'i1', title: '=1+1', category: 'c', tags: ['t'], price: 2 }],
    });
    await app.call('POST', '/v1/events', {
      events: [
        { type: 'identify', customerId: 'ada', traits: { age: 36, name: '"Ada"' } },
        { type: 'page_view', customerId: 'ada', itemId: 'i1', properties: { page: 'home' } },
        {
          type: 'purchase',
          customerId: 'ada',
          itemId: 'i1',
          value: 2,
          currency: 'USD',
          timestamp: '2026-01-31T09:30:00Z',
        },
      ],
    });
    await app.call('POST', '/v1/recommendations', { customerId: 'ada', placement: 'home' });
    await app.settle();
  });
  afterAll(() => app.close());

  async function read(path: string): Promise<Buffer> {
    const response = await fetch(`${app.app.address}${path}`, {
      headers: { authorization: `Bearer ${adminKey}` },
    });
    expect(response.status, path).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  it('hands out events as JSON lines, by type and time', async () => {
    const lines = (await read('/v1/exports/events?format=jsonl&type=purchase')).toString().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        type: 'purchase',
        customerId: 'ada',
        itemId: 'i1',
        value: 2,
        timestamp: '2026-01-31T09:30:00.000Z',
        properties: null,
      }),
    ]);
    expect(
      (await read('/v1/exports/events?format=jsonl&from=2026-02-01T00:00:00Z&type=purchase')).length,
    ).toBe(0);
  });

  it('hands out items as CSV that no spreadsheet runs, and as Parquet', async () => {
    const rows = parse(await read('/v1/exports/items?separator=semicolon'), {
      columns: true,
      delimiter: ';',
    });
    expect(rows).toEqual([
      expect.objectContaining({ itemId: 'i1', title: "'=1+1", price: '2', tags: '["t"]' }),
    ]);
    const file = await read('/v1/exports/items?format=parquet');
    const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer;
    expect(await parquetReadObjects({ file: buffer })).toEqual([
      expect.objectContaining({ itemId: 'i1', title: '=1+1', price: 2, hidden: false }),
    ]);
  });

  it('hands out customers with their attributes, and decisions a row a slot', async () => {
    const [customer] = (await read('/v1/exports/customers?format=jsonl'))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(customer).toMatchObject({ customerId: 'ada', attributes: { age: 36, name: '"Ada"' } });
    const decisions = (await read('/v1/exports/decisions?format=jsonl'))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(decisions[0]).toMatchObject({ customerId: 'ada', placement: 'home', rank: 1, itemId: 'i1' });
    expect(decisions[0].propensity).toBeGreaterThan(0);
  });

  it('says the same in every format, whatever the texts hold', async () => {
    const hostile = '@a"b,;\\N é😀';
    const more = {
      properties: { [hostile]: [`${hostile}\r\n\t`, null] },
      channel: '＝1',
      device: '-1',
      value: -2.5,
    };
    const sent = await app.send([{ type: 'hostile', messageId: hostile, customerId: hostile, ...more }]);
    await app.settle();
    expect(sent.body).toMatchObject({ accepted: 1 });
    const path = '/v1/exports/events?type=hostile&format=';
    const [row] = JSON.parse((await read(`${path}json`)).toString());
    expect(row).toMatchObject({ messageId: hostile, customerId: hostile, itemId: null, ...more });
    expect(JSON.parse((await read(`${path}jsonl`)).toString())).toEqual(row);
    const file = await read(`${path}parquet`);
    const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer;
    const [typed] = await parquetReadObjects({ file: buffer });
    expect({ ...typed, ...{ timestamp: row.timestamp, receivedAt: row.receivedAt } }).toEqual(row);
    expect(typed.timestamp).toEqual(new Date(row.timestamp));
    const [texts] = parse(await read(`${path}csv&bom=true`), { columns: true, bom: true }) as Record<
      string,
      string
    >[];
    const apostrophe = { messageId: `'${hostile}`, channel: "'＝1", device: "'-1", value: '-2.5' };
    expect(texts).toMatchObject({ ...apostrophe, itemId: '', timestamp: row.timestamp });
    expect(JSON.parse(texts.properties)).toEqual(more.properties);
    for (const [format, empty] of [
      ['csv', expect.stringMatching(/^messageId,type,.*\r\n$/)],
      ['json', '[]\n'],
      ['jsonl', ''],
    ]) {
      expect((await read(`/v1/exports/events?type=none&format=${format}`)).toString()).toEqual(empty);
    }
  });

  it('refuses a filter that the data set does not have, by name', async () => {
    const { status, body } = await app.call<ProblemBody>(
      'GET',
      '/v1/exports/items?from=2026-01-01T00:00:00Z',
    );
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ path: '/from', message: 'does not apply to items' }]);
    expect((await app.call('GET', '/v1/exports/nothing')).status).toBe(400);
  });
});
