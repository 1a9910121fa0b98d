import { incrementalReturns, riskPerformance } from '@personalize/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface Arm {
  name: string;
  control: string | null;
  count: number;
  value: number | null;
  controlValue: number | null;
  days: string[];
  returns: number[];
  skipped: { day: string; reason: string }[];
  risk: Record<string, unknown> & {
    reasons: Record<string, { key: string }>;
    intervals: Record<string, { lower: number | null; upper: number | null }>;
    equity: number[];
  };
}

const start = Date.parse('2026-03-01T00:00:00Z');
const day = 86_400_000;
const days = 8;
/** Decisions of each arm, placement and day. */
const perDay = 30;
/** Reward per decision of the new policy over the old one's, less 1, by day. */
const lifts = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];
const base = 2;

let server: TestApp;
let key: string;
const period = `from=${new Date(start).toISOString()}&to=${new Date(start + days * day).toISOString()}`;
const measure = <T = { data: Arm[] }>(query: string, more = `&${period}`) =>
  server.call<T>('GET', `/v1/analytics/policies?${query}${more}`, undefined, { key });
const text = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', '');

interface Told {
  policy: string;
  variant: string;
  placement: string;
  /** Reward per decision. */
  value: number;
}

function warehouseRows() {
  const decisions: object[] = [];
  const events: object[] = [];
  let n = 0;
  const decide = (today: number, { policy, variant, placement, value }: Told) => {
    for (let i = 0; i < perDay; i++) {
      const id = `d${n++}`;
      const at = start + today * day + i * 60_000;
      const common = { offset: n, timestamp: text(at), received_at: text(at), customer_id: `c${i}` };
      decisions.push({
        ...{ ...common, decision_id: id, placement, model: 'm@1', policy, variant },
        ...{
          'slots.item_id': ['i1'],
          'slots.source': ['popular'],
          'slots.score': [1],
          'slots.propensity': [0.5],
        },
        ...{ 'slots.features': [[]], 'slots.evidence': [[]] },
      });
      // One decision in three sells, so that means come from sums; what comes after a day earns nothing.
      if (i % 3 > 0) continue;
      const event = { type: 'purchase', customerId: `c${i}`, itemId: 'i1', decisionId: id, currency: 'EUR' };
      events.push({ ...event, value: 3 * value, timestamp: new Date(at).toISOString() });
      events.push({ ...event, value: 1000, timestamp: new Date(at + 25 * 3_600_000).toISOString() });
    }
  };
  for (let today = 0; today < days; today++) {
    const lift = 1 + lifts[today];
    decide(today, { policy: 'old', variant: 'shop:control', placement: 'home', value: base });
    decide(today, { policy: 'new', variant: 'shop:blue', placement: 'home', value: base * lift });
    // Another placement earns ten times as much and shows the old policy only: it must not blur the comparison.
    decide(today, { policy: 'old', variant: '', placement: 'cart', value: 10 * base });
  }
  return { decisions, events };
}

beforeAll(async () => {
  server = await TestApp.start();
  key = await server.key(['analytics:read']);
  const { warehouse } = server.app.services;
  const { decisions, events } = warehouseRows();
  const reached = Array.from({ length: 10 }, (_, i) => ({
    ...{ type: 'campaign_received', customerId: `c${i}`, properties: { campaignId: '8' } },
    timestamp: new Date(start + day).toISOString(),
  }));
  // Who comes after the campaign was nobody's control while it ran.
  const late = Array.from({ length: 200 }, (_, i) => ({
    ...{ type: 'page_view', customerId: `late${i}` },
    timestamp: new Date(start + 6 * day).toISOString(),
  }));
  const lines = decisions.map((row) => JSON.stringify(row)).join('\n');
  await warehouse.insert('decisions', lines, 'test-decisions');
  const sent = await server.send([...events, ...reached, ...late]);
  expect([sent.status, sent.body.rejected]).toEqual([202, []]);
  await server.settle();
}, 60_000);
afterAll(() => server.close());

const arm = (data: Arm[], name: string) => data.find((one) => one.name === name)!;

