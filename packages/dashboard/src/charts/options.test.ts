import { barColors, barOption, writePoint, xyColors, xyOption } from '@personalize/charts';
import { expect, test } from 'vitest';

const colors = {
  ...{ text: 'text', muted: 'muted', line: 'line', axis: 'grey', surface: 'surface', raised: 'raised' },
  ...{ fontFamily: 'Inter', series: ['one', 'two'] },
};
const axis = { name: 'x', format: String };

test('references are grey and use up no colour', () => {
  const series = [
    { key: 'a', name: 'a', points: [] },
    { key: 'r', name: 'r', points: [], reference: true },
    { key: 'b', name: 'b', points: [] },
  ];
  expect(xyColors(series, colors)).toEqual(['one', 'grey', 'two']);
  const bars = [
    { key: 'r', name: 'r', values: [], reference: true },
    { key: 'a', name: 'a', values: [] },
  ];
  expect(barColors(bars, colors)).toEqual(['grey', 'one']);
});

test('a value is written with its interval, and nothing known as a dash', () => {
  expect(writePoint([0, 0.5, 0.4, 0.6], String)).toBe('0.5 (0.4 – 0.6)');
  expect(writePoint([0, 0.5], String)).toBe('0.5');
  expect(writePoint([0, null], String)).toBe('–');
});

test('gaps stay gaps, and only series with intervals get one drawn', () => {
  const points = [
    [1, 2, 1, 3],
    [2, null],
  ] as const;
  const option = xyOption({
    series: [
      { key: 'a', name: 'a', points },
      { key: 'b', name: 'b', points: [[1, 2]] },
    ],
    x: axis,
    y: axis,
    colors,
  });
  expect(option.series).toMatchObject([
    {
      id: 'a',
      data: [
        [1, 2],
        [2, '-'],
      ],
    },
    { id: 'b' },
    { id: 'a interval' },
  ]);
  expect(option.series).toHaveLength(3);
});

test('an axis from zero goes below it where a value does', () => {
  const from = (value: number | null) =>
    xyOption({
      series: [
        {
          key: 'a',
          name: 'a',
          points: [
            [0, null],
            [1, value],
          ],
        },
      ],
      ...{ x: axis, y: { ...axis, min: 0 }, colors },
    });
  expect(from(0.2).yAxis).toMatchObject({ min: 0, scale: false });
  expect(from(null).yAxis).toMatchObject({ min: 0, scale: false });
  expect(from(-0.2).yAxis).toMatchObject({ min: undefined, scale: false });
});

test('bars leave room for a limit that none of them reaches', () => {
  const bars = (value: number) =>
    barOption({
      ...{ categories: ['a'], layout: 'rows', format: String, limit: { value: 1, name: 'limit' }, colors },
      series: [{ key: 'a', name: 'a', values: [value] }],
    });
  expect(bars(0.2).xAxis).toMatchObject({ max: 1.1 });
  expect(bars(7).xAxis).toMatchObject({ max: undefined });
});
