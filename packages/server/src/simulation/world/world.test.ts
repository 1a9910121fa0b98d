import { Random } from '@personalize/learn';
import { describe, expect, it } from 'vitest';
import { type SegmentRule, tierSegments } from '../../profiles/index.ts';
import { BestItems } from './best-items.ts';
import { arrivalTimes, dayMs } from './context.ts';
import { Population, tierOf } from './customers.ts';
import { examination, featureCount, World, type WorldOptions } from './world.ts';

const start = Date.UTC(2026, 0, 1);
const world = (change: Partial<WorldOptions> = {}) =>
  new World({ customers: 500, items: 60, seed: 7, start, ...change });

/** Attractions of all items to one visit. */
function attractions(of: World, at = start, customer = 3, lift = 0): Float64Array {
  const out = new Float64Array(of.items.length);
  of.writeAttractions({ customer, at, channel: 'web', device: 'desktop' }, out, lift);
  return out;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (x: Float64Array) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Whether attributes follow a segment's rule. */
function follows(rule: SegmentRule, traits: Record<string, number>): boolean {
  if ('and' in rule) return rule.and.every((one) => follows(one, traits));
  if ('or' in rule) return rule.or.some((one) => follows(one, traits));
  if (!('attribute' in rule && 'value' in rule)) throw new Error('tiers look at attributes only');
  const [value, bound] = [traits[rule.attribute], Number(rule.value)];
  return rule.op === 'gte' ? value >= bound : value < bound;
}

describe('customers of the simulated world', () => {
  const people = new Population(20_000, '', new Random(1));
  const all = Array.from({ length: people.size }, (_, i) => people.get(i));

  it('have the tiers that the server gives them by income and age', () => {
    for (const { age, income, tier } of all) {
      const first = tierSegments.find(({ rule }) => follows(rule, { age, income }));
      expect(tier).toBe(first?.name);
    }
    expect(new Set(all.map(({ tier }) => tier)).size).toBe(4);
    expect(tierOf(125_000, 20)).toBe('Premium');
  });

  it('are people: ages, incomes and wants in their ranges, and related as among people', () => {
    const of = (read: (c: (typeof all)[number]) => number) => Float64Array.from(all, read);
    const ages = of((c) => c.age);
    const incomes = of((c) => c.income);
    expect(ages.every((age) => age >= 18 && age <= 88)).toBe(true);
    const median = incomes.slice().sort()[10_000];
    expect(median).toBeGreaterThan(40_000);
    expect(median).toBeLessThan(70_000);
    const wants = all.flatMap(({ preferences }) => Object.values(preferences));
    expect(wants.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(
      correlation(
        ages,
        of((c) => c.preferences.techSavviness),
      ),
    ).toBeLessThan(-0.3);
    expect(
      correlation(
        incomes.map(Math.log),
        of((c) => c.preferences.priceSensitivity),
      ),
    ).toBeLessThan(-0.3);
  });
});

describe('the truth of the simulated world', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(attractions(world())).toEqual(attractions(world()));
    expect(attractions(world({ seed: 8 }))).not.toEqual(attractions(world()));
  });

  it('is a probability for any customer, item, moment and rank, falling with the rank', () => {
    const one = world();
    const random = new Random(2);
    for (let i = 0; i < 500; i++) {
      const visit = one.arrive(start + 90 * dayMs * random.uniform(), random);
      const item = random.int(one.items.length);
      const rates = [0, 1, 2, 9].map((rank) => one.clickProbability(visit, item, rank));
      expect(rates).toEqual([...rates].sort((a, b) => b - a));
      expect(rates[3]).toBeCloseTo(rates[0] * examination(9), 12);
      expect(rates[0]).toBeGreaterThan(0);
      expect(rates[0]).toBeLessThan(1);
      const converts = one.conversionProbability(visit, item);
      expect(converts > 0 && converts < 1).toBe(true);
    }
  });

  it('gives one probability however it is asked, also after other visits', () => {
    const one = world();
    const visit = { customer: 3, at: start, channel: 'web', device: 'desktop' } as const;
    const all = attractions(one);
    one.clickProbability({ ...visit, customer: 9, at: start + 40 * dayMs }, 0, 0);
    for (let item = 0; item < all.length; item++)
      expect(one.clickProbability(visit, item, 0)).toBe(all[item]);
  });

  it('depends on moment, channel, device and lift', () => {
    const one = world();
    const noon = { customer: 3, at: start + dayMs / 2, channel: 'web', device: 'desktop' } as const;
    const at = (change: object) => one.clickProbability({ ...noon, ...change }, 5, 0);
    expect(at({ at: noon.at + dayMs / 3 })).not.toBe(at({}));
    expect(at({ at: noon.at + 2 * dayMs })).not.toBe(at({}));
    expect(at({ at: noon.at + 182 * dayMs })).not.toBe(at({}));
    expect(at({ channel: 'email' })).not.toBe(at({}));
    expect(at({ device: 'mobile' })).not.toBe(at({}));
    const odds = (p: number) => Math.log(p / (1 - p));
    const lifted = attractions(one, start, 3, 0.3);
    expect(odds(lifted[4]) - odds(attractions(one)[4])).toBeCloseTo(0.3, 10);
  });

  it('shows policies a row of features for each item', () => {
    const one = world({ items: 200 });
    const random = new Random(5);
    const features = new Float64Array(200 * featureCount);
    const visit = one.arrive(start, random);
    one.writeFeatures(visit, features);
    expect(features.length).toBe(200 * featureCount);
    expect(features[0]).toBe(1);
    const row = new Float64Array(featureCount);
    one.writeItemFeatures(visit, 17, row, 0);
    expect(row).toEqual(features.slice(17 * featureCount, 18 * featureCount));
  });

  it('stands still without drift, moves with it, and jumps at change points', () => {
    const later = (drift: WorldOptions['drift'], day: number) =>
      correlation(attractions(world({ drift })), attractions(world({ drift }), start + day * dayMs));
    const year = 364;
    expect(later({}, year)).toBeGreaterThan(0.95);
    expect(later({ perMonth: 0.1 }, 28)).toBeGreaterThan(0.9);
    expect(later({ perMonth: 0.1 }, 301)).toBeLessThan(0.6);
    const jump = { changePoints: [50], changeSize: 1 };
    expect(later(jump, 49)).toBeGreaterThan(0.9);
    expect(later(jump, 50)).toBeLessThan(0.6);
  });
});

