import { describe, expect, it } from 'vitest';
import type { Condition, MetricWatch } from './definition.ts';
import { historyOf, judge, type Point } from './judge.ts';
import { advance, calmProgress, episodesOf } from './progress.ts';
import { startOf } from './read-series.ts';

const hour = 3_600_000;
const watch = (condition: Condition, step: MetricWatch['step'] = 'hour') => ({
  step,
  condition: { value: 0, compare: 'previous' as const, sensitivity: 3.5, ...condition },
});
const series = (values: (number | null)[]): Point[] => values.map((value, i) => ({ at: i * hour, value }));
const breaches = (condition: Condition, values: (number | null)[], from = 0) =>
  judge(watch(condition), series(values), from).map(({ breach }) => breach);

describe('judging periods', () => {
  it('holds a threshold on its side, the limit itself being allowed', () => {
    expect(breaches({ kind: 'threshold', direction: 'above', value: 5 }, [4, 5, 6, null])).toEqual([
      false,
      false,
      true,
      null,
    ]);
    expect(breaches({ kind: 'threshold', direction: 'below', value: 5 }, [4, 5])).toEqual([true, false]);
  });

  it('compares with the period before, a day or a week earlier; from nothing no change can be told', () => {
    const change: Condition = { kind: 'change', direction: 'either', value: 0.5 };
    expect(breaches(change, [10, 15, 7, 0, 3], 1)).toEqual([false, true, true, null]);
    const daily = watch({ ...change, compare: 'day' });
    expect(historyOf(daily)).toBe(24);
    const values = Array.from({ length: 25 }, (_, i) => (i === 0 ? 10 : i === 24 ? 16 : 1000));
    expect(judge(daily, series(values), 24)[0]).toMatchObject({ breach: true, low: 5, high: 15 });
  });

  it('calls an anomaly what lies beyond the same hour of earlier weeks, and one outlier among them hides no later one', () => {
    const condition: Condition = { kind: 'anomaly', direction: 'either' };
    // Every day alike: 100 at noon, 10 otherwise, a little noise; an outlier at noon two weeks earlier.
    const values = Array.from({ length: 24 * 29 }, (_, i) => (i % 24 === 12 ? 100 : 10) + ((i * 7) % 5) / 10);
    values[24 * 14 + 12] = 5000;
    const noon = 24 * 28 + 12;
    const at = (value: number) => judge(watch(condition), series(values.with(noon, value)), noon)[0];
    expect(at(101).breach).toBe(false);
    expect(at(160).breach).toBe(true);
    expect(at(10).breach).toBe(true);
    expect(at(101).high).toBeLessThan(120);
    expect(breaches(condition, [1, 2, 3], 2)).toEqual([null]);
  });
});

describe('firing', () => {
  const run = (said: (boolean | null)[], forPeriods: number, recoverPeriods: number) => {
    let progress = calmProgress;
    return said.map((breach) => {
      progress = advance(progress, breach, { forPeriods, recoverPeriods });
      return progress.state;
    });
  };

  it('takes as many periods in a row as asked for, both ways', () => {
    expect(run([true, false, true, true, false, true, false, false], 2, 2)).toEqual([
      ...['ok', 'ok', 'ok', 'firing', 'firing', 'firing', 'firing', 'ok'],
    ]);
  });

  it('says that there is no data, and forgets it with the first value', () => {
    expect(run([null, null, false], 2, 1)).toEqual(['ok', 'noData', 'ok']);
    expect(run([true, null, null], 1, 2)).toEqual(['firing', 'firing', 'noData']);
  });

  it('tells its episodes with the value furthest out', () => {
    const judged = judge(
      watch({ kind: 'threshold', direction: 'above', value: 5 }),
      series([1, 7, 9, 8, 1, 6]),
      0,
    );
    expect(episodesOf(judged, { forPeriods: 1, recoverPeriods: 1 })).toEqual([
      { from: hour, to: 4 * hour, peak: 9 },
      { from: 5 * hour, to: null, peak: 6 },
    ]);
  });
});

it('finds the start of a day where clocks are turned', () => {
  expect(new Date(startOf('2026-03-29', 'Europe/Berlin')).toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(new Date(startOf('2026-03-30', 'Europe/Berlin')).toISOString()).toBe('2026-03-29T22:00:00.000Z');
  expect(new Date(startOf('2026-01-05', 'America/Sao_Paulo')).toISOString()).toBe('2026-01-05T03:00:00.000Z');
});
