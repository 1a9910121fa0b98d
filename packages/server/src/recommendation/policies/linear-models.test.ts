import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LinearPosterior, Random } from '@personalize/learn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OnlineStore, openOnlineStore } from '../../stores/online/index.ts';
import { LinearModels } from './linear-models.ts';

let dir: string;
let store: OnlineStore;
let models: LinearModels;
let row: number;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'linear-'));
  store = openOnlineStore(dir);
  const table = store.table('policies');
  models = new LinearModels(table);
  await store.restore();
  row = table.ensure('one');
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

/** Columns of which none is a product. */
const plain = (dimension: number) => ({ dimension, factors: new Int32Array(2 * dimension).fill(-1) });

describe('LinearModels', () => {
  test('finds the coefficients of standardised features, whatever their units', () => {
    const random = new Random(3);
    for (let i = 0; i < 20_000; i++) {
      const a = random.normal();
      const b = random.normal();
      const x = Float64Array.of(1, 1000 + 50 * a, b / 1000);
      models.pull(row, x, 3, 1, 0, 1);
      models.reward(row, x, 3, 1, 0.3 + 0.2 * a - 0.1 * b + random.normal(0, 0.1), 0, 1);
    }
    const { coefficients, mean, deviation } = models.solve(row, plain(3), 1, 0, 1);
    expect(coefficients[0]).toBeCloseTo(0.3, 2);
    expect(coefficients[1]).toBeCloseTo(0.2, 2);
    expect(coefficients[2]).toBeCloseTo(-0.1, 2);
    expect(mean[1] / 1000).toBeCloseTo(1, 2);
    expect(deviation[1] / 50).toBeCloseTo(1, 1);
  });

  test('equals ridge regression on the standardised rows, widths included', () => {
    const random = new Random(5);
    const rows = Array.from({ length: 60 }, () => [1, random.normal(5, 2), random.normal(-1, 0.5)]);
    const rewards = rows.map(([, a]) => a / 10 + random.normal());
    for (const [i, r] of rows.entries()) {
      models.pull(row, Float64Array.from(r), 3, 1, 0, 1);
      models.reward(row, Float64Array.from(r), 3, 1, rewards[i], 0, 1);
    }
    const model = models.solve(row, plain(3), 4, 0, 1);
    const z = Float64Array.from(rows.flat());
    models.standardise(model, z, rows.length);
    const centred = rewards.map((reward) => reward - rewards.reduce((a, b) => a + b) / rewards.length);
    const reference = new LinearPosterior(2, 4, null);
    for (const [i, reward] of centred.entries())
      reference.add(z.slice(i * 3 + 1, i * 3 + 3), reward, 1, undefined);
    expect(model.coefficients[1]).toBeCloseTo(reference.mean()[0], 8);
    expect(model.coefficients[2]).toBeCloseTo(reference.mean()[1], 8);
    const at = Float64Array.of(0, 0.7, -1.2);
    expect(models.width(model, at, 0)).toBeCloseTo(reference.width(at.slice(1)), 8);
  });

  test('what drifted away fades with the half-life', () => {
    const random = new Random(7);
    const learn = (slope: number, time: number) => {
      for (let i = 0; i < 400; i++) {
        const a = random.normal();
        models.pull(row, Float64Array.of(1, a), 2, 1, 1000, time);
        models.reward(row, Float64Array.of(1, a), 2, 1, slope * a, 1000, time);
      }
    };
    learn(1, 0);
    learn(-1, 10_000);
    expect(models.solve(row, plain(2), 1, 1000, 10_000).coefficients[1]).toBeLessThan(-0.9);
    // With nothing new the prior comes back.
    expect(Math.abs(models.solve(row, plain(2), 1, 1000, 40_000).coefficients[1])).toBeLessThan(0.01);
  });

  test('a column that never varied, and a rank hardly looked at, leave everything finite', () => {
    for (let i = 0; i < 10; i++) models.pull(row, Float64Array.of(1, 5, i), 3, 0.001, 0, 1);
    const model = models.solve(row, plain(3), 1, 0, 1);
    expect(model.deviation[1]).toBe(0);
    expect([...model.coefficients, ...model.factor].every(Number.isFinite)).toBe(true);
    expect(models.draw(model, 1, new Random(1)).subarray(0, 3).every(Number.isFinite)).toBe(true);
  });

  test('a product counts as what it says beyond its factors, as if both were centred', () => {
    const random = new Random(7);
    const plan = { dimension: 4, factors: Int32Array.of(-1, -1, -1, -1, -1, -1, 1, 2) };
    // Far from zero, as ages and logarithms of incomes are: the product is all but a sum of its factors.
    const rows = Array.from({ length: 4000 }, () => [random.normal(11, 0.5), random.normal(4, 0.4)]);
    const effect = 0.1;
    for (const [a, b] of rows) {
      const x = Float64Array.of(1, a, b, a * b);
      models.pull(row, x, 4, 1, 0, 1);
      const reward = effect * ((a - 11) / 0.5) * ((b - 4) / 0.4) + random.normal(0, 0.3);
      models.reward(row, x, 4, 1, reward, 0, 1);
    }
    const strong = models.solve(row, plan, 400, 0, 1);
    // One standard deviation of the product's own part moves the reward by `effect`; a tenth more precision takes a tenth.
    expect(strong.coefficients[3]).toBeCloseTo(effect / 1.1, 1);
    expect(strong.residuals.deviation(3)).toBeLessThan(0.1);
    const z = Float64Array.from(rows.flatMap(([a, b]) => [1, a, b, a * b]));
    models.standardise(strong, z, rows.length);
    const mean = (f: (i: number) => number) => rows.reduce((sum, _, i) => sum + f(i), 0) / rows.length;
    expect(mean((i) => z[4 * i + 3] ** 2)).toBeCloseTo(1, 6);
    expect(Math.abs(mean((i) => z[4 * i + 3] * z[4 * i + 1]))).toBeLessThan(0.04);
    // The factor of the precision is that of these very rows.
    const { factor } = strong;
    const cell = [0, 1, 2, 3].reduce((sum, k) => sum + factor[12 + k] * factor[12 + k], 0);
    expect(cell / (4000 + 400)).toBeCloseTo(1, 6);
    const plainly = models.solve(row, plan, 401, 0, 1);
    expect(Math.abs(plainly.coefficients[1])).toBeLessThan(0.03);
  });

  test('a product of few rows, of a constant or of itself leaves everything finite', () => {
    const plan = { dimension: 4, factors: Int32Array.of(-1, -1, -1, -1, 1, 1, -1, -1) };
    for (const a of [2, 3]) {
      models.pull(row, Float64Array.of(1, a, a * a, 5), 4, 1, 0, 1);
      const model = models.solve(row, plan, 1, 0, 1);
      const z = Float64Array.of(1, 9, 81, 5);
      models.standardise(model, z, 1);
      expect([...model.coefficients, ...model.factor, ...z].every(Number.isFinite)).toBe(true);
    }
  });
});
