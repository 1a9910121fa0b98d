import { expect, test } from 'vitest';
import { toRuns } from './live-points.ts';

const point = (name: string, iteration: number, value: number) => ({ name, iteration, value });

test('a second fit begins where the rounds begin again', () => {
  const runs = toRuns([
    point('ndcg', 1, 0.1),
    point('loss', 1, 0.7),
    point('ndcg', 2, 0.2),
    point('ndcg', 1, 0.15),
    point('ndcg', 2, 0.25),
  ]);
  expect(runs).toEqual([
    {
      metric: 'ndcg',
      rows: 'validation',
      fit: 1,
      points: [
        [1, 0.1],
        [2, 0.2],
      ],
    },
    { metric: 'loss', rows: 'validation', fit: 1, points: [[1, 0.7]] },
    {
      metric: 'ndcg',
      rows: 'validation',
      fit: 2,
      points: [
        [1, 0.15],
        [2, 0.25],
      ],
    },
  ]);
});

test('tells training rows from validation rows', () => {
  const runs = toRuns([point('train ndcg', 1, 0.3), point('ndcg', 1, 0.2)]);
  expect(runs.map(({ metric, rows }) => [metric, rows])).toEqual([
    ['ndcg', 'training'],
    ['ndcg', 'validation'],
  ]);
});

test('nothing told is no run', () => {
  expect(toRuns([])).toEqual([]);
});
