import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface AnswerBody {
  columns: { name: string }[];
  rows: Record<string, unknown>[];
  totals?: { values: Record<string, number> };
  meta: { elapsedMs: number; rowsRead: number; freshAsOf: string; rollup: string | null; cached: boolean };
}

describe('analytics over HTTP', () => {
  let app: TestApp;
  const hour = 3_600_000;
  const start = Math.floor(Date.now() / hour) * hour - 5 * hour;
  const at = (ms: number) => new Date(ms).toISOString();
  const query = { metrics: ['events', 'revenue'], from: at(start), to: at(start + 4 * hour) };

  beforeAll(async () => {
    app = await TestApp.start();
    await app.send(
      Array.from({ length: 40 }, (_, i) => ({
        type: i % 4 === 0 ? 'purchase' : 'page_view',
        customerId: `c-${i % 3}`,
        timestamp: at(start + (i % 4) * hour + i * 1000),
        channel: i < 30 ? 'web' : 'app',
        ...(i % 4 === 0 ? { value: 2.5, currency: 'USD' } : {}),
      })),
    );
    await app.settle();
  });
  afterAll(() => app.close());

  const ask = (body: object) => app.call<AnswerBody>('POST', '/v1/analytics/query', body);

  it('answers with columns, rows and where they come from', async () => {
    const { status, body } = await ask({ ...query, dimensions: ['channel'], totals: true });
    expect(status).toBe(200);
    expect(body.columns.map(({ name }) => name)).toEqual(['channel', 'events', 'revenue']);
    expect(body.rows).toEqual([
      { channel: 'web', events: 30, revenue: 20 },
      { channel: 'app', events: 10, revenue: 5 },
    ]);
    expect(body.totals?.values).toEqual({ events: 40, revenue: 25 });
    expect(body.meta.rollup).toBe('hour');
    expect(Math.abs(Date.parse(body.meta.freshAsOf) - Date.now())).toBeLessThan(60_000);
  });

  it('counts new events although the question is the same', async () => {
    const before = (await ask(query)).body;
    expect((await ask(query)).body.rows).toEqual(before.rows);
    await app.send([{ type: 'click', customerId: 'c-1', timestamp: at(start + hour) }]);
    await app.settle();
    const after = (await ask(query)).body;
    expect(after.rows[0].events).toBe(Number(before.rows[0].events) + 1);
    expect(after.meta.cached).toBe(false);
  });

  it('lists its names, and refuses others with the nearest one', async () => {
    const { body } = await app.call<{ metrics: { name: string; dimensions: string[] }[] }>(
      'GET',
      '/v1/analytics/schema',
    );
    expect(body.metrics.find(({ name }) => name === 'revenue')?.dimensions).toContain('category');
    const problem = await app.call<ProblemBody>('POST', '/v1/analytics/query', {
      ...query,
      metrics: ['evnts'],
    });
    expect([problem.status, problem.body.errors?.[0].path]).toEqual([400, '/metrics/0']);
    expect(problem.body.detail).toContain('did you mean "events"?');
    expect((await ask({ ...query, unknown: 1 })).status).toBe(400);
  });

  it('counts steps and returns', async () => {
    const { from } = query;
    const to = at(start + 6 * hour);
    const funnel = await app.call('POST', '/v1/analytics/funnel', {
      from,
      to,
      steps: [{ events: ['page_view'] }, { events: ['purchase', 'page_view'] }],
    });
    expect([funnel.status, funnel.body.groups]).toMatchObject([
      200,
      [{ value: null, steps: [{ people: 3 }, { people: 3, rate: 1, fromPrevious: 1 }] }],
    ]);
    const retention = { from, to, start: ['purchase'], return: ['page_view'], granularity: 'month' };
    const answer = await app.call<{ cohorts: { people: number }[] }>(
      'POST',
      '/v1/analytics/retention',
      retention,
    );
    expect([answer.status, answer.body.cohorts.reduce((sum, { people }) => sum + people, 0)]).toEqual([
      200, 3,
    ]);
    expect((await app.call('POST', '/v1/analytics/funnel', { from, to, steps: [] })).status).toBe(400);
  });

  it('refuses in the language of the reader', async () => {
    const wrong = { ...query, metrics: ['evnts'] };
    const byQuery = await app.call<ProblemBody>('POST', '/v1/analytics/query?locale=pt-BR', wrong);
    expect([byQuery.status, byQuery.body.detail]).toEqual([
      400,
      'métrica desconhecida "evnts"; você quis dizer "events"?',
    ]);
    const pt = { headers: { 'accept-language': 'pt-BR,pt;q=0.9,en;q=0.8' } };
    const byHeader = await app.call<ProblemBody>('POST', '/v1/analytics/query', wrong, pt);
    expect(byHeader.body.errors?.[0]).toMatchObject({ path: '/metrics/0' });
    expect(byHeader.body.detail).toContain('você quis dizer');
    const french = { headers: { 'accept-language': 'fr' } };
    expect((await app.call<ProblemBody>('POST', '/v1/analytics/query', wrong, french)).body.detail).toContain(
      'did you mean',
    );
    const channel = (value: string) => ({ dimension: 'channel', op: 'eq', values: [value] });
    const none = { ...query, filters: [channel('web'), channel('app')] };
    const excluded = await app.call<{ meta: { notices: string[] } }>(
      'POST',
      '/v1/analytics/query?locale=pt-BR',
      none,
    );
    expect(excluded.body.meta.notices).toEqual(['os filtros de channel se excluem: nada passa pelos dois']);
  });

  it('answers paths, buyers, lifetimes and anomalies', async () => {
    const { from } = query;
    const to = at(start + 6 * hour);
    const ok = async (path: string, body: object) => {
      const { status, body: found } = await app.call<Record<string, unknown>>('POST', path, {
        ...{ from, to },
        ...body,
      });
      expect([path, status, found.detail]).toEqual([path, 200, undefined]);
      return found;
    };
    const paths = await ok('/v1/analytics/paths', { start: { events: ['page_view'] } });
    expect(paths.nodes).not.toHaveLength(0);
    expect(await ok('/v1/analytics/rfm', {})).toMatchObject({ customers: 3 });
    await ok('/v1/analytics/lifetime', { start: ['purchase'], granularity: 'month' });
    const series = { metric: 'events', granularity: 'hour' };
    const judged = await ok('/v1/analytics/anomalies?locale=pt-BR', series);
    expect(judged.reason).toMatchObject({ key: 'short_history', text: expect.stringContaining('semanas') });
    await ok('/v1/analytics/funnel', {
      steps: [{ events: ['page_view'] }, { events: ['purchase'] }],
      times: true,
    });
  });

  it('needs the scope analytics:read', async () => {
    const key = await app.key(['events:write']);
    expect((await app.call('POST', '/v1/analytics/query', query, { key })).status).toBe(403);
  });
});
