import { expect, test } from 'vitest';
import { LatestRows } from './latest-rows.ts';

test('keeps the latest, as sorting everything would', () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (const [rows, limit] of [
    [0, 3],
    [2, 3],
    [500, 1],
    [500, 17],
    [500, 500],
  ]) {
    const times = Array.from({ length: rows }, () => Math.floor(random() * 40));
    const kept = new LatestRows(limit);
    for (const [row, time] of times.entries()) kept.add(row, time);
    const all = times.map((time, row) => ({ row, time })).sort((a, b) => b.time - a.time || a.row - b.row);
    expect(kept.sorted()).toEqual(all.slice(0, limit));
  }
});