describe('arrivals', () => {
  it('are exactly as many as asked, in order, within the days, few at night', () => {
    const times = [...arrivalTimes(20_000, start, 30, new Random(3))];
    expect(times.length).toBe(20_000);
    expect(times.every((time, i) => i === 0 || time >= times[i - 1])).toBe(true);
    expect(times[0]).toBeGreaterThanOrEqual(start);
    expect(times[19_999]).toBeLessThan(start + 30 * dayMs);
    const at = (hour: number) => times.filter((time) => new Date(time).getUTCHours() === hour).length;
    expect(at(20) / at(3)).toBeGreaterThan(8);
    const firstHalf = times.filter((time) => time < start + 15 * dayMs).length;
    expect(Math.abs(firstHalf - 10_000)).toBeLessThan(700);
  });

  it('bring the busy ones more often, and everybody sometimes', () => {
    const one = world({ customers: 50 });
    const random = new Random(4);
    const counts = new Float64Array(50);
    for (let i = 0; i < 20_000; i++) counts[one.arrive(start, random).customer]++;
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(Math.max(...counts)).toBeGreaterThan(2 * 400);
  });
});

describe('the oracle', () => {
  it('shows the most attractive items, the best first', () => {
    const rates = Float64Array.of(0.1, 0.4, 0.2, 0.4, 0.3);
    const best = new BestItems(3);
    best.find(rates);
    expect([...best.items]).toEqual([1, 3, 4]);
    expect(best.oracleAt(1, rates)).toBeCloseTo(0.4 * examination(1), 12);
    expect(best.uniformAt(2)).toBeCloseTo(0.28 * examination(2), 12);
  });
});
