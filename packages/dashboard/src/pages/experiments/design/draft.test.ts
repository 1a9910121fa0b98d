import { expect, test } from 'vitest';
import type { ExperimentDefinition } from '../../../api/experiments.ts';
import {
  addVariant,
  copyOf,
  keyFrom,
  newDraft,
  problemsOf,
  removeVariant,
  sumsToOne,
  varying,
  weightSum,
} from './draft.ts';

const draft = (change: Partial<ExperimentDefinition> = {}): ExperimentDefinition => ({
  ...newDraft(),
  key: 'banner',
  hypothesis: 'Blue sells.',
  ...change,
});

test('a new draft lacks only its hypothesis and its key', () => {
  expect(problemsOf(newDraft(), 'review')).toEqual(['hypothesis', 'key']);
  expect(problemsOf(draft(), 'review')).toEqual([]);
});

test('a key comes from the first words, without accents and signs', () => {
  expect(keyFrom('Um anúncio à esquerda, 20% maior, vende mais aos domingos')).toBe(
    'um-anuncio-a-esquerda-20',
  );
  expect(keyFrom('7 days free')).toBe('days-free');
  expect(keyFrom('!')).toBe('');
});

test('weights always sum to one after adding and removing', () => {
  let many = draft();
  for (let i = 0; i < 5; i++) many = addVariant(many);
  expect(sumsToOne(weightSum(many))).toBe(true);
  expect(new Set(many.variants.map(({ key }) => key)).size).toBe(7);
  const fewer = removeVariant({ ...many, control: 'treatment' }, 1);
  expect(sumsToOne(weightSum(fewer))).toBe(true);
  expect(fewer.control).toBeUndefined();
});

test('weights that do not sum to one are named', () => {
  const [a, b] = draft().variants;
  expect(problemsOf(draft({ variants: [{ ...a, weight: 0.6 }, b] }), 'variants')).toEqual(['weights']);
});

test('variants that differ in nothing are named, an A/A test is not', () => {
  const model = varying(draft({ placement: 'home' }), 'model');
  expect(problemsOf(model, 'variants')).toEqual(['sameVariants']);
  expect(problemsOf(varying(draft(), 'none'), 'variants')).toEqual([]);
  expect(problemsOf(varying(draft(), 'policy'), 'variants')).toEqual(['placement']);
});

test('flags without a value, or of two types, are named', () => {
  const values = (...all: unknown[]) =>
    draft({
      variants: draft().variants.map((one, i) => ({ ...one, effect: { kind: 'value', value: all[i] } })),
    });
  expect(problemsOf(values('red', undefined), 'variants')).toEqual(['flagValue']);
  expect(problemsOf(values('red', 7), 'variants')).toEqual(['flagTypes']);
  expect(problemsOf(values({ a: 1 }, { a: 2 }), 'variants')).toEqual([]);
});

test('steps of a ramp must follow each other in time', () => {
  const ramp = (...from: string[]) => draft({ ramp: from.map((at) => ({ from: at, coverage: 0.5 })) });
  expect(problemsOf(ramp('2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z'), 'audience')).toEqual(['ramp']);
  expect(problemsOf(ramp('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'), 'audience')).toEqual([]);
});

test('money without a currency and a window without days are named', () => {
  const metrics: ExperimentDefinition['metrics'] = [
    { key: 'r', kind: 'revenue', role: 'goal', events: ['purchase'], currency: '' },
    { key: 'b', kind: 'retention', role: 'secondary', events: [], fromDay: 7, toDay: 7 },
  ];
  expect(problemsOf(draft({ metrics }), 'metrics')).toEqual(['metricEvents', 'currency', 'retentionDays']);
});

test('a copy is assigned anew', () => {
  const { key, seed, ramp } = copyOf(
    draft({ seed: 'old', ramp: [{ from: '2026-03-01T00:00:00Z', coverage: 1 }] }),
  );
  expect([key, seed, ramp]).toEqual(['banner-2', undefined, undefined]);
});
