import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

const hour = 3_600_000;
const customers = 3000;

interface Comparison {
  variant: string;
  comparison: { absolute: { value: number }; relative: { value: number } | null } | null;
  significant: boolean;
  adjustment: { cuped: boolean; varianceReduction: number | null };
  guardrail: { status: string } | null;
  problem: { key: string; text: string } | null;
}
interface Metric {
  key: string;
  variants: Record<string, { n: number; mean: number; problem: { text: string } | null }>;
  comparisons: Comparison[];
}
interface Results {
  edits: { changes: string[] }[];
  exposures: { variant: string; customers: number }[];
  exposuresByDay: { day: string; variant: string; customers: number }[];
  sampleRatio: { value: { mismatch: boolean } };
  multipleExposures: { customers: number; flagged: boolean };
  preExposure: { metric: string; biased: boolean }[];
  metrics: Metric[];
  breakdown: {
    isOverlapping: boolean;
    withheldCells: number;
    metrics: { metric: string; cells: (Partial<Pick<Metric, 'variants'>> & { levels: string[] })[] }[];
  } | null;
  decision: {
    action: string;
    variant: string | null;
    text: string;
    reasons: { key: string; text: string }[];
  };
}

let server: TestApp;
const definition = {
  key: 'price',
  hypothesis: 'A clearer price sells more.',
  variants: [
    { key: 'control', weight: 0.5, effect: { kind: 'none' } },
    { key: 'clear', weight: 0.5, effect: { kind: 'none' } },
  ],
  conversionDays: 2,
  metrics: [
    { key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] },
    { key: 'views', kind: 'mean', of: 'count', role: 'secondary', events: ['page_view'] },
    {
      key: 'revenue',
      kind: 'revenue',
      role: 'secondary',
      events: ['purchase'],
      currency: 'BRL',
      winsoriseAt: 0.9,
    },
    {
      key: 'perView',
      kind: 'ratio',
      of: 'count',
      role: 'secondary',
      events: ['purchase'],
      denominator: ['page_view'],
    },
    { key: 'refunds', kind: 'proportion', role: 'guardrail', direction: 'decrease', events: ['refund'] },
    { key: 'back', kind: 'retention', role: 'secondary', events: ['page_view'], fromDay: 1, toDay: 2 },
  ],
  plan: { minimumDays: 0 },
};
/** What each customer does, told apart by number alone, so that the sums are known. */
const views = (i: number) => i % 4;
const buys = (i: number, treated: boolean) => i % 10 < (treated ? 4 : 2);
const spends = (i: number) => 10 + (i % 97);

const read = async (query = '') =>
  (await server.call<Results>('GET', `/v1/experiments/price/results${query}`)).body;
const metric = (results: Results, key: string) => results.metrics.find((m) => m.key === key)!;

const variantOf = new Map<number, string>();
beforeAll(async () => {
  server = await TestApp.start();
  await server.call('POST', '/v1/experiments', definition);
  await server.call('POST', '/v1/experiments/price/start');
  const { experimentation, journal, warehouseWriter } = server.app.services;
  const stored = experimentation.experiments.stored('price');
  await Promise.all(
    Array.from({ length: customers }, async (_, i) => {
      const subject = i === 7 ? { anonymousId: 'visitor' } : { customerId: `c-${i}` };
      const { variant } = await experimentation.assigner.expose(stored, subject, 'live');
      variantOf.set(i, variant!);
    }),
  );
  const at = Date.now();
  const events: object[] = [];
  const add = (i: number, type: string, offset: number, more: object = {}) => {
    const timestamp = new Date(at + offset).toISOString();
    events.push({ type, customerId: `c-${i}`, timestamp, ...more });
  };
  events.push({ type: 'identify', customerId: 'c-7', anonymousId: 'visitor' });
  for (let i = 0; i < customers; i++) {
    for (let k = 0; k < views(i); k++) {
      add(i, 'page_view', 1000 + k);
      add(i, 'page_view', -24 * hour + k);
    }
    if (i % 7 === 0) add(i, 'page_view', -25 * hour);
    if (buys(i, variantOf.get(i) === 'clear'))
      add(i, 'purchase', 2000, { value: spends(i), currency: 'BRL' });
    if (i % 50 === 0) add(i, 'purchase', 3000, { value: 1e6, currency: 'USD' });
    if (i % 40 === 0) add(i, 'refund', 4000);
  }
  for (let from = 0; from < events.length; from += 5000) {
    const { body } = await server.send(events.slice(from, from + 5000));
    expect(body.rejected).toEqual([]);
  }
  const other = variantOf.get(11) === 'clear' ? 'control' : 'clear';
  await journal.append([
    {
      ...{ kind: 'event', type: 'exposure', messageId: 'twice', customerId: 'c-11', origin: 'live' },
      ...{ timestamp: at, receivedAt: Date.now() },
      properties: { experiment: 'price', variant: other, segments: [] },
    },
  ]);
  await warehouseWriter.drain();
}, 120_000);
afterAll(() => server.close());

