import { describe, expect, it } from 'vitest';
import type { FeatureDefinition } from './definition.ts';
import { validateFeatures } from './validate.ts';

const good: FeatureDefinition = {
  name: 'purchases7d',
  kind: 'count',
  scope: 'customer',
  events: ['purchase'],
  window: '7d',
};

function refusal(...definitions: unknown[]): string {
  try {
    validateFeatures(definitions, 'my.config.ts');
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('validateFeatures', () => {
  it('returns good definitions as they are', () => {
    const definitions = [good];
    expect(validateFeatures(definitions)).toBe(definitions);
  });

  it('names file, feature, reason and value', () => {
    expect(refusal({ ...good, window: '8d' })).toBe(
      'my.config.ts: feature "purchases7d": window must be one of 1h, 1d, 7d, 30d, 90d, got "8d"',
    );
  });

  it.each([
    [{ ...good, kind: 'cuont' }, /kind must be one of count, .*got "cuont"; did you mean "count"\?/],
    [{ ...good, widow: '7d' }, /unknown field "widow" for kind count; did you mean "window"\?/],
    [{ ...good, name: 'Purchases' }, /name must be lower camel case.*got "Purchases"/],
    [{ ...good, name: undefined }, /feature 1 of the list: name must be/],
    [{ ...good, events: [] }, /events must be a list of 1 to 50/],
    [{ ...good, events: 'purchase' }, /events must be a list/],
    [{ ...good, events: ['a,b'] }, /without commas/],
    [{ ...good, scope: 'pair' }, /scope must be one of customer, item, got "pair"/],
    [
      { ...good, ttl: '7 days' },
      /ttl must be a whole number and s, m, h or d, such as "30d" or "12h", got "7 days"/,
    ],
    [{ ...good, default: Number.NaN }, /default must be a finite number or null/],
    [{ ...good, description: 'text' }, /description must have the texts en and pt-BR/],
    [null, /feature 1 of the list: must be an object, got null/],
    ['count', /must be an object, got "count"/],
    [
      {
        name: 'x',
        kind: 'affinity',
        scope: 'pair',
        attribute: 'brand',
        weights: { purchase: -1 },
        halfLife: '7d',
      },
      /weights must map 1 to 50 event types to weights above 0/,
    ],
    [
      { name: 'x', kind: 'behaviorScore', scope: 'customer', weights: { purchase: 1 }, halfLife: '1h' },
      /halfLife must be at least "1d", got "1h"/,
    ],
    [
      { name: 'x', kind: 'context', scope: 'context', part: 'channel' },
      /values must list 1 to 100 values, got nothing/,
    ],
    [
      { name: 'x', kind: 'context', scope: 'context', part: 'hour', ttl: '1d' },
      /ttl has no meaning for kind context/,
    ],
    [{ name: 'x', kind: 'attribute', scope: 'item', attribute: 'tags' }, /attribute has several values/],
    [
      { name: 'x', kind: 'distinct', scope: 'customer', of: { attribute: '' }, events: ['a'], window: '1d' },
      /of must be "itemId"/,
    ],
    [
      {
        name: 'x',
        kind: 'rate',
        scope: 'item',
        numerator: ['a'],
        denominator: ['b'],
        halfLife: '1d',
        prior: 2,
      },
      /prior must be a number from 0 to 1, got 2/,
    ],
  ])('refuses %j', (definition, reason) => {
    expect(refusal(definition)).toMatch(reason);
  });

  it('refuses a name used twice', () => {
    expect(refusal(good, good)).toMatch(/name is already used by feature 1 of the list/);
  });

  it('reports every problem at once, with pointers', () => {
    expect(refusal({ ...good, window: '8d' }, { ...good, name: 'x', events: 1 }).split('\n')).toHaveLength(2);
    expect(() => validateFeatures([{ ...good, window: '8d' }])).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        errors: [expect.objectContaining({ path: '/features/0/window' })],
      }),
    );
  });

  it('refuses what is no list', () => {
    expect(() => validateFeatures({})).toThrow('personalize.config.ts: features must be a list, got {}');
  });
});
