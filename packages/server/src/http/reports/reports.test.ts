import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Resvg } from '@resvg/resvg-js';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, type ProblemBody, TestApp } from '../testing/test-app.ts';

interface ScheduleBody {
  id: string;
  nextRun: string | null;
  to: { webhook?: { url: string; signed: boolean } };
  lastRun: { state: string; error: string | null; fileId: string } | null;
}

describe('reports', () => {
  let app: TestApp;
  let hook: Server;
  const got: { type: string; report: { fileName: string }; contentBase64: string }[] = [];
  const day = 86_400_000;
  const today = Math.floor(Date.now() / day) * day;
  const at = (ms: number) => new Date(ms).toISOString();
  const query = {
    metrics: ['revenue', 'events'],
    dimensions: ['channel'],
    from: at(today - 5 * day),
    to: at(today),
    granularity: 'day',
    filters: [{ dimension: 'channel', op: 'notIn', values: ['=cmd|calc'] }],
  };

  beforeAll(async () => {
    hook = createServer(async (request, response) => {
      got.push((await json(request)) as (typeof got)[0]);
      response.end();
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    app = await TestApp.start({ WEBHOOK_NETWORKS: '127.0.0.0/8' });
    await app.send(
      Array.from({ length: 60 }, (_, i) => ({
        type: 'purchase',
        customerId: `c-${i % 3}`,
        timestamp: at(today - 5 * day + (i % 5) * day + 3_600_000),
        channel: ['web', '=1+1', 'app'][i % 3],
        value: 10 + i,
        currency: 'BRL',
      })),
    );
    await app.settle();
  });
  afterAll(async () => {
    await app.close();
    hook.close();
  });

  async function make(body: object, key = adminKey) {
    const response = await fetch(`${app.url}/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.status, bytes.toString().slice(0, 500)).toBe(200);
    return { bytes, headers: response.headers };
  }

  const block = { type: 'query', query };

  it('writes an answer as CSV that no spreadsheet runs, with separator and byte-order mark', async () => {
    const { bytes, headers } = await make({
      format: 'csv',
      blocks: [block],
      csv: { separator: ';', bom: true },
    });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const rows = parse(bytes, { columns: true, delimiter: ';', bom: true }) as Record<string, string>[];
    expect(rows).toHaveLength(15);
    expect(rows.map(({ channel }) => channel)).toContain("'=1+1");
    expect(rows.reduce((sum, { revenue }) => sum + Number(revenue), 0)).toBe(60 * 10 + (59 * 60) / 2);
  });

  it('writes the same rows as Parquet and as JSON', async () => {
    const { bytes } = await make({ format: 'parquet', blocks: [block] });
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const rows = JSON.parse((await make({ format: 'json', blocks: [block] })).bytes.toString());
    expect(await parquetReadObjects({ file })).toEqual(rows);
    expect(rows).toHaveLength(15);
  });

  it('gives a file a name of its title, however long and in whatever letters', async () => {
    const table = { columns: [{ name: 'a', type: 'string' }], rows: [['b']] };
    const { status, headers } = await app.call('POST', '/v1/reports', {
      title: `${'x'.repeat(79)}\u{1d49c}"\r\nx: y`,
      format: 'csv',
      blocks: [{ type: 'data', title: 'a', table }],
    });
    const name = `${'x'.repeat(79)}.csv`;
    expect([status, headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="${name}"; filename*=UTF-8''${name}`,
    ]);
  });

  it('draws a picture with the words of the language, in both themes', async () => {
    expect((await app.call('POST', '/v1/reports/renderer')).status).toBe(204);
    const svg = (
      await make({ format: 'svg', locale: 'pt-BR', title: 'x', blocks: [block] })
    ).bytes.toString();
    expect(svg).toContain('Filtros: ');
    expect(svg).toContain('=cmd|calc');
    // Whole days by their names, the last one included.
    const days = new Intl.DateTimeFormat('pt-BR', { dateStyle: 'medium', timeZone: 'UTC' });
    expect(svg).toContain(`>${days.format(today - 5 * day)} a ${days.format(today - day)}<`);
    expect(svg).toContain('>web<');
    const figures = { ...block, show: 'figures', query: { ...query, dimensions: [], metrics: ['revenue'] } };
    const { bytes } = await make({ format: 'svg', locale: 'pt-BR', title: 'x', blocks: [figures] });
    expect(bytes.toString()).toMatch(/>R\$\s[\d.]+,\d\d</);
    for (const theme of ['light', 'dark']) {
      const { bytes } = await make({ format: 'png', theme, width: 600, blocks: [block] });
      const link = `data:image/png;base64,${bytes.toString('base64')}`;
      const frame = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="600" height="400"><image width="600" height="400" xlink:href="${link}"/></svg>`;
      const { pixels } = new Resvg(frame).render();
      const colors = new Set<number>();
      for (let i = 0; i < pixels.length; i += 4) colors.add(pixels.readUInt32LE(i));
      expect(colors.size).toBeGreaterThan(50);
      expect(pixels[(600 * 200 + 3) * 4] > 128).toBe(theme === 'light');
    }
  });

  it('prints a board as PDF: cover, filters in words, tables with repeated heads, page numbers', async () => {
    const table = {
      type: 'data',
      title: 'Lista longa',
      asOf: at(today),
      table: {
        columns: [
          { name: 'Cabeçalho', type: 'string' },
          { name: 'Valor', type: 'number', unit: { style: 'currency', currency: 'BRL' } },
        ],
        rows: Array.from({ length: 120 }, (_, i) => [`linha ${i} <&>`, i + 0.5]),
      },
    };
    const figures = {
      type: 'query',
      title: 'Totais',
      show: 'figures',
      query: { ...query, granularity: undefined, dimensions: [], compare: 'previous' },
    };
    const { bytes } = await make({
      format: 'pdf',
      title: 'Relatório semanal',
      locale: 'pt-BR',
      timeZone: 'America/Sao_Paulo',
      blocks: [block, figures, table],
    });
    const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)));
    expect(totalPages).toBeGreaterThan(4);
    expect(text[0]).toContain('Relatório semanal');
    expect(text[0]).toContain('America/Sao_Paulo');
    expect(text[0]).toContain('Dados até');
    expect(text[0]).toContain('não é =cmd|calc');
    expect(text[1]).toContain(`Página 2 de ${totalPages}`);
    expect(text.join('\n')).toContain('linha 119 <&>');
    expect(text.filter((page) => page.includes('Cabeçalho')).length).toBeGreaterThan(2);
    expect(text.join('\n')).toContain('R$');
    const english = await make({ format: 'pdf', blocks: [block] });
    const read = await extractText(await getDocumentProxy(new Uint8Array(english.bytes)), {
      mergePages: true,
    });
    expect(read.text).toContain('Page 1 of ');
    expect(bytes.includes('/FontFile2')).toBe(true);
  });

  it('refuses what cannot be, with the place', async () => {
    const refuse = async (body: object) => {
      const { status, body: problem } = await app.call<ProblemBody>('POST', '/v1/reports', body);
      return [status, problem.errors?.[0].path];
    };
    expect(await refuse({ format: 'csv', blocks: [block, block] })).toEqual([400, '/blocks']);
    expect(await refuse({ format: 'png', blocks: [{ type: 'dataset', dataset: 'items' }] })).toEqual([
      400,
      '/format',
    ]);
    expect(await refuse({ format: 'pdf', timeZone: 'Mars/X', blocks: [block] })).toEqual([400, '/timeZone']);
    const unknown = { type: 'query', query: { ...query, metrics: ['revenu'] } };
    expect(await refuse({ format: 'pdf', blocks: [unknown] })).toEqual([400, '/metrics/0']);
    const wall = { format: 'png', width: 4000, height: 4000, scale: 4, blocks: [block] };
    expect(await refuse(wall)).toEqual([400, '/scale']);
    const key = await app.key(['analytics:read']);
    const all = { format: 'csv', blocks: [{ type: 'dataset', dataset: 'events' }] };
    expect((await app.call('POST', '/v1/reports', all, { key })).status).toBe(403);
  });

  async function ended(id: string) {
    for (;;) {
      const { body } = await app.call<{ state: string; error: string | null }>('GET', `/v1/jobs/${id}`);
      if (!['queued', 'running'].includes(body.state)) return body;
      await sleep(50);
    }
  }

  it('makes a whole data set in the background, for its owner only, until it is deleted', async () => {
    const { status, body } = await app.call<{ id: string }>('POST', '/v1/reports', {
      format: 'json',
      blocks: [{ type: 'dataset', dataset: 'events', eventType: 'purchase' }],
    });
    expect(status).toBe(202);
    expect(await ended(body.id)).toMatchObject({ state: 'done' });
    const path = `/v1/reports/files/${body.id}`;
    const file = await app.call<unknown[]>('GET', path);
    expect(file.body).toHaveLength(60);
    const key = await app.key(['analytics:read']);
    expect((await app.call('GET', path, undefined, { key })).status).toBe(404);
    expect(
      (await app.call<{ data: unknown[] }>('GET', '/v1/reports/files', undefined, { key })).body.data,
    ).toEqual([]);
    expect((await app.call('DELETE', path)).status).toBe(204);
    expect((await app.call('GET', path)).status).toBe(404);
  });

  it('delivers a scheduled report to a folder and a webhook, keeps its runs, pauses and goes', async () => {
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const { from: _from, to: _to, ...open } = query;
    const schedule = {
      name: 'Semanal',
      cron: '0 7 * * 1',
      timeZone: 'America/Sao_Paulo',
      enabled: true,
      report: { format: 'csv', blocks: [{ type: 'query', query: open, lastDays: 7 }] },
      to: { folder: 'weekly', webhook: { url, secret } },
    };
    const made = await app.call<ScheduleBody>('POST', '/v1/reports/schedules', schedule);
    expect(made.status).toBe(201);
    expect(new Date(made.body.nextRun ?? 0).getUTCHours()).toBe(10);
    expect(made.body.to.webhook).toEqual({ url, signed: true });
    const path = `/v1/reports/schedules/${made.body.id}`;
    const { body: job } = await app.call<{ id: string }>('POST', `${path}/run`, { test: true });
    expect(await ended(job.id)).toMatchObject({ state: 'done' });
    expect(got).toEqual([
      expect.objectContaining({
        type: 'report.made',
        report: expect.objectContaining({ fileName: 'Semanal.csv' }),
      }),
    ]);
    expect(parse(Buffer.from(got[0].contentBase64, 'base64')).length).toBeGreaterThan(5);
    expect(await readdir(join(app.folder, 'reports', 'weekly'))).toEqual([
      expect.stringMatching(/Semanal\.csv$/),
    ]);
    const runs = await app.call<{ data: object[] }>('GET', `${path}/runs`);
    expect(runs.body.data).toEqual([expect.objectContaining({ state: 'done', cause: 'test', error: null })]);

    await app.restart();
    const paused = await app.call<ScheduleBody>('PUT', path, {
      ...schedule,
      enabled: false,
      to: { webhook: { url } },
    });
    expect([paused.body.nextRun, paused.body.to.webhook?.signed]).toEqual([null, true]);
    expect(paused.body.lastRun).toMatchObject({ state: 'done' });
    expect((await app.call('DELETE', path)).status).toBe(204);
    expect((await app.call('GET', path)).status).toBe(404);
  });

  it('keeps why a delivery failed, and refuses recipients that cannot be', async () => {
    const report = { format: 'csv', blocks: [{ type: 'query', query, lastDays: 7 }] };
    const schedule = { name: 'x', cron: '0 7 * * 1', timeZone: 'UTC', enabled: false, report };
    const { body } = await app.call<ScheduleBody>('POST', '/v1/reports/schedules', {
      ...schedule,
      report: { ...report, blocks: [{ type: 'query', query: { ...query, metrics: ['nothing'] } }] },
      to: { folder: 'f' },
    });
    const { body: job } = await app.call<{ id: string }>('POST', `/v1/reports/schedules/${body.id}/run`, {});
    expect((await ended(job.id)).state).toBe('failed');
    const after = await app.call<ScheduleBody>('GET', `/v1/reports/schedules/${body.id}`);
    expect(after.body.lastRun).toMatchObject({ state: 'failed', error: expect.stringContaining('nothing') });
    const refused = async (change: object) =>
      (await app.call('POST', '/v1/reports/schedules', { ...schedule, ...change })).status;
    expect(await refused({ to: { emails: ['ada@example.com'] } })).toBe(422);
    expect(await refused({ to: { webhook: { url: 'http://10.0.0.1/' } } })).toBe(422);
    expect(await refused({ to: { folder: '../up' } })).toBe(400);
    expect(await refused({ to: {} })).toBe(400);
    expect(await refused({ to: { folder: 'f' }, cron: '61 * * * *' })).toBe(400);
  });

  it('writes money in its currency, and says where several are added up', async () => {
    const sum = {
      ...query,
      metrics: ['revenue', 'averageOrderValue'],
      granularity: undefined,
      dimensions: [],
    };
    const shown = async (show: string, asked: object, locale = 'pt-BR') => {
      const { bytes } = await make({
        format: 'pdf',
        locale,
        blocks: [{ type: 'query', show, query: asked }],
      });
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
      return text.replaceAll(/\s+/g, ' ');
    };
    for (const show of ['figures', 'table']) {
      expect(await shown(show, sum), show).toContain('R$ 2.370,00');
      expect(await shown(show, sum, 'en'), show).toContain('R$2,370.00');
      expect(await shown(show, sum), show).toContain('R$ 39,50');
    }
    const before = { from: at(today - 20 * day), to: at(today - 15 * day) };
    await app.send(
      ['BRL', 'USD'].map((currency) => ({
        ...{ type: 'purchase', customerId: 'c-traveller', value: 30, currency },
        timestamp: at(today - 18 * day),
      })),
    );
    await app.settle();
    const mixed = await shown('figures', { ...sum, ...before });
    expect(mixed).toMatch(/(?<!\$ ?)60,00/);
    expect(mixed).toMatch(/várias moedas \((BRL, USD|USD, BRL)\)/);
    const apart = await shown('table', { ...sum, ...before, dimensions: ['currency'] });
    expect(apart).not.toContain('várias moedas');
    const one = { dimension: 'currency', op: 'eq', values: ['USD'] };
    expect(await shown('figures', { ...sum, ...before, filters: [one] }, 'en')).toContain('$30.00');
    // What it is compared with was paid in another one too.
    const compared = { ...sum, compare: before };
    expect(await shown('figures', compared)).toContain('várias moedas');
  });
});