/** Customers of a variant, without the one who saw both. */
const members = (variant: string) =>
  [...variantOf].filter(([i, v]) => v === variant && i !== 11).map(([i]) => i);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('GET /v1/experiments/{key}/results', () => {
  it('counts each exposed customer once, also those who signed in after it', async () => {
    const { exposures, exposuresByDay, multipleExposures, sampleRatio } = await read();
    for (const { variant, customers: n } of exposures) expect(n).toBe(members(variant).length);
    expect(exposuresByDay.reduce((sum, day) => sum + day.customers, 0)).toBe(customers - 1);
    expect(multipleExposures).toMatchObject({ customers: 1, flagged: false });
    expect(sampleRatio.value.mismatch).toBe(false);
  });

  it('sums each kind of metric per customer', async () => {
    const results = await read();
    const paid = [...variantOf]
      .filter(([i, variant]) => i !== 11 && buys(i, variant === 'clear'))
      .map(([i]) => spends(i))
      .sort((a, b) => a - b);
    const cap = paid[Math.floor(0.9 * paid.length)];
    for (const variant of ['control', 'clear']) {
      const own = members(variant);
      const treated = variant === 'clear';
      const bought = (i: number) => Number(buys(i, treated)) + Number(i % 50 === 0);
      const of = (key: string) => metric(results, key).variants[variant];
      expect(of('buyers').n).toBe(own.length);
      expect(of('buyers').mean).toBeCloseTo(mean(own.map((i) => Number(bought(i) > 0))), 10);
      expect(of('views').mean).toBeCloseTo(mean(own.map(views)), 10);
      const revenue = own.map((i) => (buys(i, treated) ? Math.min(spends(i), cap) : 0));
      expect(of('revenue').mean).toBeCloseTo(mean(revenue), 8);
      expect(of('perView').mean).toBeCloseTo(mean(own.map(bought)) / mean(own.map(views)), 10);
      expect(of('refunds').mean).toBeCloseTo(mean(own.map((i) => Number(i % 40 === 0))), 10);
    }
  });

  it('uses what customers did before exposure, to check for bias and to sharpen the comparison', async () => {
    const results = await read();
    expect(results.preExposure).toMatchObject([{ metric: 'views', variant: 'clear', biased: false }]);
    const [views] = metric(results, 'views').comparisons;
    expect(views.adjustment.varianceReduction ?? 0).toBeGreaterThan(0.8);
  });

  it('waits for customers who could not come back yet, and says so', async () => {
    const back = metric(await read('?locale=pt-BR'), 'back');
    expect(back.comparisons[0].comparison).toBeNull();
    expect(back.comparisons[0].problem).toMatchObject({
      key: 'no_exposure',
      text: 'nenhum cliente foi exposto',
    });
  });

  it('decides in words, in both languages', async () => {
    const english = await read();
    expect(metric(english, 'buyers').comparisons[0].significant).toBe(true);
    const { decision } = english;
    expect(decision.reasons.map(({ key }) => key)).toContain('goal_improved');
    const portuguese = (await read('?locale=pt-BR')).decision;
    expect(portuguese.action).toBe(decision.action);
    expect(portuguese.text).not.toBe(decision.text);
    expect(portuguese.reasons[0].text).not.toBe(decision.reasons[0].text);
  });

  it('splits goals by the segments that customers were in when exposed', async () => {
    await server.call('POST', '/v1/experiments', { ...definition, key: 'split' });
    await server.call('POST', '/v1/experiments/split/start');
    const { journal, warehouseWriter } = server.app.services;
    const at = Date.now();
    await journal.append(
      Array.from({ length: 400 }, (_, i) => ({
        ...({ kind: 'event', type: 'exposure', messageId: `split-${i}`, origin: 'live' } as const),
        ...{ customerId: `s-${i}`, timestamp: at, receivedAt: Date.now() },
        properties: {
          ...{ experiment: 'split', variant: i % 2 === 0 ? 'control' : 'clear' },
          segments: i < 100 ? ['new', 'mobile'] : ['old'],
        },
      })),
    );
    const buyers = Array.from({ length: 40 }, (_, i) => ({ type: 'purchase', customerId: `s-${i}` }));
    await server.send(buyers);
    await warehouseWriter.drain();
    const { body } = await server.call<Results>('GET', '/v1/experiments/split/results?by=segment');
    const { metrics, isOverlapping, withheldCells } = body.breakdown!;
    expect([isOverlapping, withheldCells, metrics.map((one) => one.metric)]).toEqual([true, 2, ['buyers']]);
    const found = metrics[0].cells.map((cell) => [
      cell.levels[0],
      cell.variants?.clear.n,
      cell.variants?.clear.mean,
    ]);
    expect(found).toEqual([
      ['mobile', undefined, undefined],
      ['new', undefined, undefined],
      ['old', 150, 0],
    ]);
  });

  it('shows what was changed while it ran', async () => {
    const edited = { ...definition, plan: { plannedDays: 20 } };
    expect((await server.call('PUT', '/v1/experiments/price', edited)).status).toBe(200);
    expect((await read()).edits).toMatchObject([{ changes: ['plan_changed'] }]);
  });

  it.each(['fixed', 'bayesian', 'sequential'])('analyses by %s', async (method) => {
    const { body } = await server.call('GET', `/v1/experiments/price/results?method=${method}`);
    expect(body.method).toBe(method);
  });

  it('refuses drafts, unknown experiments and other methods', async () => {
    await server.call('POST', '/v1/experiments', { ...definition, key: 'later' });
    const status = async (path: string) =>
      (await server.call<ProblemBody>('GET', `/v1/experiments/${path}`)).status;
    expect(await status('later/results')).toBe(409);
    expect(await status('none/results')).toBe(404);
    expect(await status('price/results?method=guess')).toBe(400);
  });

  it('answers before anyone was exposed', async () => {
    await server.call('POST', '/v1/experiments/later/start');
    const { status, body } = await server.call<Results>(
      'GET',
      '/v1/experiments/later/results?by=channel,device',
    );
    expect(status).toBe(200);
    expect(body.decision.action).toBe('keepRunning');
    expect(body.metrics[0].comparisons[0].problem?.text).toBeTruthy();
  });
});
