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
    const { coefficients, mean, deviation } = models.solve(row, 3, 1, 0, 1);
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
    const model = models.solve(row, 3, 4, 0, 1);
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
    expect(models.solve(row, 2, 1, 1000, 10_000).coefficients[1]).toBeLessThan(-0.9);
    // With nothing new the prior comes back.
    expect(Math.abs(models.solve(row, 2, 1, 1000, 40_000).coefficients[1])).toBeLessThan(0.01);
  });

  test('a column that never varied, and a rank hardly looked at, leave everything finite', () => {
    for (let i = 0; i < 10; i++) models.pull(row, Float64Array.of(1, 5, i), 3, 0.001, 0, 1);
    const model = models.solve(row, 3, 1, 0, 1);
    expect(model.deviation[1]).toBe(0);
    expect([...model.coefficients, ...model.factor].every(Number.isFinite)).toBe(true);
    expect(models.draw(model, 1, new Random(1)).subarray(0, 3).every(Number.isFinite)).toBe(true);
  });
});
