import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adminKey, TestApp } from '../testing/test-app.ts';

interface JobBody {
  id: string;
  state: string;
  progress: number;
  message: string;
  error: string | null;
}

describe('reports that take their time', () => {
  let app: TestApp;
  let post: SMTPServer;
  let hook: Server;
  /** What the servers answer next; empty: that all is well. */
  let mailRefusals: number[] = [];
  let hookRefusals: number[] = [];
  const mails: string[] = [];
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  const yesterday = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000;
  const many = 200_000;

  beforeAll(async () => {
    post = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onData: (stream, _session, done) => {
        void text(stream).then((mail) => {
          const responseCode = mailRefusals.shift();
          if (responseCode === undefined) mails.push(mail);
          done(responseCode === undefined ? null : Object.assign(new Error('not now'), { responseCode }));
        });
      },
    });
    hook = createServer(async (request, response) => {
      calls.push({ headers: request.headers, body: await text(request) });
      response.statusCode = hookRefusals.shift() ?? 204;
      response.end();
    });
    await new Promise<void>((resolve) => post.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    app = await TestApp.start({
      WEBHOOK_NETWORKS: '127.0.0.0/8',
      SMTP_URL: `smtp://127.0.0.1:${(post.server.address() as AddressInfo).port}`,
      MAIL_FROM: 'reports@example.com',
    });
    await app.send(
      ['web', 'app', 'web'].map((channel, i) => ({
        ...{ type: 'purchase', customerId: `c${i}`, channel, value: 10, currency: 'BRL' },
        timestamp: new Date(yesterday + 3_600_000).toISOString(),
      })),
    );
    await app.app.services.warehouseWriter.drain();
    // As many as a file takes a moment to hold, without the way through the API.
    await app.app.services.warehouse.command(
      `INSERT INTO events (offset, type, message_id, customer_id, timestamp, received_at, origin)
       SELECT 1000000 + number, 'bulk', toString(number), 'c', now64(3), now64(3), 'import' FROM numbers({many:UInt64})`,
      { many },
    );
  });
  afterAll(async () => {
    await app.close();
    hook.close();
    await new Promise<void>((resolve) => post.close(resolve));
  });
  beforeEach(() => {
    mails.length = 0;
    calls.length = 0;
    mailRefusals = [];
    hookRefusals = [];
  });

  const job = async (id: string) => (await app.call<JobBody>('GET', `/v1/jobs/${id}`)).body;
  async function ended(id: string): Promise<JobBody> {
    await expect.poll(async () => (await job(id)).state, { timeout: 60_000 }).not.toMatch(/queued|running/);
    return job(id);
  }
  const hookUrl = () => `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;

  async function deliver(to: object, format = 'csv') {
    const block = { type: 'query', query: { metrics: ['revenue'], dimensions: ['channel'] }, lastDays: 1 };
    const { body: schedule } = await app.call<{ id: string }>('POST', '/v1/reports/schedules', {
      ...{ name: 'Vendas de ontem', cron: '0 7 * * *', timeZone: 'UTC', enabled: false, to },
      report: { format, locale: 'pt-BR', blocks: [block] },
    });
    const path = `/v1/reports/schedules/${schedule.id}`;
    const { body } = await app.call<JobBody>('POST', `${path}/run`, {});
    const { state } = await ended(body.id);
    const { body: after } = await app.call<{ lastRun: { state: string; error: string | null } }>('GET', path);
    return { state, run: after.lastRun };
  }
  const isReport = (bytes: Buffer) =>
    expect(parse(bytes)).toEqual([
      ['channel', 'revenue'],
      ['web', '20'],
      ['app', '10'],
    ]);

  it('arrive by mail with the file, also when the mail server is busy at first', async () => {
    mailRefusals = [451];
    expect(await deliver({ emails: ['ada@example.com'] })).toMatchObject({
      state: 'done',
      run: { error: null },
    });
    expect(mails).toHaveLength(1);
    const [head, ...parts] = mails[0].split(/\r?\n--[^\r\n]+/);
    expect(head).toMatch(/^From: .*reports@example\.com/m);
    expect(head).toMatch(/^To: ada@example\.com/m);
    expect(head).toMatch(/^Subject: Vendas de ontem/m);
    const file = parts.find((part) => /content-disposition: attachment/i.test(part)) ?? '';
    expect(file).toContain('Vendas de ontem.csv');
    isReport(Buffer.from(file.split(/\r?\n\r?\n/)[1], 'base64'));
  });

  it('say why when the mail server refuses them', async () => {
    mailRefusals = [550];
    const { state, run } = await deliver({ emails: ['nobody@example.com'] });
    expect([state, run.state]).toEqual(['failed', 'failed']);
    expect(run.error).toContain('550');
    expect(mails).toEqual([]);
  });

  it('arrive at a webhook, signed, under one id however often they are tried', async () => {
    hookRefusals = [503];
    const key = Buffer.alloc(32, 7);
    const secret = `whsec_${key.toString('base64')}`;
    expect((await deliver({ webhook: { url: hookUrl(), secret } })).state).toBe('done');
    expect(calls).toHaveLength(2);
    expect(calls[1].headers['webhook-id']).toBe(calls[0].headers['webhook-id']);
    const { headers, body } = calls[1];
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    isReport(Buffer.from(JSON.parse(body).contentBase64, 'base64'));
    hookRefusals = [410];
    const refused = await deliver({ webhook: { url: hookUrl() } });
    expect(refused.run).toMatchObject({ state: 'failed', error: expect.stringContaining('410') });
    expect(calls).toHaveLength(3);
  });

  it('lie in a folder, whole', async () => {
    expect((await deliver({ folder: 'daily' }, 'pdf')).state).toBe('done');
    const folder = join(app.folder, 'reports', 'daily');
    const [name, ...others] = await readdir(folder);
    expect([name.endsWith('Vendas de ontem.pdf'), others]).toEqual([true, []]);
    const bytes = await readFile(join(folder, name));
    expect([bytes.subarray(0, 5).toString(), bytes.subarray(-6).toString().trim()]).toEqual([
      '%PDF-',
      '%%EOF',
    ]);
  });

  const whole = { format: 'csv', blocks: [{ type: 'dataset', dataset: 'events', eventType: 'bulk' }] };

  it('tell how far they are', async () => {
    const { body } = await app.call<JobBody>('POST', '/v1/reports', whole);
    const done = await ended(body.id);
    expect(done).toMatchObject({
      state: 'done',
      progress: 1,
      message: expect.stringMatching(/^\d+\.\d MB$/),
    });
    const answer = await fetch(`${app.url}/v1/reports/files/${body.id}`, {
      headers: { authorization: `Bearer ${adminKey}` },
    });
    const file = await answer.text();
    expect(file.split('\r\n')).toHaveLength(many + 2);
  });

  it('end when they are cancelled, and leave nothing', async () => {
    const before = await readdir(join(app.folder, 'reports', '.files'));
    const { body } = await app.call<JobBody>('POST', '/v1/reports', whole);
    expect((await app.call('DELETE', `/v1/reports/files/${body.id}`)).status).toBe(204);
    expect((await ended(body.id)).state).toBe('cancelled');
    expect((await app.call('GET', `/v1/reports/files/${body.id}`)).status).toBe(404);
    await expect.poll(() => readdir(join(app.folder, 'reports', '.files'))).toEqual(before);
    const { rows } = await app.app.services.warehouse.query<{ count: number }>(
      `SELECT count() AS count FROM system.processes WHERE query LIKE '%FROM events%' AND query NOT LIKE '%system.processes%'`,
    );
    expect(rows[0].count).toBe(0);
  });
});
