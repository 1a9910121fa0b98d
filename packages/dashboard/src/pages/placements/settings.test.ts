import { expect, test } from 'vitest';
import { problemAt } from './problems.ts';
import { freshFilter, readValue, settingsOf, typedValue } from './settings.ts';

test.each([['Dairy'], [12], [-0.5], [true], ['12'], ['true'], ['']])(
  '%j is typed and read as the same value',
  (value) => {
    expect(readValue(typedValue(value))).toBe(value);
  },
);

test('what the server adds is no setting', () => {
  const stored = { ...freshFilter('available'), version: 3, updatedAt: 'x' };
  expect(settingsOf(stored as never)).toEqual({ kind: 'available' });
});

test('a problem belongs to its own field, and to the group around it when asked', () => {
  const problems = new Map([['/policy/epsilon', 'too high']]);
  expect(problemAt(problems, '/policy/epsilon')).toBe('too high');
  expect(problemAt(problems, '/policy')).toBeUndefined();
  expect(problemAt(problems, '/policy', true)).toBe('too high');
  expect(problemAt(problems, '/pol', true)).toBeUndefined();
});
