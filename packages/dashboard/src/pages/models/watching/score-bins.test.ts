import { expect, test } from 'vitest';
import { scoreBins } from './score-bins.ts';

const write = (value: number) => value.toFixed(1);

test('counts become shares of the scores that are known', () => {
  const bins = scoreBins([1, 2, 2, 7], { edges: [0, 1], shares: [0.2, 0.5, 0.3, 0] }, write);
  expect(bins).toEqual({
    names: ['< 0.0', '0.0 –', '≥ 1.0'],
    now: [0.2, 0.4, 0.4],
    before: [0.2, 0.5, 0.3],
    total: 5,
  });
});

test('nothing chosen yet is no share, not NaN', () => {
  expect(scoreBins([], { edges: [0], shares: [0.5, 0.5, 0] }, write)).toMatchObject({
    now: [0, 0],
    total: 0,
  });
  expect(scoreBins([3], { edges: [], shares: [1, 0] }, write).now).toEqual([1]);
});
