import { expect, test } from 'vitest';
import { bucketed, tenSeconds } from './buckets.ts';

const second = (at: number, latency: number | null) => ({
  at: at * 1_000,
  events: 0,
  recommendations: 0,
  latencyP50: latency,
  latencyP99: latency === null ? null : latency * 2,
});

test('latency by whole ten seconds, the unfinished ones left out, unknown seconds not counted as zero', () => {
  const seconds = [...Array(25).keys()].map((at) => second(at, at < 10 ? 4 : at === 10 ? 6 : null));
  expect(tenSeconds(seconds)).toEqual([
    { at: 0, latencyP50: 4, latencyP99: 8 },
    { at: 10_000, latencyP50: 6, latencyP99: 12 },
  ]);
});

test('a sparkline gets as many means as asked for, ending with the newest', () => {
  expect(bucketed([1, 2, 3, 4, 5], (value) => value, 3)).toEqual([1, 2.5, 4.5]);
  expect(bucketed([null, 2], (value: number | null) => value, 2)).toEqual([null, 2]);
  expect(bucketed([], () => 0)).toEqual([]);
});
