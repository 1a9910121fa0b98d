import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../errors.ts';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface Made {
  id: string;
  version: number;
  token: string;
  mayEdit: boolean;
  title: string;
}

describe('boards, links, views and annotations over HTTP', () => {
  let app: TestApp;
  let viewer: string;
  let analyst: string;
  const card = {
    ...{ id: 'a', title: 'Events', kind: 'line', width: 1, height: 1 },
    query: {
      metrics: ['events'],
      granularity: 'day',
      filters: [{ dimension: 'channel', op: 'eq', values: ['web'] }],
    },
  };
  const board = { title: 'Shop', days: 7, cards: [card] };

  beforeAll(async () => {
    app = await TestApp.start();
    viewer = await app.person('viewer');
    analyst = await app.person('analyst');
    await app.send([{ type: 'click', customerId: 'c-1', channel: 'web' }]);
    await app.settle();
  });
  afterAll(() => app.close());

  const as = (cookie: string) => ({ key: null, cookie });
  const make = async (body: object, cookie: string) =>
    (await app.call<Made>('POST', '/v1/boards', body, as(cookie))).body;

  it('keeps a board to its author until it is shared, and loses no change of another', async () => {
    const { id, version } = await make(board, viewer);
    expect((await app.call('GET', `/v1/boards/${id}`, undefined, as(analyst))).status).toBe(404);
    const put = (body: object, cookie: string, match: number) =>
      app.call<Made>('PUT', `/v1/boards/${id}`, body, {
        ...as(cookie),
        headers: { 'if-match': String(match) },
      });
    expect((await put({ ...board, shared: true }, viewer, version)).status).toBe(200);
    expect((await put({ ...board, shared: true }, viewer, version)).status).toBe(409);
    expect((await put({ ...board, title: 'Ours', shared: true }, analyst, version + 1)).body.title).toBe(
      'Ours',
    );
    const other = await make({ ...board, shared: true }, analyst);
    expect((await app.call('DELETE', `/v1/boards/${other.id}`, undefined, as(viewer))).status).toBe(403);
    expect((await app.call('DELETE', `/v1/boards/${other.id}`, undefined, as(analyst))).status).toBe(204);
    const back = await app.call<Made>('POST', `/v1/boards?id=${other.id}`, board, as(analyst));
    expect([back.status, back.body.id]).toEqual([201, other.id]);
  });

  it('refuses what does not go together', async () => {
    for (const wrong of [
      { ...board, cards: [card, card] },
      { ...board, from: '2026-01-01T00:00:00Z' },
      { ...board, timeZone: 'Mars/Base' },
      { ...board, cards: [{ ...card, id: '../x' }] },
      { ...board, cards: [{ ...card, width: 3 }] },
    ]) {
      expect((await app.call('POST', '/v1/boards', wrong)).status).toBe(400);
    }
  });

  it('runs a card over the board’s days, and a wrong one alone fails', async () => {
    const cards = [card, { ...card, id: 'b', query: { metrics: ['evnts'] } }];
    const { id } = await make({ ...board, cards }, analyst);
    const read = <T>(name: string) =>
      app.call<T>('GET', `/v1/boards/${id}/cards/${name}`, undefined, as(analyst));
    const good = await read<{ rows: { events: number }[] }>('a');
    expect(good.body.rows.length).toBeGreaterThanOrEqual(7);
    expect(good.body.rows.reduce((sum, { events }) => sum + events, 0)).toBe(1);
    const bad = await read<ProblemBody>('b');
    expect([bad.status, bad.body.detail]).toEqual([400, expect.stringContaining('did you mean "events"?')]);
    expect((await read('c')).status).toBe(404);
  });

  it('opens a board by a link and nothing else, until it is altered, revoked or expired', async () => {
    const { id } = await make(board, analyst);
    expect((await app.call('POST', `/v1/boards/${id}/shares`, { days: 1 }, as(viewer))).status).toBe(403);
    const { body: share } = await app.call<Made>('POST', `/v1/boards/${id}/shares`, { days: 1 }, as(analyst));
    const open = <T>(token: string, rest = '') =>
      app.call<T>('GET', `/v1/shared/${token}${rest}`, undefined, { key: null });
    const seen = await open<{ cards: { query: object }[] }>(share.token);
    expect(seen.status).toBe(200);
    expect(seen.headers.get('referrer-policy')).toBe('no-referrer');
    expect(seen.body.cards[0].query).toEqual({ metrics: ['events'], granularity: 'day' });
    expect((await open(share.token, '/cards/a')).status).toBe(200);
    expect((await open(share.token, '/cards/other')).status).toBe(404);
    expect((await app.call('GET', '/v1/boards', undefined, { key: share.token })).status).toBe(401);
    const altered = share.token.slice(0, -1) + (share.token.endsWith('A') ? 'B' : 'A');
    expect((await open<ProblemBody>(altered)).body).toMatchObject({ code: 'not_found' });
    const stored = JSON.stringify(await app.app.services.control.documents('shares').list());
    expect(stored).not.toContain(share.token.split('.')[1]);

    const shares = app.app.services.control.documents('shares');
    const document = (await shares.get(share.id))!;
    const content = document.body.share as { expiresAt: number };
    await shares.put(
      share.id,
      { ...document.body, share: { ...content, expiresAt: Date.now() - 1 } },
      Date.now(),
    );
    expect((await open<ProblemBody>(share.token)).body).toMatchObject({ code: 'gone', status: 410 });
    await shares.put(share.id, document.body, Date.now());
    expect((await open(share.token)).status).toBe(200);
    await app.call('DELETE', `/v1/boards/${id}/shares/${share.id}`, undefined, as(analyst));
    expect((await open<ProblemBody>(share.token)).body.detail).toContain('revoked');
  });

  it('shows nothing else by a link when its board was removed', async () => {
    const shared = { ...board, shared: true };
    const remove = (id: string, cookie: string) =>
      app.call('DELETE', `/v1/boards/${id}`, undefined, as(cookie));
    const share = async (id: string) =>
      (await app.call<Made>('POST', `/v1/boards/${id}/shares`, { days: 1 }, as(analyst))).body.token;
    const back = async (id: string, title: string, cookie: string) =>
      (await app.call('POST', `/v1/boards?id=${id}`, { ...board, title }, as(cookie))).status;
    const open = async (token: string) =>
      (await app.call<Made>('GET', `/v1/shared/${token}`, undefined, { key: null })).body.title;

    const ours = (await make(shared, analyst)).id;
    const token = await share(ours);
    await remove(ours, analyst);
    expect(await back(ours, 'Not theirs', viewer)).toBe(403);
    expect(await back(ours, 'Back', analyst)).toBe(201);
    expect(await open(token)).toBe('Back');

    const viewers = (await make(shared, viewer)).id;
    const other = await share(viewers);
    await remove(viewers, viewer);
    expect(await back(viewers, 'Again', viewer)).toBe(201);
    expect(await open(other)).toBe('Again');
  });

  it('slows down whoever guesses tokens', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 40; i++) {
      statuses.add((await app.call('GET', `/v1/shared/guess-${i}`, undefined, { key: null })).status);
    }
    expect([...statuses].sort()).toEqual([404, 429]);
  });

  it('keeps views and annotations', async () => {
    const view = { title: 'Buyers', path: '/customers', search: 'segment=buyers', shared: true };
    expect((await app.call('POST', '/v1/views', view, as(viewer))).status).toBe(201);
    const { body } = await app.call<{ data: Made[] }>('GET', '/v1/views', undefined, as(analyst));
    expect(body.data).toMatchObject([{ ...view, mayEdit: true, author: { name: 'viewer' } }]);
    expect((await app.call('POST', '/v1/views', { ...view, path: '//evil.example' })).status).toBe(400);
    const at = '2026-01-02T00:00:00Z';
    const made = await app.call<Made>('POST', '/v1/annotations', { at, text: 'Sale' }, as(viewer));
    expect(made.status).toBe(201);
    const list = (query: string) => app.call<{ data: unknown[] }>('GET', `/v1/annotations${query}`);
    expect((await list('?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z')).body.data).toMatchObject([
      { text: 'Sale', author: { name: 'viewer' } },
    ]);
    expect((await list('?from=2026-01-03T00:00:00Z')).body.data).toEqual([]);
    expect((await app.call('DELETE', `/v1/annotations/${made.body.id}`, undefined, as(viewer))).status).toBe(
      204,
    );
  });

  it('keeps alerts: who may, names checked, preview and test', async () => {
    const alert = {
      ...{ title: 'No clicks', kind: 'metric', metric: 'clicks', step: 'hour' },
      condition: { kind: 'threshold', direction: 'below', value: 1 },
      channels: [{ kind: 'webhook', to: 'https://10.0.0.1/hook' }],
    };
    expect((await app.call('POST', '/v1/alerts', alert, as(viewer))).status).toBe(403);
    const refused = await app.call<ProblemBody>('POST', '/v1/alerts', alert, as(analyst));
    expect([refused.status, refused.body.errors?.[0].path]).toEqual([422, '/channels/0/to']);
    const quiet = { ...alert, channels: [] };
    const unknown = await app.call<ProblemBody>(
      'POST',
      '/v1/alerts',
      { ...quiet, metric: 'clics' },
      as(analyst),
    );
    expect([unknown.status, unknown.body.errors?.[0].path]).toEqual([400, '/metric']);
    const preview = await app.call<{ episodes: unknown[] }>('POST', '/v1/alerts/preview', quiet, as(viewer));
    expect(preview.body.episodes).toHaveLength(1);
    const made = await app.call<Made>('POST', '/v1/alerts', quiet, as(analyst));
    expect(made.body).toMatchObject({ status: 'ok', firing: false, title: 'No clicks', recent: [] });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const snoozed = await app.call('POST', `/v1/alerts/${made.body.id}/snooze`, { until }, as(analyst));
    expect(snoozed.body).toMatchObject({ status: 'snoozed', snoozedUntil: until });
    const history = await app.call<{ data: object[] }>('GET', `/v1/alerts/${made.body.id}/history`);
    // It may have been judged meanwhile.
    expect(history.body.data).toContainEqual(expect.objectContaining({ kind: 'snoozed', detail: 'analyst' }));
    expect((await app.call('POST', `/v1/alerts/${made.body.id}/test`)).body).toEqual({ data: [] });
    const path = `/v1/alerts/${made.body.id}`;
    expect((await app.call('DELETE', path, undefined, as(analyst))).status).toBe(204);
    expect((await app.call('GET', path)).status).toBe(404);
    expect((await app.call('POST', `${path}/restore`, undefined, as(viewer))).status).toBe(403);
    const back = await app.call('POST', `${path}/restore`, undefined, as(analyst));
    expect(back.body).toMatchObject({ id: made.body.id, status: 'snoozed', title: 'No clicks' });
    expect((await app.call('POST', `${path}/restore`, undefined, as(analyst))).status).toBe(410);
  });

  it("shows a webhook's host alone to who may not set it", async () => {
    const to = 'https://hooks.example.com/services/T0/secret';
    const report = { format: 'csv', blocks: [{ type: 'query', query: card.query, lastDays: 7 }] };
    const schedule = { name: 'Weekly', cron: '0 7 * * 1', timeZone: 'UTC', enabled: false, report };
    const alert = {
      ...{ title: 'Clicks', kind: 'metric', metric: 'clicks', step: 'hour', enabled: false },
      condition: { kind: 'threshold', direction: 'below', value: 1 },
    };
    for (const [list, body] of [
      ['/v1/alerts', { ...alert, channels: [{ kind: 'webhook', to }] }],
      ['/v1/reports/schedules', { ...schedule, to: { webhook: { url: to } } }],
    ] as const) {
      const { id } = (await app.call<Made>('POST', list, body, as(analyst))).body;
      for (const path of [list, `${list}/${id}`]) {
        const seen = async (cookie: string) =>
          JSON.stringify((await app.call('GET', path, undefined, as(cookie))).body);
        expect(await seen(analyst)).toContain(`"${to}"`);
        expect(await seen(viewer)).toContain('"https://hooks.example.com/…"');
        expect(await seen(viewer)).not.toContain('secret');
      }
    }
  });

  it('takes alerts of everything that can have problems, and finds those of failed jobs', async () => {
    const { jobs } = app.app.services;
    jobs.register('doomed', {
      resumable: false,
      run: () => Promise.reject(new AppError('conflict', 'no luck')),
    });
    await jobs.start('doomed', {});
    for (const kind of ['models', 'experiments', 'pipeline', 'jobs']) {
      const { status } = await app.call('POST', '/v1/alerts', { title: kind, kind }, as(analyst));
      expect(status, kind).toBe(201);
    }
    const ended = async () => (await jobs.list({ kind: 'doomed', limit: 1 })).data[0].state;
    await expect.poll(ended).toBe('failed');
    await app.app.services.alerts.run();
    const { body } = await app.call<{ data: { title: string; status: string; id: string }[] }>(
      'GET',
      '/v1/alerts',
    );
    const statuses = Object.fromEntries(body.data.map(({ title, status }) => [title, status]));
    expect(statuses).toMatchObject({ models: 'ok', experiments: 'ok', pipeline: 'ok', jobs: 'firing' });
    const { id } = body.data.find(({ title }) => title === 'jobs')!;
    const history = await app.call<{ data: object[] }>('GET', `/v1/alerts/${id}/history`);
    expect(history.body.data).toMatchObject([{ kind: 'firing', detail: 'doomed: no luck' }]);
    const wrong = await app.call<ProblemBody>(
      'POST',
      '/v1/alerts',
      { title: 'x', kind: 'jobs', step: 'hour', condition: { kind: 'anomaly', direction: 'either' } },
      as(analyst),
    );
    expect(wrong.body.errors).toMatchObject([
      { path: '/step', code: 'foreign' },
      { path: '/condition', code: 'foreign' },
    ]);
  });

  it("tells in the reader's language why a card has no answer, through links too", async () => {
    const broken = { ...card, id: 'b', query: { metrics: ['evnts'] } };
    const { id } = await make({ ...board, cards: [card, broken] }, analyst);
    const { token } = (await app.call<Made>('POST', `/v1/boards/${id}/shares`, { days: 1 }, as(analyst)))
      .body;
    for (const path of [`/v1/boards/${id}/cards/b`, `/v1/shared/${token}/cards/b`]) {
      const said = async (query: string) =>
        (await app.call<{ detail: string }>('GET', path + query, undefined, as(analyst))).body.detail;
      expect(await said('?locale=pt-BR')).toContain('você quis dizer');
      expect(await said('?locale=en')).toContain('did you mean');
    }
  });
});
