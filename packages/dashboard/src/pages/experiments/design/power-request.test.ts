import { expect, test } from 'vitest';
import { newDraft } from './draft.ts';
import { type PowerQuestion, powerRequest } from './power-request.ts';

const draft = { ...newDraft(), key: 'banner', hypothesis: 'Blue sells.' };
const ask = (change: Partial<PowerQuestion> = {}): PowerQuestion => ({
  ...{ metric: draft.metrics[0], asks: 'days', effect: 0.05, days: 14, method: 'sequential', power: 0.8 },
  ...{ newCustomersPerDay: undefined, share: undefined, mean: undefined, deviation: undefined },
  ...change,
});

test('the control comes first among the weights, wherever it stands', () => {
  const [a, b] = draft.variants;
  const turned = {
    ...draft,
    control: 'treatment',
    variants: [
      { ...a, weight: 0.8 },
      { ...b, weight: 0.2 },
    ],
  };
  expect(powerRequest(turned, ask())?.weights).toEqual([0.2, 0.8]);
});

test('a goal that should fall asks for a fall', () => {
  const metric = { ...draft.metrics[0], direction: 'decrease' as const };
  expect(powerRequest(draft, ask({ metric }))?.minimumEffect).toBe(-0.05);
});

test('a baseline of one’s own takes the place of the history', () => {
  const request = powerRequest(draft, ask({ share: 0.1 }));
  expect([request?.baseline, request?.metric]).toEqual([{ proportion: 0.1 }, undefined]);
});

test('days ask for an effect; history is of those who would take part', () => {
  const targeted = { ...draft, targeting: { segments: ['new'] }, placement: 'home', conversionDays: 3 };
  expect(powerRequest(targeted, ask({ asks: 'effect' }))).toMatchObject({
    days: 14,
    metric: { conversionDays: 3 },
    traffic: { placement: 'home', segments: ['new'] },
  });
  expect(powerRequest(targeted, ask({ asks: 'effect' }))).not.toHaveProperty('minimumEffect');
});

test('nothing is asked while a number is missing or a variant has no weight', () => {
  expect(powerRequest(draft, ask({ effect: undefined }))).toBeUndefined();
  const [a, b] = draft.variants;
  const none = {
    ...draft,
    variants: [
      { ...a, weight: 1 },
      { ...b, weight: 0 },
    ],
  };
  expect(powerRequest(none, ask())).toBeUndefined();
});
