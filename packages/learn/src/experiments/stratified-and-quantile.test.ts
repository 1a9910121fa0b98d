import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { compareMeans } from './compare.ts';
import { absoluteEffect, contrastOf } from './contrast.ts';
import { estimateMoments } from './estimate.ts';
import type { MeanStatistics, QuantileStatistics, RatioStatistics } from './metric-statistics.ts';
import { postStratify, stratifiedContrast } from './post-stratification.ts';
import { requireValue } from './problem.ts';

const meanOf = (values: number[]): MeanStatistics => ({
  kind: 'mean',
  n: values.length,
  sum: values.reduce((a, b) => a + b, 0),
  sumSquares: values.reduce((a, b) => a + b * b, 0),
});

describe('post-stratification', () => {
  it('is the weighted mean of the strata and removes what lies between them', () => {
    const random = new Random(1);
    const draw = (n: number, centre: number) =>
      meanOf(Array.from({ length: n }, () => random.normal(centre, 1)));
    const strata = [
      { key: 'free', control: draw(700, 1), treatment: draw(680, 1.2) },
      { key: 'paid', control: draw(300, 9), treatment: draw(330, 9.2) },
    ];
    const contrast = requireValue(stratifiedContrast(strata, false));
    const share = 1380 / 2010;
    const mean = (arm: 'control' | 'treatment') =>
      (share * strata[0][arm].sum) / strata[0][arm].n + ((1 - share) * strata[1][arm].sum) / strata[1][arm].n;
    const effect = requireValue(absoluteEffect(contrast));
    expect(effect.value).toBeCloseTo(mean('treatment') - mean('control'), 10);
    const pooled = (arm: 'control' | 'treatment'): MeanStatistics => ({
      kind: 'mean',
      n: strata[0][arm].n + strata[1][arm].n,
      sum: strata[0][arm].sum + strata[1][arm].sum,
      sumSquares: strata[0][arm].sumSquares + strata[1][arm].sumSquares,
    });
    const plain = contrastOf(
      requireValue(estimateMoments(pooled('control'))),
      requireValue(estimateMoments(pooled('treatment'))),
    );
    // Between strata lie 8^2 × .7 × .3 ≈ 13.4 of a total variance of 14.4.
    const ratio = (effect.standardError / requireValue(absoluteEffect(plain)).standardError) ** 2;
    expect(ratio).toBeLessThan(0.09);
    expect(ratio).toBeGreaterThan(0.05);
  });

  it('leaves a stratum unadjusted where the covariate is the same for all', () => {
    const random = new Random(7);
    const draw = (n: number, spread: number): MeanStatistics => {
      const x = Array.from({ length: n }, () => spread * random.normal(0, 1));
      const y = x.map((one) => one + random.normal(0, 0.1));
      const sumOf = (of: (i: number) => number) => x.reduce((sum, _, i) => sum + of(i), 0);
      return {
        ...meanOf(y),
        covariate: {
          sum: sumOf((i) => x[i]),
          sumSquares: sumOf((i) => x[i] ** 2),
          crossSum: sumOf((i) => x[i] * y[i]),
        },
      };
    };
    const known = { key: 'known', control: draw(200, 1), treatment: draw(200, 1) };
    const fresh = { key: 'new', control: draw(100, 0), treatment: draw(100, 0) };
    const error = (use: boolean) =>
      requireValue(absoluteEffect(requireValue(stratifiedContrast([known, fresh], use)))).standardError;
    expect(error(true)).toBeLessThan(error(false) / 3);
  });

  it('covers the true effect at its rate, effects differing by stratum', () => {
    const random = new Random(2);
    let covered = 0;
    const runs = 1500;
    for (let r = 0; r < runs; r++) {
      const values: Record<string, number[]> = { a0: [], a1: [], b0: [], b1: [] };
      for (let i = 0; i < 400; i++) {
        const isB = random.bernoulli(0.4);
        const treated = random.bernoulli(0.5);
        const centre = (isB ? 5 : 0) + (treated ? (isB ? 3 : 0.5) : 0);
        values[`${isB ? 'b' : 'a'}${Number(treated)}`].push(random.normal(centre, 1));
      }
      const contrast = stratifiedContrast(
        ['a', 'b'].map((key) => ({
          key,
          control: meanOf(values[`${key}0`]),
          treatment: meanOf(values[`${key}1`]),
        })),
        false,
      );
      const { lower, upper } = requireValue(
        compareMeans(requireValue(contrast), { method: 'fixed' }),
      ).absolute;
      const truth = 0.6 * 0.5 + 0.4 * 3;
      if (lower <= truth && truth <= upper) covered++;
    }
    expect(Math.abs(covered / runs - 0.95)).toBeLessThan(0.02);
  });

  it('in one stratum changes nothing, ratios included', () => {
    const ratio = (shift: number): RatioStatistics => ({
      kind: 'ratio',
      n: 400,
      sum: 900 + shift,
      sumSquares: 4000,
      denominatorSum: 600,
      denominatorSumSquares: 1200,
      crossSum: 1900,
      covariate: { sum: 800, sumSquares: 2400, crossSum: 2300 + 2 * shift, denominatorCrossSum: 1500 },
    });
    const single = requireValue(
      stratifiedContrast([{ key: 'all', control: ratio(0), treatment: ratio(40) }], false),
    );
    const plain = contrastOf(
      requireValue(estimateMoments(ratio(0))),
      requireValue(estimateMoments(ratio(40))),
    );
    expect(single.treatment.mean).toBeCloseTo(plain.treatment.mean, 12);
    expect(single.treatment.squaredError).toBeCloseTo(plain.treatment.squaredError, 12);
    const adjusted = requireValue(
      stratifiedContrast([{ key: 'all', control: ratio(0), treatment: ratio(40) }], true),
    );
    expect(adjusted.control.squaredError).toBeLessThan(single.control.squaredError);
  });

  it('names the stratum in which a variant is missing, and what cannot be stratified', () => {
    const full = meanOf([1, 2, 3]);
    expect(stratifiedContrast([{ key: 'br', control: full, treatment: meanOf([1]) }], false).problem).toEqual(
      {
        key: 'stratum_without_variant',
        parameters: { stratum: 'br' },
      },
    );
    const broken = { ...full, sumSquares: 0 };
    expect(
      stratifiedContrast([{ key: 'br', control: full, treatment: broken }], false).problem?.parameters,
    ).toMatchObject({ stratum: 'br' });
    expect(postStratify([]).problem?.key).toBe('no_exposure');
    const orderStatistics = { levels: [0.1, 0.9], values: [1, 2] };
    const quantile: QuantileStatistics = { kind: 'quantile', n: 10, level: 0.5, orderStatistics };
    expect(
      stratifiedContrast([{ key: 'x', control: quantile, treatment: quantile }], false).problem?.key,
    ).toBe('not_stratifiable');
  });
});

