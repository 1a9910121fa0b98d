import { holm, sampleSize } from '@personalize/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

const dayMs = 86_400_000;

interface Power {
  effect: number | null;
  total: number;
  perVariant: number[];
  pairSample: number;
  expectedTotal: number | null;
  days: number | null;
  comparisons: number;
  varianceReduction: number;
  power: number | null;
  byWeek: { days: number; customers: number; effect: number | null }[];
  baseline: {
    proportion: number | null;
    mean: number | null;
    standardDeviation: number | null;
    source: string;
    customers: number | null;
  };
  traffic: { source: string; newCustomersPerDay: number; newCustomersByDay: number[] } | null;
}

let server: TestApp;
let key: string;
const post = <T = Power>(path: string, body: object) =>
  server.call<T>('POST', `/v1/experiments/${path}`, body, { key });
const power = async (body: object) => {
  const { status, body: answer } = await post<Power & ProblemBody>('power', body);
  expect([status, answer.detail]).toEqual([200, undefined]);
  return answer;
};
const refused = async (path: string, body: object) => {
  const { status, body: answer } = await post<ProblemBody>(path, body);
  return [status, JSON.stringify(answer.errors ?? answer.detail)] as const;
};

/** 600 customers come over 20 days; 30 % buy within two days, for 50 each, and half of them again much later. */
beforeAll(async () => {
  server = await TestApp.start();
  key = await server.key(['analytics:read']);
  const events: object[] = [];
  const now = Date.now();
  for (let i = 0; i < 600; i++) {
    const customerId = `c-${i}`;
    const entered = now - 26 * dayMs + (i % 20) * dayMs;
    const at = (ms: number) => new Date(ms).toISOString();
    events.push({ type: 'page_view', customerId, timestamp: at(entered) });
    if (i % 10 < 3)
      events.push({
        ...{ type: 'purchase', customerId, timestamp: at(entered + dayMs) },
        ...{ value: 50, currency: 'BRL' },
      });
    if (i % 10 === 9)
      events.push({
        type: 'purchase',
        customerId,
        timestamp: at(entered + 5 * dayMs),
        value: 50,
        currency: 'BRL',
      });
  }
  const { body } = await server.send(events);
  expect(body.rejected).toEqual([]);
  await server.settle();
}, 60_000);
afterAll(() => server.close());

