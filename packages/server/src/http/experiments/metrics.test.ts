import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitBy } from '../../experimentation/results/dimensions.ts';
import { StatisticsReader } from '../../experimentation/results/read-statistics.ts';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';
import {
  dayMs,
  definition,
  firstSeen,
  hour,
  mean,
  of,
  orderQuantile,
  type Person,
  people,
  purchases,
  start,
  total,
} from './testing/known-shop.ts';

interface Comparison {
  variant: string;
  comparison: { absolute: { value: number; lower: number; upper: number } } | null;
  sequential: { absolute: { lower: number; upper: number } } | null;
  fixed: { absolute: { lower: number; upper: number }; pValue: number } | null;
  bayesian: { relative: { chanceToWin: number; expectedLoss: number } | null } | null;
  adjustedPValue: number | null;
  adjustment: {
    cuped: boolean;
    cupedReason: { key: string; text: string } | null;
    postStratified: boolean;
    varianceReduction: number | null;
  };
  problem: { key: string; text: string } | null;
}
type Figures = Record<string, { n: number; mean: number }>;
interface Metric {
  key: string;
  kind: string;
  cap: number | null;
  variants: Figures;
  comparisons: Comparison[];
  steps: { reached: Record<string, number> }[] | null;
}
interface Cell {
  levels: string[];
  isWithheld: boolean;
  customers: Record<string, number> | null;
  variants: Figures | null;
  comparisons: Comparison[];
}
interface Results {
  metrics: Metric[];
  stratifiedBy: string | null;
  variantsWithoutExposure: string[];
  multipleExposures: { customers: number; flagged: boolean };
  breakdown: {
    withheldCells: number;
    metrics: {
      metric: string;
      cells: Cell[];
      tests: {
        heterogeneity: { value: { degreesOfFreedom: number } | null };
        interaction: { value: object | null } | null;
      }[];
    }[];
  } | null;
  decision: { action: string; reasons: { key: string }[] };
}
interface Daily {
  cap: number | null;
  days: {
    day: string;
    isComplete: boolean;
    variants: {
      variant: string;
      exposed: number;
      exposedSoFar: number;
      n: number | null;
      mean: number | null;
    }[];
    comparisons: {
      absolute: { value: number; lower: number; upper: number } | null;
      problem: object | null;
    }[];
  }[];
}

let server: TestApp;
const get = async <T>(path: string) => {
  const { status, body } = await server.call<T & ProblemBody>('GET', `/v1/experiments/${path}`);
  expect([status, body.detail]).toEqual([200, undefined]);
  return body;
};
const refusal = async (path: string) => {
  const { status, body } = await server.call<ProblemBody>('GET', `/v1/experiments/${path}`);
  return [status, body.detail] as const;
};
const metricOf = (results: Results, key: string) => results.metrics.find((one) => one.key === key)!;
/** Starts an experiment in the past: what the clock would have done. */
async function startedAt(key: string, at: number): Promise<void> {
  const documents = server.app.services.control.documents('experiments');
  const found = (await documents.list()).find(({ name }) => name === key)!;
  await documents.put(key, { ...(found.body as object), startedAt: at }, Date.now(), found.version);
  await server.restart();
}

beforeAll(async () => {
  server = await TestApp.start();
  expect((await server.call('POST', '/v1/experiments', definition)).status).toBe(201);
  await server.call('POST', '/v1/experiments/shop/start');
  await startedAt('shop', start);
  const { journal, warehouseWriter } = server.app.services;
  await journal.append(
    people.map((person) => ({
      ...({ kind: 'event', type: 'exposure', messageId: `e-${person.i}`, origin: 'live' } as const),
      ...{ customerId: `c-${person.i}`, timestamp: firstSeen(person), receivedAt: Date.now() },
      ...{ channel: person.channel, device: person.device },
      properties: {
        ...{ experiment: 'shop', variant: person.variant, segments: [] },
        attributes: { tier: person.tier },
      },
    })),
  );
  const events = people.flatMap((person) =>
    person.events.map(({ type, after, value }) => ({
      ...{ type, customerId: `c-${person.i}` },
      timestamp: new Date(firstSeen(person) + after).toISOString(),
      ...(value === undefined ? {} : { value, currency: 'BRL' }),
    })),
  );
  expect((await server.send(events)).body.rejected).toEqual([]);
  await warehouseWriter.drain();
}, 120_000);
afterAll(() => server.close());

