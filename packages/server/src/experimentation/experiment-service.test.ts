import { expect, test } from 'vitest';
import type { Effect } from './definition.ts';
import { settingsOf } from './experiment-service.ts';

const softmax = (): Effect => ({
  kind: 'placement',
  settings: { policy: { kind: 'softmax', temperature: 0.2 } },
});

test('an effect gives the same settings each time, so that its policy is compiled once', () => {
  const effect = softmax();
  expect(settingsOf(effect)).toBe(settingsOf(effect));
  expect(settingsOf(effect).policy).toEqual({ kind: 'softmax', temperature: 0.2 });
});

test('an effect that was replaced gives its own', () => {
  expect(settingsOf(softmax())).not.toBe(settingsOf(softmax()));
});

test('what a model or policy variant changes is named as the placement names it', () => {
  const model: Effect = { kind: 'model', ranker: 'ranker@challenger' };
  expect(settingsOf(model)).toEqual({ ranker: 'ranker@challenger' });
  expect(settingsOf({ kind: 'none' })).toEqual({});
});