const buyers = {
  ...{ key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'], conversionDays: 2 },
};

describe('POST /v1/experiments/power', () => {
  it('gives the sample and the days for an effect', async () => {
    const answer = await power({
      baseline: { proportion: 0.1 },
      ...{ minimumEffect: 0.1, method: 'fixed', newCustomersPerDay: 2000 },
    });
    const expected = sampleSize({ baseline: { proportion: 0.1 }, method: 'fixed' }, 0.1);
    expect(answer).toMatchObject({
      total: expected.total,
      pairSample: expected.total,
      power: 0.8,
      effect: 0.1,
    });
    expect(answer.perVariant).toEqual([expected.control, expected.treatment]);
    expect(answer.days).toBe(Math.ceil(expected.total / 2000 / 7) * 7);
    expect(answer.baseline).toMatchObject({ proportion: 0.1, source: 'given' });
  });

  it('shares the error rate among variants and goals, and counts all variants', async () => {
    const two = await power({ baseline: { proportion: 0.1 }, minimumEffect: 0.1, newCustomersPerDay: 2000 });
    const four = await power({
      baseline: { proportion: 0.1 },
      ...{ minimumEffect: 0.1, newCustomersPerDay: 2000, goals: 2, weights: [0.25, 0.25, 0.25, 0.25] },
    });
    expect(four.comparisons).toBe(6);
    expect(four.perVariant).toHaveLength(4);
    expect(four.pairSample).toBeGreaterThan(two.pairSample);
    expect(four.total).toBeCloseTo(2 * four.pairSample, -1);
  });

  it('says what some days detect, and the same plan detects it with the power asked for', async () => {
    const common = { baseline: { mean: 20, standardDeviation: 40 }, newCustomersPerDay: 500 };
    const inverse = await power({ ...common, days: 28 });
    expect(inverse.total).toBe(14_000);
    expect(inverse.power).toBeCloseTo(0.8, 3);
    const { pairSample } = await power({ ...common, minimumEffect: inverse.effect! });
    expect(pairSample / 14_000).toBeCloseTo(1, 2);
    const effects = inverse.byWeek.map(({ effect }) => effect!);
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
    expect(effects[3]).toBeCloseTo(inverse.effect!, 6);
  });

  it('reads baseline and traffic from the history', async () => {
    const answer = await power({ metric: buyers, minimumEffect: 0.2, method: 'fixed' });
    expect(answer.baseline).toMatchObject({ proportion: 0.3, customers: 600, source: 'history' });
    expect(answer.traffic?.source).toBe('history');
    expect(answer.traffic?.newCustomersByDay.slice(0, 28).reduce((a, b) => a + b, 0)).toBe(600);
    const revenue = await power({
      metric: { ...buyers, key: 'revenue', kind: 'revenue', currency: 'BRL', winsoriseAt: 1 },
      minimumEffect: 0.2,
    });
    expect(revenue.baseline.mean).toBeCloseTo(15, 10);
    expect(revenue.baseline.standardDeviation).toBeCloseTo(50 * Math.sqrt(0.3 * 0.7 * (600 / 599)), 8);
  });

  it('reads those of a placement or a segment only', async () => {
    const none = await post<ProblemBody>('power', {
      ...{ metric: buyers, minimumEffect: 0.2, traffic: { placement: 'home' } },
    });
    expect([none.status, none.body.detail]).toEqual([422, expect.stringContaining('nobody entered')]);
    const answer = await power({
      baseline: { proportion: 0.3 },
      ...{ minimumEffect: 0.2, traffic: { segments: ['nobody is here'] } },
    });
    expect([answer.days, answer.traffic, answer.byWeek]).toEqual([null, null, []]);
  });

  it('refuses what does not fit, by name', async () => {
    const baseline = { proportion: 0.1 };
    expect(await refused('power', { minimumEffect: 0.1 })).toEqual([
      400,
      expect.stringContaining('/baseline'),
    ]);
    expect(await refused('power', { baseline, metric: buyers, minimumEffect: 0.1 })).toEqual([
      400,
      expect.stringContaining('not both'),
    ]);
    expect(await refused('power', { baseline })).toEqual([400, expect.stringContaining('/minimumEffect')]);
    expect(await refused('power', { baseline, minimumEffect: 0 })).toEqual([
      400,
      expect.stringContaining('other than 0, got 0'),
    ]);
    expect(await refused('power', { baseline, minimumEffect: 20 })).toEqual([
      400,
      expect.stringContaining('proportion between 0 and 1, got 2.1'),
    ]);
    expect(await refused('power', { baseline, minimumEffect: 0.1, weights: [0.5, 0.4] })).toEqual([
      400,
      expect.stringContaining('must sum to 1, got 0.9'),
    ]);
  });
});

describe('POST /v1/experiments/adjust', () => {
  const pValues = [0.01, 0.04, null, 0.03, 0.005];

  it('corrects by Holm and by Benjamini and Hochberg', async () => {
    const { body } = await post<{
      tests: number;
      significant: number;
      results: { adjustedPValue: number | null }[];
    }>('adjust', { pValues });
    expect(body.results.map((one) => one.adjustedPValue)).toEqual(holm(pValues));
    // By hand: 4 × .005, 3 × .01, then 2 × .03 = .06, and .04 not below it.
    expect(body.results.map((one) => one.adjustedPValue)).toEqual([0.03, 0.06, null, 0.06, 0.02]);
    expect([body.tests, body.significant]).toEqual([4, 2]);
    const other = await post<typeof body>('adjust', { pValues, correction: 'benjaminiHochberg' });
    const rounded = other.body.results.map(({ adjustedPValue: p }) =>
      p === null ? p : Number(p.toFixed(12)),
    );
    expect(rounded).toEqual([0.02, 0.04, null, 0.04, 0.02]);
    expect(other.body.significant).toBe(4);
  });

  it('refuses what is no p-value', async () => {
    expect(await refused('adjust', { pValues: [1.2] })).toEqual([400, expect.stringContaining('/pValues/0')]);
    expect(await refused('adjust', { pValues: [] })).toEqual([400, expect.stringContaining('/pValues')]);
  });
});