describe('metrics from the warehouse', () => {
  it('counts within conversion windows, returns, and passages through a funnel in order', async () => {
    const results = await get<Results>('shop/results');
    for (const variant of ['control', 'new']) {
      const own = of(variant);
      const figure = (key: string) => metricOf(results, key).variants[variant];
      expect(figure('buyers').n).toBe(own.length);
      expect(figure('early').mean).toBeCloseTo(mean(own.map((one) => purchases(one, dayMs).length)), 10);
      const returned = (one: Person) => one.events.some(({ after }) => after === 3 * dayMs);
      expect(figure('back').n).toBe(own.length);
      expect(figure('back').mean).toBeCloseTo(mean(own.map((one) => Number(returned(one)))), 10);
      const times = (one: Person, ...types: string[]) =>
        one.events.filter(({ type }) => types.includes(type)).map(({ after }) => after);
      const carted = (one: Person) => times(one, 'add_to_cart', 'wish').length > 0;
      const passed = (one: Person) => carted(one) && times(one, 'purchase').some((at) => at >= 2 * hour);
      expect(figure('path').mean).toBeCloseTo(mean(own.map((one) => Number(passed(one)))), 10);
      const { steps } = metricOf(results, 'path');
      expect(steps?.map(({ reached }) => reached[variant])).toEqual([
        own.length,
        own.filter(carted).length,
        own.filter(passed).length,
      ]);
      expect(own.filter((one) => purchases(one).length > 0 && !passed(one)).length).toBeGreaterThan(10);
    }
  });

  it('gives a quantile of single orders with an interval for the difference', async () => {
    const metric = metricOf(await get<Results>('shop/results'), 'order90');
    for (const variant of ['control', 'new']) {
      expect(metric.variants[variant].mean).toBeCloseTo(orderQuantile(of(variant), 0.9), 8);
    }
    const [{ fixed, comparison, adjustment }] = metric.comparisons;
    expect(adjustment.cupedReason?.key).toBe('kind');
    expect(comparison!.absolute.lower).toBeLessThan(fixed!.absolute.lower);
    expect(fixed!.absolute.upper - fixed!.absolute.lower).toBeLessThan(30);
  });

  it('shows the readings side by side', async () => {
    const [{ sequential, fixed, bayesian, adjustment }] = metricOf(
      await get<Results>('shop/results'),
      'buyers',
    ).comparisons;
    const width = (one: { absolute: { lower: number; upper: number } } | null) =>
      one!.absolute.upper - one!.absolute.lower;
    expect(width(sequential)).toBeGreaterThan(width(fixed));
    expect(bayesian!.relative!.chanceToWin).toBeCloseTo(1 - fixed!.pValue / 2, 3);
    expect(adjustment.cupedReason).toEqual({
      key: 'nothing_before_exposure',
      text: expect.stringContaining('before they were exposed'),
    });
  });

  it('winsorises at the quantile of paying customers and agrees with the days', async () => {
    const results = await get<Results>('shop/results');
    const paid = people
      .map(total)
      .filter((value) => value > 0)
      .sort((a, b) => a - b);
    const { cap, variants } = metricOf(results, 'revenue');
    expect(cap).toBe(paid[Math.floor(0.9 * paid.length)]);
    expect(variants.new.mean).toBeCloseTo(mean(of('new').map((one) => Math.min(total(one), cap!))), 8);
  });
});

