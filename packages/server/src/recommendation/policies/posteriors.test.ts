import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OnlineStore, openOnlineStore } from '../../stores/online/index.ts';
import { type Level, Posteriors } from './posteriors.ts';

const limit = 20;
let dir: string;
let store: OnlineStore;
let posteriors: Posteriors;

const open = async () => {
  store = openOnlineStore(dir);
  posteriors = new Posteriors(store, limit);
  await store.restore();
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'posteriors-'));
  await open();
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

const row = (halfLife = 0, kind: 'betaThompson' | 'gaussianThompson' = 'betaThompson') =>
  posteriors.ensure({ key: kind, kind, reward: 'click' }, halfLife);
const pull = (policy: number, item: number, time: number, examined = 1) =>
  posteriors.pull(policy, item, `item ${item}`, examined, 1, time, time);
const level = (policy: number, now: number): Level => {
  const out: Level = { weight: 0, total: 0, count: 0, amount: 0, squares: 0, at: 0 };
  posteriors.readLevel(policy, now, out);
  return out;
};

describe('Posteriors', () => {
  test('beyond the limit the items not seen for longest start anew, after a restart too', async () => {
    const policy = row();
    for (let item = 0; item < limit; item++) pull(policy, item, 1000 + item);
    pull(policy, 0, 5000);
    await store.checkpoint(1);
    await store.close();
    await open();
    pull(policy, 99, 6000);
    const kept = posteriors.armsOf(policy).map((arm) => posteriors.armCounts(arm).itemRow);
    expect(kept).toEqual([0, ...Array.from({ length: limit - 3 }, (_, i) => i + 3), 99]);
    expect(posteriors.armOf(policy, 1)).toBe(-1);
    pull(policy, 1, 7000);
    expect(posteriors.armCounts(posteriors.armOf(policy, 1))).toEqual({ itemRow: 1, pulls: 1, rewards: 0 });
  });

  test('what was seen fades, and a late reward counts as much as its item seen by then', () => {
    const policy = row(1000);
    pull(policy, 1, 0);
    pull(policy, 1, 2000);
    posteriors.reward(policy, 1, 1, 1, true, 0, 2000);
    const arm = posteriors.armOf(policy, 1);
    expect(posteriors.armWeight(arm, 1000, 2000)).toBeCloseTo(1.25, 12);
    expect(posteriors.armTotal(arm, 1000, 2000)).toBeCloseTo(0.25, 12);
    expect(posteriors.armWeight(arm, 1000, 3000)).toBeCloseTo(0.625, 12);
    expect(level(policy, 3000)).toMatchObject({ weight: 0.625, total: 0.125, count: 0.625 });
    expect(posteriors.counts(policy)).toMatchObject({ pulls: 2, rewards: 1 });
  });

  test('a place hardly looked at counts little; for normal posteriors as the square, with its reward', () => {
    const beta = row();
    pull(beta, 1, 1, 0.5);
    posteriors.reward(beta, 1, 0.5, 1, true, 1, 1);
    expect(level(beta, 1)).toMatchObject({ weight: 0.5, total: 1 });
    const normal = row(0, 'gaussianThompson');
    pull(normal, 1, 1, 0.5);
    posteriors.reward(normal, 1, 0.5, 8, true, 1, 1);
    expect(level(normal, 1)).toMatchObject({ weight: 0.25, total: 4, amount: 8, squares: 64 });
  });

  test('policies do not mix, and a removed item is gone from all', () => {
    const [a, b] = [row(), row(0, 'gaussianThompson')];
    pull(a, 1, 1);
    pull(a, 2, 1);
    pull(b, 1, 1);
    posteriors.reset(b, 7, 9);
    expect([posteriors.armsOf(a).length, posteriors.armsOf(b).length]).toEqual([2, 0]);
    expect(posteriors.since(b)).toBe(7);
    posteriors.forgetItem(1);
    expect(posteriors.armsOf(a).map((arm) => posteriors.armCounts(arm).itemRow)).toEqual([2]);
    expect(posteriors.armOf(-1, 1)).toBe(-1);
  });
});
