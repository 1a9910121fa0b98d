import { expect, it } from 'vitest';
import { partOf, splitByTime } from './split.ts';

const hour = 3_600_000;

it('divides at whole milliseconds, also where a share of the time does not', () => {
  const times = Float64Array.from({ length: 401 }, (_, i) => 1_795_000_000_000 + i * hour + 7 * (i % 3));
  const windows = splitByTime(times, 1, {});
  for (const { from, to } of Object.values(windows)) {
    expect(Number.isInteger(from)).toBe(true);
    expect(Number.isInteger(to)).toBe(true);
    expect(from).toBeLessThan(to);
  }
  const { train, validation, test } = windows;
  expect(validation.from - train.to).toBe(hour);
  expect(test.from - validation.to).toBe(hour);
  expect(partOf(windows, times[400])).toBe('test');
  expect(partOf(windows, test.from - 1)).toBeUndefined();
  expect(partOf(windows, train.to - 1)).toBe('train');
});

it('says which part has too few groups, and what to do', () => {
  const times = Float64Array.from([0, hour, 2 * hour]);
  expect(() => splitByTime(times, 24, {})).toThrow(
    /the train part has \d of 3 groups .* set split to shorter parts/,
  );
});