describe('post-stratification', () => {
  it('sharpens a comparison by what was known at exposure, and says so', async () => {
    const plain = await get<Results>('shop/results');
    const results = await get<Results>('shop/results?stratifyBy=attribute.tier');
    expect([plain.stratifiedBy, results.stratifiedBy]).toEqual([null, 'attribute.tier']);
    for (const key of ['buyers', 'revenue', 'early', 'perOrder', 'path']) {
      expect(metricOf(results, key).variants).toEqual(metricOf(plain, key).variants);
      expect(metricOf(results, key).comparisons[0].adjustment.postStratified).toBe(true);
    }
    const [{ adjustment, comparison }] = metricOf(results, 'buyers').comparisons;
    expect(adjustment.varianceReduction).toBeGreaterThan(0.1);
    const share = (variant: string, tier: string) =>
      mean(
        of(variant)
          .filter((one) => one.tier === tier)
          .map((one) => Number(total(one) > 0)),
      );
    const weight = (tier: string) => people.filter((one) => one.tier === tier).length / people.length;
    const effect = ['gold', 'basic'].reduce(
      (sum, tier) => sum + weight(tier) * (share('new', tier) - share('control', tier)),
      0,
    );
    expect(comparison!.absolute.value).toBeCloseTo(effect, 10);
    expect(metricOf(results, 'order90').variants).toEqual(metricOf(plain, 'order90').variants);
    expect(metricOf(results, 'order90').comparisons[0].adjustment.postStratified).toBe(false);
  });
});

describe('splits', () => {
  it('crosses two dimensions, withholds small cells and corrects over the others', async () => {
    const { breakdown } = await get<Results>('shop/results?by=channel,device&method=fixed');
    expect(breakdown!.metrics.map(({ metric }) => metric)).toEqual(['buyers', 'revenue', 'order90']);
    const [{ cells, tests }] = breakdown!.metrics;
    expect(cells.map(({ levels, isWithheld }) => [levels.join(' '), isWithheld])).toEqual([
      ['app desktop', false],
      ['app mobile', false],
      ['app watch', true],
      ['web desktop', false],
      ['web mobile', false],
      ['web watch', true],
    ]);
    expect(breakdown!.withheldCells).toBe(2);
    expect(cells[2]).toMatchObject({ customers: null, variants: null, comparisons: [] });
    const own = of('new').filter(({ channel, device }) => channel === 'app' && device === 'mobile');
    expect(cells[1].customers!.new).toBe(own.length);
    expect(cells[1].variants!.new.mean).toBeCloseTo(mean(own.map((one) => Number(total(one) > 0))), 10);
    const all = breakdown!.metrics
      .flatMap((one) => one.cells.flatMap(({ comparisons }) => comparisons))
      .filter(({ comparison }) => comparison !== null);
    const smallest = Math.min(...all.map(({ fixed }) => fixed!.pValue));
    const first = all.find(({ fixed }) => fixed!.pValue === smallest)!;
    expect(first.adjustedPValue).toBeCloseTo(Math.min(1, all.length * smallest), 12);
    expect(tests[0].heterogeneity.value?.degreesOfFreedom).toBe(3);
    expect(tests[0].interaction?.value).toMatchObject({ degreesOfFreedom: 1 });
  });

  it('splits by an attribute that was noted', async () => {
    const { breakdown } = await get<Results>('shop/results?by=attribute.tier');
    expect(breakdown!.metrics[0].cells.map(({ levels }) => levels[0])).toEqual(['basic', 'gold']);
    for (const [at, tier] of ['basic', 'gold'].entries()) {
      const { variants } = breakdown!.metrics[2].cells[at];
      for (const variant of ['control', 'new']) {
        const own = of(variant).filter((one) => one.tier === tier);
        expect(variants![variant].mean).toBeCloseTo(orderQuantile(own, 0.9), 8);
      }
    }
  });

  it('refuses dimensions that are none, by name', async () => {
    expect(await refusal('shop/results?by=colour')).toEqual([400, expect.stringContaining('got colour')]);
    expect(await refusal('shop/results?by=attribute.age')).toEqual([
      400,
      expect.stringContaining('the attributes tier'),
    ]);
    expect(await refusal('shop/results?by=channel,channel')).toEqual([
      400,
      expect.stringContaining('channel twice'),
    ]);
    expect(await refusal('shop/results?by=channel,segment')).toEqual([
      400,
      expect.stringContaining('overlap'),
    ]);
    expect(await refusal('shop/results?by=channel,device,attribute.tier')).toEqual([
      400,
      expect.stringContaining('got 3'),
    ]);
    expect(await refusal('shop/results?stratifyBy=segment')).toEqual([
      400,
      expect.stringContaining('overlap'),
    ]);
  });
});

