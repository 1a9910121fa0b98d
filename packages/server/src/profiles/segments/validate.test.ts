import { expect, test } from 'vitest';
import { defaultSegments, rfmSegments } from './default-segments.ts';
import { validateSegments } from './validate.ts';

const features = [
  { name: 'rfmRecency', scope: 'customer' },
  { name: 'rfmFrequency', scope: 'customer' },
  { name: 'rfmMonetary', scope: 'customer' },
  { name: 'secondsSincePurchase', scope: 'customer' },
];

test('the default segments are valid with the default features', () => {
  expect(validateSegments(defaultSegments, features, 'f')).toBe(defaultSegments);
});

test.each<[unknown, RegExp]>([
  [{}, /^personalize\.config\.ts: segments must be a list, got object/],
  [[5], /segments\[0\] must be an object/],
  [[null], /segments\[0\] must be an object/],
  [[{ name: 'A', rule: rfmSegments[0].rule, colour: 'red' }], /unknown field "colour"; known are name/],
  [
    [{ name: 'A', rule: { feature: 'missing', op: 'gt', value: 1 } }],
    /^personalize\.config\.ts: segment "A".*"missing"/,
  ],
  [[{ rule: rfmSegments[0].rule }], /segment name must be/],
])('refuses %j with the file and the reason', (value, message) => {
  expect(() => validateSegments(value, features, 'personalize.config.ts')).toThrow(message);
});
