import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import gamma from '@stdlib/stats-base-dists-gamma';
import { describe, expect, it } from 'vitest';
import { Random, splitMix64 } from './random.ts';

/** Largest distance between the sample's distribution and `cdf` (Kolmogorov–Smirnov). */
function ksDistance(sample: number[], cdf: (x: number) => number): number {
  const sorted = sample.toSorted((x, y) => x - y);
  return sorted.reduce(
    (worst, x, i) =>
      Math.max(worst, Math.abs(cdf(x) - i / sorted.length), Math.abs(cdf(x) - (i + 1) / sorted.length)),
    0,
  );
}

describe('Random', () => {
  it('gives the published outputs of xoshiro128** from the state 1, 2, 3, 4', () => {
    // Test vector of the crate rand_xoshiro, made with the authors' C code.
    const expected = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    const random = Random.fromState([1, 2, 3, 4]);
    expect(expected.map(() => random.uint32())).toEqual(expected);
  });

  it('is seeded by SplitMix64, whose published outputs it gives', () => {
    // Seed 1234567, as listed by Rosetta Code for the authors' C code.
    expect(splitMix64(1234567n, 5)).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  it('continues from a saved state, also through JSON and in the middle of every sampler', () => {
    const random = new Random(7);
    for (let i = 0; i < 10; i++) random.normal();
    const copy = Random.fromJSON(JSON.parse(JSON.stringify(random)));
    const draw = (r: Random) => [
      r.normal(),
      r.gamma(0.3),
      r.beta(2, 5),
      r.beta(0.01, 3),
      r.int(10),
      r.gumbel(),
    ];
    expect(draw(copy)).toEqual(draw(random));
  });

  it('draws from the distributions it names', () => {
    const random = new Random(11);
    const n = 20_000;
    const critical = 1.95 / Math.sqrt(n); // the Kolmogorov–Smirnov bound at one in a thousand
    const sample = (draw: () => number) => Array.from({ length: n }, draw);
    expect(
      ksDistance(
        sample(() => random.uniform()),
        (x) => x,
      ),
    ).toBeLessThan(critical);
    for (const [a, b] of [
      [1, 20],
      [5, 300],
      [0.5, 0.5],
      [0.05, 0.2],
      [2, 10_000],
      [30, 2],
    ]) {
      expect(
        ksDistance(
          sample(() => random.beta(a, b)),
          (x) => betaCdf(x, a, b),
        ),
      ).toBeLessThan(critical);
    }
    for (const shape of [0.02, 0.7, 1, 2.5, 40]) {
      const gammas = sample(() => random.gamma(shape, 3));
      expect(ksDistance(gammas, (x) => gamma.cdf(x, shape, 3))).toBeLessThan(critical);
    }
    const normals = sample(() => random.normal(3, 2));
    const mean = normals.reduce((s, x) => s + x, 0) / n;
    const variance = normals.reduce((s, x) => s + (x - mean) ** 2, 0) / n;
    expect(Math.abs(mean - 3)).toBeLessThan(4 * (2 / Math.sqrt(n)));
    expect(Math.abs(variance / 4 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });

  it('draws indices in proportion to weights and never one of weight zero', () => {
    const random = new Random(3);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 40_000; i++) counts[random.weightedIndex([1, 0, 3, 0])]++;
    expect(counts[1] + counts[3]).toBe(0);
    expect(counts[2] / counts[0]).toBeCloseTo(3, 0);
  });

  it('draws integers without modulo bias', () => {
    const random = new Random(8);
    let low = 0;
    for (let i = 0; i < 30_000; i++) if (random.int(3 * 2 ** 30) < 2 ** 30) low++;
    expect(low / 30_000).toBeCloseTo(1 / 3, 1);
  });

  it('shuffles every permutation alike and samples without repetition', () => {
    const random = new Random(5);
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const key = random.shuffle([0, 1, 2]).join('');
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
    expect(new Set(random.sample(50, 50)).size).toBe(50);
  });

  it('gives forks streams of their own', () => {
    const random = new Random(1);
    const first = random.fork();
    const second = random.fork();
    const draws = new Set(
      [random, first, second].flatMap((r) => Array.from({ length: 100 }, () => r.uint32())),
    );
    expect(draws.size).toBe(300);
  });

  it('refuses what it cannot use, and shows it', () => {
    const random = new Random(1);
    expect(() => new Random(-1)).toThrow('got -1');
    expect(() => new Random(0.5)).toThrow('got 0.5');
    expect(() => Random.fromState([0, 0, 0, 0])).toThrow('not all zero');
    expect(() => random.int(0)).toThrow('got 0');
    expect(() => random.beta(0, 1)).toThrow('alpha must be positive and finite, got 0');
    expect(() => random.gamma(Number.NaN)).toThrow('got NaN');
    expect(() => random.weightedIndex([1, -1])).toThrow('got -1 at index 1');
    expect(() => random.weightedIndex([])).toThrow('positive, finite sum');
    expect(() => random.sample(3, 4)).toThrow('k must be 0 to 3');
    expect(() => random.choice([])).toThrow('empty');
  });
});