describe('GET /v1/experiments/{key}/results/daily', () => {
  it.each(['buyers', 'early', 'revenue', 'perOrder', 'order90', 'path', 'back'])(
    'ends where the results of %s are',
    async (key) => {
      const daily = await get<Daily>(`shop/results/daily?metric=${key}`);
      const result = metricOf(await get<Results>('shop/results'), key);
      const last = daily.days[daily.days.length - 1];
      expect(daily.days).toHaveLength(11);
      expect([last.isComplete, daily.days[9].isComplete]).toEqual([false, true]);
      for (const { variant, n, mean: value } of last.variants) {
        expect(n).toBe(result.variants[variant].n);
        expect(value).toBeCloseTo(result.variants[variant].mean, 9);
      }
      const interval = result.comparisons[0].sequential!.absolute;
      expect(last.comparisons[0].absolute!.lower).toBeCloseTo(interval.lower, 9);
      expect(last.comparisons[0].absolute!.upper).toBeCloseTo(interval.upper, 9);
    },
  );

  it('counts on each day what was known at its end', async () => {
    const { days } = await get<Daily>('shop/results/daily?metric=buyers');
    for (const [at, day] of days.entries()) {
      const end = start + (at + 1) * dayMs;
      expect(day.day).toBe(new Date(end - dayMs).toISOString().slice(0, 10));
      for (const { variant, exposed, exposedSoFar, mean: value } of day.variants) {
        const own = of(variant).filter((one) => firstSeen(one) < end);
        expect(exposed).toBe(of(variant).filter((one) => one.day === at).length);
        expect(exposedSoFar).toBe(own.length);
        const bought = (one: Person) => purchases(one).some(({ after }) => firstSeen(one) + after < end);
        expect(value).toBeCloseTo(mean(own.map((one) => Number(bought(one)))), 10);
      }
    }
    const back = await get<Daily>('shop/results/daily?metric=back');
    expect(back.days.slice(0, 6).map(({ variants }) => variants[0].n)).toEqual([
      ...[null, null, null, null],
      of('control').filter(({ day }) => day === 0).length,
      of('control').filter(({ day }) => day <= 1).length,
    ]);
    const widths = days.slice(1).map(({ comparisons: [{ absolute }] }) => absolute!.upper - absolute!.lower);
    expect(widths[widths.length - 1]).toBeLessThan(widths[0]);
  });

  it.each(['buyers', 'early', 'revenue', 'perOrder', 'path', 'back'])(
    'has %s of every day as a reading at its end finds it',
    async (key) => {
      const { warehouse, experimentation } = server.app.services;
      const { experiment } = experimentation.experiments.stored('shop');
      const only = { ...experiment, metrics: experiment.metrics.filter((one) => one.key === key) };
      const split = splitBy(only, ['attribute.tier'], 'by');
      const period = { from: start, to: Date.now(), now: Date.now() };
      const whole = new StatisticsReader(warehouse, only, period, undefined);
      const [exposures, caps] = await Promise.all([whole.exposures(split), whole.caps()]);
      const ends = Array.from({ length: 10 }, (_, i) => start + (i + 1) * dayMs);
      const until = ends.map((end) => exposures.filter(({ day }) => Date.parse(day) < end));
      const together = await whole.readAt(ends, until, split, caps);
      for (const [at, end] of ends.entries()) {
        const then = new StatisticsReader(warehouse, only, { ...period, to: end, now: end - 1 }, undefined);
        const { rows } = await then.read(split, undefined, { exposures: until[at], caps });
        expect(rows.length).toBeGreaterThan(2);
        expect(together[at]).toHaveLength(rows.length);
        for (const [i, { sums, ...row }] of rows.entries()) {
          const { sums: found, ...same } = together[at][i];
          expect(same).toEqual(row);
          for (const [name, sum] of Object.entries(sums)) expect(found[name], name).toBeCloseTo(sum, 6);
        }
      }
    },
  );

  it('refuses a metric that the experiment does not have', async () => {
    expect(await refusal('shop/results/daily?metric=fame')).toEqual([
      400,
      expect.stringContaining('must be one of buyers, early'),
    ]);
  });
});
