import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, TestApp } from '../http/testing/test-app.ts';

const main = join(import.meta.dirname, '../main.ts');

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command line as a process, and sends it a Ctrl-C when `interrupt` aborts. */
function run(args: string[], env: Record<string, string> = {}, interrupt?: AbortSignal): Promise<Outcome> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  const outcome: Outcome = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (outcome.stdout += data));
  child.stderr.on('data', (data) => (outcome.stderr += data));
  interrupt?.addEventListener('abort', () => child.kill('SIGINT'));
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...outcome, code })));
}

describe('the command line', () => {
  let app: TestApp;
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    app = await TestApp.start();
    folder = await mkdtemp(join(tmpdir(), 'cli-'));
    env = { PERSONALIZE_URL: app.url, PERSONALIZE_KEY: adminKey };
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  async function eventTypesOf(customerId: string): Promise<string[]> {
    const { body } = await app.call<{ recentEvents: { type: string }[] }>(
      'GET',
      `/v1/customers/${customerId}`,
    );
    return body.recentEvents.map((event) => event.type).filter((type) => !type.startsWith('segment_'));
  }

  it('ends with 2 and says how on wrong usage, with 1 on a failed run', async () => {
    const results = await Promise.all([
      run(['nothing']),
      run(['import']),
      run(['import', 'x.csv', '--key', 'k', '--batch-size', '0']),
      run(['export', 'events', '--url', 'http://127.0.0.1:1', '--key', 'k', '--format', 'xml']),
      run(['import', join(folder, 'missing.csv')], env),
      run(['--help']),
    ]);
    expect(results.map((result) => result.code)).toEqual([2, 2, 2, 2, 1, 0]);
    expect(results[2].stderr).toContain('must be a whole number from 1 to 10000, got 0');
    expect(results[4].stderr).toContain('there is no file');
    for (const command of ['start', 'demo', 'import', 'simulate', 'keys', 'export', 'erase', 'benchmark']) {
      expect(results[5].stdout).toContain(`\n  ${command} `);
    }
  });

  it('makes, lists and revokes keys', async () => {
    const made = await run(
      ['keys', 'create', '--name', 'shop', '--scope', 'events:write', '--origin', 'simulated'],
      env,
    );
    const secret = made.stdout.trim();
    const event = { type: 'click', customerId: 'c', itemId: 'i' };
    expect((await app.send([event], { key: secret })).status).toBe(202);
    const list = await run(['keys', 'list'], env);
    const line = list.stdout.split('\n').find((text) => text.endsWith('  shop'));
    expect(line).toContain('events:write');
    const revoked = await run(['keys', 'revoke', line!.split(' ')[0]], env);
    expect(revoked).toMatchObject({ code: 0, stdout: 'Revoked.\n' });
    expect((await app.send([event], { key: secret })).status).toBe(401);
  });

  it('imports CSV with a mapping, keeps refused rows with their reason, and counts nothing twice', async () => {
    const file = join(folder, 'orders.csv');
    await writeFile(
      file,
      'user,sku,total,when\nada,s1,3.5,1795000000\nada,s2,abc,1795000001\n,s3,1,1795000002\nada,s4,2,1795000003\n',
    );
    const args = [
      'import',
      file,
      '--map',
      'customerId=user',
      '--map',
      'itemId=sku',
      '--map',
      'value=total',
      '--map',
      'timestamp=when',
    ];
    args.push('--map', 'type="purchase"', '--map', 'currency="USD"', '--time-unit', 's');
    const first = await run(args, env);
    expect(first.stdout).toContain('4 rows, 2 accepted, 0 duplicates, 2 rejected');
    const rejects = (await readFile(`${file}.rejected.jsonl`, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rejects).toEqual([
      expect.objectContaining({ row: 2, reason: 'value must be a number, got "abc"' }),
      expect.objectContaining({ row: 3, reason: expect.stringContaining('missing_customer') }),
    ]);
    const again = await run([...args, '--again'], env);
    expect(again.stdout).toContain('4 rows, 0 accepted, 2 duplicates, 2 rejected');
    expect(await eventTypesOf('ada')).toEqual(['purchase', 'purchase']);
  });

  it('ends an import of a damaged file, or without a place for refused rows, with a sentence', async () => {
    const packed = gzipSync('type,customerId\npage_view,cut\n');
    for (const name of ['cut.csv.gz', 'cut.jsonl.gz']) {
      const file = join(folder, name);
      await writeFile(file, packed.subarray(0, packed.length - 10));
      const cut = await run(['import', file], env);
      expect(cut).toMatchObject({
        code: 1,
        stderr: `Failed: ${file} cannot be read: unexpected end of file\n`,
      });
    }
    const file = join(folder, 'whole.csv');
    await writeFile(file, 'type,customerId\npage_view,whole\n');
    const lost = await run(['import', file, '--rejects', join(folder, 'missing', 'rejects.jsonl')], env);
    expect(lost.code).toBe(1);
    expect(lost.stderr).toMatch(/^Failed: ENOENT: .*rejects\.jsonl'\n$/);
  });

  it('goes on where an import stopped', async () => {
    const file = join(folder, 'resumed.jsonl');
    const lines = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify({ type: 'page_view', customerId: 'bo', itemId: `i${i}` }),
    );
    await writeFile(file, lines.join('\n'));
    const key = await app.key(['events:write']);
    const stopped = await run(['import', file, '--batch-size', '10', '--key', 'no-such-key-at-all'], env);
    expect(stopped.code).toBe(1);
    const whole = await run(['import', file, '--batch-size', '10', '--key', key], env);
    expect(whole.stdout).toContain('30 rows, 30 accepted');
    // As if it had been killed after the first batch's place was saved.
    const progress = JSON.parse(await readFile(`${file}.import.json`, 'utf8'));
    await writeFile(
      `${file}.import.json`,
      JSON.stringify({ ...progress, rows: 10, accepted: 10, finished: false }),
    );
    const resumed = await run(['import', file, '--batch-size', '10', '--key', key], env);
    expect(resumed.stdout).toContain('30 rows, 10 accepted, 20 duplicates');
    expect((await eventTypesOf('bo')).length).toBe(30);
  });

  it('imports items from Parquet and customers from packed JSON lines', async () => {
    const items = join(folder, 'items.parquet');
    await writeFile(
      items,
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'itemId', data: ['p1', 'p2'], type: 'STRING' },
            { name: 'title', data: ['One', 'Two'], type: 'STRING' },
            { name: 'category', data: ['c', 'c'], type: 'STRING' },
            { name: 'price', data: [1.5, 2], type: 'DOUBLE' },
            { name: 'brand', data: ['b', 'b'], type: 'STRING' },
          ],
        }),
      ),
    );
    expect((await run(['import', items, '--kind', 'items'], env)).stdout).toContain('2 rows, 2 accepted');
    const { body: item } = await app.call('GET', '/v1/items/p2');
    expect(item).toMatchObject({ title: 'Two', price: 2, attributes: { brand: 'b' } });

    const customers = join(folder, 'customers.jsonl.gz');
    await writeFile(customers, gzipSync('{"customerId":"cy","age":41}\nnot json\n'));
    expect((await run(['import', customers, '--kind', 'customers'], env)).stdout).toContain(
      '2 rows, 1 accepted, 0 duplicates, 1 rejected',
    );
    expect((await app.call('GET', '/v1/customers/cy')).body).toMatchObject({ attributes: { age: 41 } });
  });

  it('exports what was imported', async () => {
    await app.settle();
    const file = join(folder, 'events.parquet');
    expect(
      (await run(['export', 'events', '--type', 'purchase', '--format', 'parquet', '--out', file], env)).code,
    ).toBe(0);
    const bytes = await readFile(file);
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    });
    expect(rows.map((row) => [row.customerId, row.itemId, row.value])).toEqual([
      ['ada', 's1', 3.5],
      ['ada', 's4', 2],
    ]);
    const csv = await run(['export', 'items', '--separator', 'semicolon'], env);
    expect(csv.stdout.split('\r\n')[0]).toMatch(/^itemId;title;category/);
  });

  it('ends with 130 when interrupted, and leaves no half of an export', async () => {
    // A server that falls silent in the middle of every answer.
    const silent = createServer((request, response) => {
      if (request.method === 'DELETE') response.end('{"id":"job-1","state":"queued"}');
      else response.write('a,b\r\n1,');
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const interruptedWhile = async (path: string, args: string[]) => {
      const asked = new Promise<void>((resolve) =>
        silent.on('request', (request) => request.url?.startsWith(path) && resolve()),
      );
      const interrupt = new AbortController();
      const outcome = run([...args, '--url', url, '--key', 'k'], {}, interrupt.signal);
      await asked;
      interrupt.abort();
      return outcome;
    };
    const file = join(folder, 'half.csv');
    await writeFile(file, 'before');
    const exported = await interruptedWhile('/v1/exports', ['export', 'items', '--out', file]);
    expect(exported).toMatchObject({ code: 130, stderr: `Interrupted. ${file} was left as it was.\n` });
    expect(await readFile(file, 'utf8')).toBe('before');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    const erased = await interruptedWhile('/v1/jobs/job-1/stream', ['erase', 'ada', '--yes']);
    expect(erased).toMatchObject({ code: 130 });
    expect(erased.stdout).toContain('The server goes on; GET /v1/jobs/job-1');
    silent.closeAllConnections();
    silent.close();
  });

  it('sends simulated shoppers, and everything they do is marked', async () => {
    const key = await app.key(['events:write', 'recommendations:read'], { origin: 'simulated' });
    const result = await run(['simulate', '--visits', '2000', '--seconds', '6'], {
      ...env,
      PERSONALIZE_KEY: key,
    });
    expect(result.code).toBe(0);
    expect(Number(/(\d+) events sent/.exec(result.stdout.split('\n').at(-2)!)?.[1])).toBeGreaterThan(50);
    expect(result.stderr).toBe('');
    await app.settle();
    const { rows } = await app.app.services.warehouse.query<{ origin: string; type: string }>(
      "SELECT DISTINCT type, origin FROM events WHERE type IN ('impression', 'page_view') AND properties LIKE '%home%' OR type = 'impression' ORDER BY type",
    );
    expect(rows).toEqual([
      { type: 'impression', origin: 'simulated' },
      { type: 'page_view', origin: 'simulated' },
    ]);
  });

  it('erases a customer only when told that this is meant', async () => {
    expect((await run(['erase', 'ada'], env)).code).toBe(2);
    expect((await app.call('GET', '/v1/customers/ada')).status).toBe(200);
    const erased = await run(['erase', 'ada', '--yes'], env);
    expect(erased).toMatchObject({ code: 0 });
    expect(erased.stdout).toContain('Erased.');
    expect((await app.call('GET', '/v1/customers/ada')).status).toBe(404);
  });
});
