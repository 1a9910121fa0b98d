import { expect, test } from 'vitest';
import type { DailyResults } from '../../../api/experiment-results.ts';
import { effectSeries } from './effect-series.ts';

const interval = (value: number, half: number) => ({
  value,
  standardError: half,
  lower: value - half,
  upper: value + half,
});
const day = (name: string, relative: ReturnType<typeof interval> | null, absolute = relative) => ({
  day: name,
  isComplete: true,
  variants: [],
  comparisons: [{ variant: 'b', relative, absolute, pValue: 0.5, problem: null, relativeProblem: null }],
});
const of = (...days: DailyResults['days']) => effectSeries({ days }, 'none');

test('a day that cannot be compared is a gap, not a zero', () => {
  const drawn = of(day('2026-03-01', null), day('2026-03-02', interval(0.1, 0.3)));
  expect(drawn?.series[0].points).toEqual([
    [20513, null, null, null],
    [20514, 0.1, 0.1 - 0.3, 0.1 + 0.3],
  ]);
});

test('the wide intervals of the first days do not flatten the later ones', () => {
  const later = Array.from({ length: 9 }, (_, i) => day(`2026-03-0${i + 1}`, interval(0.1, 0.2)));
  const drawn = of(day('2026-02-28', interval(0.5, 60)), ...later);
  expect(drawn?.high).toBeLessThanOrEqual(1);
  expect(drawn?.low).toBeLessThan(-0.1);
});

test('without any relative effect the absolute one is drawn; without either nothing is', () => {
  expect(of(day('2026-03-01', null, interval(2, 1)))?.scale).toBe('absolute');
  expect(of(day('2026-03-01', null))).toBeNull();
});

test('the bounds of the axis are round steps of it, apart from each other', () => {
  for (const half of [0.013, 0.3, 0.71, 2.4, 17]) {
    const drawn = of(day('2026-03-01', interval(0.1, half)), day('2026-03-02', interval(0.1, half)));
    const [low, high] = [drawn?.low ?? 0, drawn?.high ?? 0];
    const size = 10 ** Math.floor(Math.log10(high - low) - 1);
    for (const bound of [low, high])
      expect(Math.abs(bound / size - Math.round(bound / size))).toBeLessThan(1e-6);
  }
});
