import { expect, test } from 'vitest';
import { emptyFields, isValid, readTags, toRequest } from './train-fields.ts';

test('an untouched form leaves everything to the defaults', () => {
  expect(toRequest(emptyFields)).toEqual({ from: 'auto', objective: 'lambdaMart', promote: true });
});

test('sends what was typed, in its place', () => {
  const fields = {
    ...emptyFields,
    ...({ from: 'purchases', label: 'conversion', testDays: '7,5', learningRate: '0.1', seed: '7' } as const),
    ...{ biasCorrection: false, tags: 'spring, spring ,', notes: ' first ' },
  };
  expect(toRequest(fields)).toMatchObject({
    ...{ from: 'purchases', label: 'conversion', biasCorrection: false, seed: 7, notes: 'first' },
    split: { testDays: 7.5 },
    parameters: { learningRate: 0.1 },
    tags: ['spring'],
  });
});

test('a number out of bounds is not sent', () => {
  expect(isValid(emptyFields)).toBe(true);
  expect(isValid({ ...emptyFields, threads: '65' })).toBe(false);
  expect(isValid({ ...emptyFields, iterations: 'many' })).toBe(false);
  expect(readTags('')).toEqual([]);
});