describe('GET /v1/analytics/policies', () => {
  it('measures the daily lift of a policy over the others on its own placements', async () => {
    const { status, body } = await measure('by=policy&periodsPerYear=252');
    expect(status).toBe(200);
    const found = arm(body.data, 'new');
    expect(found.control).toBeNull();
    expect(found.days).toHaveLength(days);
    found.returns.forEach((value, i) => {
      expect(value).toBeCloseTo(lifts[i], 9);
    });
    expect(found.controlValue).toBeCloseTo(base, 9);
    const expected = riskPerformance({ returns: lifts }, { periodsPerYear: 252 });
    expect(found.risk.sharpeRatio).toBeCloseTo(expected.sharpeRatio!, 6);
    expect(found.risk.sharpeRatio).toBeCloseTo(1.7238613961706857, 6);
    expect(found.risk.maxDrawdown).toBeCloseTo(0.1, 6);
    expect(found.risk.equity).toHaveLength(days + 1);
    expect(found.risk.intervals.winRate.lower).toBeLessThan(0.75);
  });

  it("holds a variant against its experiment's control, and any arm against the one named", async () => {
    const variants = (await measure('by=variant')).body.data;
    expect(variants.map(({ name }) => name)).toEqual(['shop:blue']);
    expect(arm(variants, 'shop:blue')).toMatchObject({ control: 'shop:control', count: days * perDay });
    const named = (await measure('by=policy&control=old&placement=home')).body.data;
    expect(named.map(({ name, control }) => [name, control])).toEqual([['new', 'old']]);
    expect(named[0].returns[1]).toBeCloseTo(0.1, 9);
  });

  it('names days without a return, and figures without a value', async () => {
    const few = (await measure(`by=policy&minDecisions=${perDay + 1}&placement=home`)).body.data;
    expect(few[0].returns).toEqual([]);
    expect(few[0].skipped[0]).toEqual({ day: '2026-03-01', reason: 'too_few' });
    expect(few[0].risk.sharpeRatio).toBeNull();
    expect(few[0].risk.reasons.sharpeRatio.key).toBe('empty');
    const alone = (await measure('by=model')).body.data;
    expect(alone[0].skipped).toHaveLength(days);
    expect(alone[0].skipped[0].reason).toBe('no_control_exposure');
    const clicks = (await measure('by=policy&reward=click&placement=home')).body.data;
    expect(clicks[0].skipped[0].reason).toBe('no_control_reward');
  });

  it('holds a campaign against the customers it never reached', async () => {
    const { body } = await measure('by=campaign&minDecisions=1&campaignDays=3');
    const [campaign] = body.data;
    expect(campaign).toMatchObject({ name: '8', control: null });
    expect(campaign.days).toEqual(['2026-03-02', '2026-03-03', '2026-03-04']);
    expect(campaign.count).toBe(3 * 10);
    // Four of the ten that were reached buy (c0, c3, c6, c9); of the others only the six buyers had come.
    const perBuyer = 4 / 10 / (6 / 6) - 1;
    expect(campaign.returns.every((value) => Math.abs(value - perBuyer) < 1e-6)).toBe(true);
  });

  it('keeps the reference series of incremental returns', () => {
    const treated = lifts.map((lift) => ({ count: 10, reward: 10 * base * (1 + lift) }));
    const control = lifts.map(() => ({ count: 10, reward: 10 * base }));
    incrementalReturns(treated, control).returns.forEach((value, i) => {
      expect(value).toBeCloseTo(lifts[i], 12);
    });
  });

  it.each([
    ['by=weather', '/by'],
    ['by=policy&from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z', '/to'],
    ['by=policy&from=2020-02-02T00:00:00Z&to=2026-02-01T00:00:00Z', '/to'],
    ['by=policy&timeZone=Mars/Base', '/timeZone'],
    ['by=policy&timeZone=%2B05:30', '/timeZone'],
    [`by=policy&control=nobody&${period}`, '/control'],
    ['by=policy&riskFree=7', '/riskFree'],
  ])('refuses %s', async (query, path) => {
    const { status, body } = await measure<ProblemBody>(query, '');
    expect(status).toBe(400);
    expect(body.errors?.some((error) => error.path.endsWith(path))).toBe(true);
  });
});

describe('GET /v1/decisions', () => {
  it('lists decisions, newest first, with what they earned by their id', async () => {
    const list = (query: string) =>
      server.call<{ data: Record<string, unknown>[]; nextCursor: string | null }>(
        'GET',
        `/v1/decisions?${query}`,
        undefined,
        { key },
      );
    const { body } = await list('placement=cart&limit=3');
    expect(body.data.map(({ timestamp }) => timestamp)).toEqual([
      '2026-03-08T00:29:00.000Z',
      '2026-03-08T00:28:00.000Z',
      '2026-03-08T00:27:00.000Z',
    ]);
    expect(body.data[2]).toMatchObject({
      ...{ policy: 'old', variant: null, reward: { clicks: 0, conversions: 1, value: 60 } },
      slate: [{ rank: 1, itemId: 'i1', propensity: 0.5, bought: true, clicked: false }],
    });
    const next = await list(`placement=cart&limit=3&cursor=${body.nextCursor}`);
    expect(next.body.data[0].timestamp).toBe('2026-03-08T00:26:00.000Z');
    expect((await list('customerId=c3&policy=new')).body.data).toHaveLength(days);
    expect((await list('cursor=nonsense')).status).toBe(400);
  });
});
