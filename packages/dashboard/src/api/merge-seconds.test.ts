import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSeconds } from './merge-seconds.ts';

const second = (at: number, events = 0) => ({
  at: at * 1_000,
  events,
  recommendations: 0,
  latencyP50: null,
  latencyP99: null,
});
const run = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => second(from + i, from + i));

test('a gap is filled by the whole picture that a new stream starts with', () => {
  const beforeSleep = mergeSeconds([], run(0, 100));
  const afterWaking = mergeSeconds(beforeSleep, run(50, 250));
  expect(afterWaking).toEqual(run(0, 250));
});

test('overlapping messages never double a second and newer counts win', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 30 }),
      (messages) => {
        let seconds = mergeSeconds([], []);
        for (const [from, length] of messages) seconds = mergeSeconds(seconds, run(from, from + length));
        const times = seconds.map(({ at }) => at);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      },
    ),
  );
  expect(mergeSeconds([second(1, 5)], [second(1, 7)])).toEqual([second(1, 7)]);
});

test('remembers fifteen minutes', () => {
  expect(mergeSeconds(run(0, 900), run(900, 1_000))).toEqual(run(100, 1_000));
});
