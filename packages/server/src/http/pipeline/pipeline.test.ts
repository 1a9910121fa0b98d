import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';
import { finished, nodeOf, type RunAnswer, runPipeline } from './testing/pipeline-client.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

const day = 86_400_000;
const start = Date.now() - 10 * day;
const at = (days: number, minutes = 0) => new Date(start + days * day + minutes * 60_000).toISOString();
const models = 'personalization_models';

async function query<Row>(sql: string): Promise<Row[]> {
  return (await app.app.services.warehouse.query<Row>(sql)).rows;
}

/** One decision for a customer; with `value`, they click and buy its first item. */
async function decide(customerId: string, value?: number): Promise<string> {
  const { body } = await app.call<{ decisionId: string; recommendations: { itemId: string }[] }>(
    'POST',
    '/v1/recommendations',
    { placement: 'home', customerId, limit: 2 },
  );
  const common = { customerId, decisionId: body.decisionId, itemId: body.recommendations[0].itemId };
  if (value !== undefined) {
    await app.send([
      { ...common, messageId: `click-${body.decisionId}`, type: 'click' },
      { ...common, messageId: `buy-${body.decisionId}`, type: 'purchase', value, quantity: 1 },
    ]);
  }
  return body.decisionId;
}

describe('the shipped project', () => {
  beforeAll(async () => {
    await app.call('POST', '/v1/items', {
      items: [
        { itemId: 'lamp', title: 'Lamp', category: 'home', price: 20, currency: 'EUR' },
        { itemId: 'cup', title: 'Cup', category: 'kitchen', price: 5, currency: 'EUR' },
      ],
    });
    const events: object[] = [];
    for (let i = 0; i < 40; i++) {
      const who = i % 4 === 0 ? { anonymousId: `v${i}` } : { customerId: `c${i % 10}` };
      events.push({ messageId: `v-${i}`, type: 'page_view', itemId: 'lamp', timestamp: at(i % 8), ...who });
      if (i % 3 === 0) continue;
      const bought = { type: 'purchase', itemId: i % 5 === 0 ? 'cup' : 'lamp', value: i, quantity: 1 };
      events.push({ messageId: `p-${i}`, timestamp: at(i % 8, 5), currency: 'EUR', ...bought, ...who });
    }
    events.push({ messageId: 'alias', type: 'alias', customerId: 'c1', anonymousId: 'v4', timestamp: at(9) });
    await app.send(events);
    for (let i = 0; i < 6; i++) await decide(`c${i}`, i % 2 === 0 ? 7 : undefined);
    await app.settle();
  });

  it('builds over real events and decisions, and every check passes', async () => {
    const run = await runPipeline(app);
    expect(run.nodes.filter(({ status }) => !['success', 'pass'].includes(status))).toEqual([]);
    expect(run).toMatchObject({ state: 'done', error: '' });
    expect(run.counts.success).toBe(15);
    expect(run.counts.pass).toBeGreaterThan(40);
  });

  it('counts in its marts what direct queries count', async () => {
    const persons = await query<Record<string, number>>(
      `SELECT person_id, purchases, revenue, page_views FROM ${models}.customer_360 ORDER BY person_id`,
    );
    const direct = await query<Record<string, number>>(
      `SELECT if(who = 'a:v4', 'c:c1', who) AS person_id, countIf(type = 'purchase') AS purchases,
         sumIf(ifNull(value, 0), type = 'purchase') AS revenue, countIf(type = 'page_view') AS page_views
       FROM (SELECT *, if(customer_id != '', concat('c:', customer_id), concat('a:', anonymous_id)) AS who FROM events
             WHERE type NOT IN ('segment_entered', 'segment_left'))
       GROUP BY person_id ORDER BY person_id`,
    );
    expect(persons).toEqual(direct);
    expect(persons.find(({ person_id }) => String(person_id) === 'a:v4')).toBeUndefined();

    const [items] = await query<{ revenue: number; buyers: number; recommended: number }>(
      `SELECT sum(revenue) AS revenue, sum(purchases) AS buyers, sum(recommended) AS recommended FROM ${models}.item_performance`,
    );
    const [raw] = await query<{ revenue: number; buyers: number; recommended: number }>(
      `SELECT sumIf(ifNull(value, 0), type = 'purchase') AS revenue, countIf(type = 'purchase') AS buyers,
         (SELECT sum(length(\`slots.item_id\`)) FROM decisions) AS recommended FROM events`,
    );
    expect(items).toEqual(raw);

    const outcomes = await query(
      `SELECT count() AS decisions, sum(clicks) AS clicks, sum(conversions) AS conversions, sum(value) AS value
       FROM ${models}.decision_outcomes`,
    );
    expect(outcomes).toEqual([{ decisions: 6, clicks: 3, conversions: 3, value: 21 }]);
    const returns = await query(
      `SELECT sum(decisions) AS decisions, sum(value) AS value, sum(clicked) AS clicked FROM ${models}.policy_daily_returns`,
    );
    expect(returns).toEqual([{ decisions: 6, value: 21, clicked: 3 }]);
  });

  it('adds decisions to an incremental model once, and takes rewards that came later', async () => {
    const first = await decide('c1');
    await app.settle();
    await runPipeline(app, { command: 'run', select: ['decision_outcomes'] });
    const again = await runPipeline(app, { command: 'run', select: ['decision_outcomes'] });
    expect(nodeOf(again, 'decision_outcomes')).toMatchObject({ status: 'success', rows: 7 });
    await app.send([
      { messageId: 'late', type: 'purchase', customerId: 'c1', itemId: 'lamp', value: 3, decisionId: first },
    ]);
    await app.settle();
    await runPipeline(app, { command: 'run', select: ['decision_outcomes'] });
    const rows = await query(
      `SELECT count() AS count, uniqExact(decision_id) AS decisions, sum(value) AS value FROM ${models}.decision_outcomes`,
    );
    expect(rows).toEqual([{ count: 7, decisions: 7, value: 24 }]);
    const full = await runPipeline(app, { command: 'run', select: ['decision_outcomes'], fullRefresh: true });
    expect(nodeOf(full, 'decision_outcomes').rows).toBe(7);
  });

  it('lists graph, runs and states', async () => {
    const { body } = await app.call<{
      nodes: {
        name: string;
        kind: string;
        modified: boolean;
        last: { rows: number } | null;
        columns: unknown[];
      }[];
      problems: unknown[];
    }>('GET', '/v1/pipeline');
    expect(body.problems).toEqual([]);
    const customers = body.nodes.find(({ name }) => name === 'customer_360');
    expect(customers).toMatchObject({ kind: 'model', modified: false, last: { status: 'success' } });
    for (const { kind, name, columns } of body.nodes) {
      if (kind === 'model') expect(columns.length, name).toBeGreaterThan(1);
    }
    const runs = await app.call<{ data: RunAnswer[] }>('GET', '/v1/pipeline/runs');
    expect(runs.body.data.length).toBeGreaterThan(3);
    const unknown = await app.call<ProblemBody>('GET', '/v1/pipeline/runs/none');
    expect(unknown.status).toBe(404);
  });

  it('describes every column that its models have, and no others', async () => {
    const { body } = await app.call<{
      nodes: { name: string; relation: string; kind: string; columns: { name: string }[] }[];
    }>('GET', '/v1/pipeline');
    for (const { name, relation, kind, columns } of body.nodes) {
      if (kind !== 'model') continue;
      const real = await query<{ name: string }>(
        `SELECT name FROM system.columns WHERE concat(database, '.', table) = '${relation}'`,
      );
      expect(columns.map((column) => column.name).sort(), name).toEqual(
        real.map((column) => column.name).sort(),
      );
    }
  });

  it('runs one at a time, refuses selectors and variables with the reason, and cancels', async () => {
    const started = await app.call<{ id: string }>('POST', '/v1/pipeline/runs', {});
    const second = await app.call<ProblemBody>('POST', '/v1/pipeline/runs', {});
    expect(second.status).toBe(409);
    expect(second.body.detail).toContain(started.body.id);
    await app.call('DELETE', `/v1/jobs/${started.body.id}`);
    const run = await finished(app, started.body.id);
    expect(['cancelled', 'done']).toContain(run.state);

    const refused = async (body: object) =>
      (await app.call<ProblemBody>('POST', '/v1/pipeline/runs', body)).body.detail;
    expect(await refused({ select: ['customer_36'] })).toContain('did you mean customer_360');
    const { body: unknown } = await app.call<ProblemBody>('POST', '/v1/pipeline/runs', {
      exclude: ['tag:zzzzzz'],
    });
    expect(unknown.errors).toMatchObject([
      {
        path: '/exclude',
        code: 'selectorNothing',
        params: { got: '"tag:zzzzzz"', known: ['intermediate', 'marts', 'staging'] },
      },
    ]);
    expect(await refused({ vars: { late_day: 3 } })).toContain('did you mean late_days');
    expect(await refused({ vars: { late_days: "3) UNION ALL SELECT 'x" } })).toContain('part of SQL');
    expect(await refused({ vars: { source_schema: 'system' } })).toContain('belongs to the server');
  });

  it('takes an erased customer out of every model', async () => {
    await runPipeline(app, { command: 'run' });
    const left = () =>
      query(`SELECT countIf(customer_id = 'c1') AS persons, (SELECT countIf(customer_id = 'c1') FROM ${models}.decision_outcomes) AS decisions
        FROM ${models}.customer_360`);
    expect(await left()).toEqual([{ persons: 1, decisions: 2 }]);
    const { body } = await app.call<{ id: string }>('DELETE', '/v1/customers/c1');
    for (;;) {
      const job = await app.call<{ state: string; error: string }>('GET', `/v1/jobs/${body.id}`);
      if (job.body.state === 'done') break;
      expect(['queued', 'running'], job.body.error).toContain(job.body.state);
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(await left()).toEqual([{ persons: 0, decisions: 0 }]);
  }, 60_000);
});