/** Sums and order statistics of events in customers whose own level varies, as a warehouse would give them. */
function quantileOf(random: Random, customers: number, level: number, shift: number): QuantileStatistics {
  const perCustomer: number[][] = [];
  for (let c = 0; c < customers; c++) {
    const own = random.normal(0, 1);
    const events = 1 + random.int(6);
    perCustomer.push(Array.from({ length: events }, () => shift + own + random.normal(0, 1)));
  }
  const sorted = Float64Array.from(perCustomer.flat()).sort();
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)];
  const threshold = at(level);
  const sums = { events: 0, eventsSquares: 0, below: 0, belowSquares: 0, crossSum: 0 };
  for (const values of perCustomer) {
    const below = values.filter((v) => v <= threshold).length;
    sums.events += values.length;
    sums.eventsSquares += values.length ** 2;
    sums.below += below;
    sums.belowSquares += below ** 2;
    sums.crossSum += values.length * below;
  }
  const levels = Array.from({ length: 41 }, (_, i) => level - 0.15 + i * 0.0075).filter(
    (p) => p > 0 && p < 1,
  );
  const orderStatistics = { levels, values: levels.map(at) };
  return { kind: 'quantile', n: customers, level, orderStatistics, clusters: sums };
}

describe('quantiles', () => {
  it('cover the true difference although events cluster in customers; ignoring the clusters would not', () => {
    const random = new Random(8);
    const runs = 400;
    let covered = 0;
    let naive = 0;
    for (let r = 0; r < runs; r++) {
      const pair = [quantileOf(random, 400, 0.8, 0), quantileOf(random, 400, 0.8, 0.3)];
      const [control, treatment] = pair.map((s) => requireValue(estimateMoments(s)));
      const { lower, upper } = requireValue(
        compareMeans(contrastOf(control, treatment), { method: 'fixed' }),
      ).absolute;
      if (lower <= 0.3 && 0.3 <= upper) covered++;
      const events = pair.map((s) => ({ ...s, n: s.clusters?.events ?? 0, clusters: undefined }));
      const [c, t] = events.map((s) => requireValue(estimateMoments(s)));
      const ignoring = requireValue(compareMeans(contrastOf(c, t), { method: 'fixed' })).absolute;
      if (ignoring.lower <= 0.3 && 0.3 <= ignoring.upper) naive++;
    }
    expect(covered / runs).toBeGreaterThan(0.925);
    expect(naive / runs).toBeLessThan(0.9);
  });

  const orderStatistics = { levels: [0.3, 0.5, 0.7], values: [1, 2, 4] };

  it('have no error when every customer has the same share of events below, and the binomial one without clusters', () => {
    // 100 customers with 2 events and 100 with 6, half of each below.
    const clusters = { events: 800, eventsSquares: 4000, below: 400, belowSquares: 1000, crossSum: 2000 };
    const same = requireValue(
      estimateMoments({ kind: 'quantile', n: 200, level: 0.5, orderStatistics, clusters }),
    );
    expect(same.mean).toBe(2);
    expect(same.variance).toBeLessThan(1e-12);
    const single = requireValue(estimateMoments({ kind: 'quantile', n: 200, level: 0.5, orderStatistics }));
    // Share error sqrt(.25 / 200); the quantile function rises by 10 above and by 5 below the median.
    expect(Math.sqrt(single.variance / 200)).toBeCloseTo((Math.sqrt(0.25 / 200) * (10 + 5)) / 2, 10);
  });

  it.each<[Partial<QuantileStatistics>, string]>([
    [{ level: 1 }, 'bad_statistics'],
    [{ orderStatistics: { levels: [0.5, 0.3], values: [1, 2] } }, 'bad_statistics'],
    [{ orderStatistics: { levels: [0.3, 0.5], values: [2, 1] } }, 'bad_statistics'],
    [{ orderStatistics: { levels: [0.3, 0.5], values: [2] } }, 'bad_statistics'],
    [{ orderStatistics: { levels: [0.3, 0.7], values: [1, Number.NaN] } }, 'bad_statistics'],
    [{ n: 50, level: 0.69 }, 'no_order_statistics'],
    [{ n: 10, level: 0.99 }, 'too_few_exposures'],
    [
      { clusters: { events: 0, eventsSquares: 0, below: 0, belowSquares: 0, crossSum: 0 } },
      'zero_denominator',
    ],
    [
      { clusters: { events: 10, eventsSquares: 20, below: 11, belowSquares: 20, crossSum: 20 } },
      'bad_statistics',
    ],
  ])('refuse %o by name', (change, key) => {
    const statistics: QuantileStatistics = {
      kind: 'quantile',
      n: 200,
      level: 0.5,
      orderStatistics,
      ...change,
    };
    expect(estimateMoments(statistics).problem?.key).toBe(key);
  });
});
