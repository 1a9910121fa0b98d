import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../stores/journal/record.ts';
import { compileSegments, type FeatureCatalog } from './compile.ts';
import { defaultSegments } from './default-segments.ts';
import {
  type SegmentCondition,
  type SegmentDefinition,
  type SegmentRule,
  segmentSchema,
} from './definition.ts';

const features: FeatureCatalog = {
  names: ['visits', 'spend', 'clickRate', 'likes'],
  definitions: [
    { name: 'visits', scope: 'customer' },
    { name: 'spend', scope: 'customer' },
    { name: 'clickRate', scope: 'item' },
    { name: 'likes', scope: 'pair', kind: 'affinity', attribute: 'brand' },
  ],
  triggers: (column) => ({
    events: new Set([['page_view', 'purchase', 'click', 'download'][column]]),
    time: column === 1,
  }),
};
const compile = (rule: unknown) => compileSegments([{ name: 'S', rule: rule as SegmentRule }], features);

function holds(rule: SegmentRule, attributes: JsonObject, values: Record<string, number> = {}): boolean {
  const { tests, columns } = compile(rule);
  const read = Float64Array.from(columns, (column) => values[features.names[column]] ?? Number.NaN);
  return tests[0]({ attributes, features: read, share: () => Number.NaN });
}

describe('affinities', () => {
  const rule: SegmentRule = { affinity: 'brand', of: 'Acme', op: 'gte', value: 0.4 };
  const at = (share: number) =>
    compile(rule).tests[0]({ attributes: {}, features: new Float64Array(), share: () => share });

  test('compare shares; without any interest nothing holds', () => {
    expect([at(0.5), at(0.4), at(0.3), at(Number.NaN)]).toEqual([true, true, false, false]);
  });

  test('are compared again after the events of the affinity', () => {
    expect(compile(rule).events).toEqual(new Set(['download']));
  });

  test('of an attribute that no feature follows, or beyond a share, are refused', () => {
    expect(() => compile({ ...rule, affinity: 'colour' })).toThrow(/about "colour"; known: brand/);
    expect(() => compile({ ...rule, value: 40 })).toThrow(/a share from 0 to 1/);
  });
});

describe('rule operators', () => {
  test.each<[SegmentCondition, unknown, boolean]>([
    [{ attribute: 'a', op: 'eq', value: 'x' }, 'x', true],
    [{ attribute: 'a', op: 'eq', value: '1' }, 1, false],
    [{ attribute: 'a', op: 'eq', value: true }, true, true],
    [{ attribute: 'a', op: 'ne', value: 'x' }, 'y', true],
    [{ attribute: 'a', op: 'ne', value: 'x' }, undefined, true],
    [{ attribute: 'a', op: 'in', values: ['x', 2] }, 2, true],
    [{ attribute: 'a', op: 'in', values: ['x', 2] }, undefined, false],
    [{ attribute: 'a', op: 'notIn', values: ['x'] }, undefined, true],
    [{ attribute: 'a', op: 'notIn', values: ['x'] }, 'x', false],
    [{ attribute: 'a', op: 'gt', value: 2 }, 2, false],
    [{ attribute: 'a', op: 'gte', value: 2 }, 2, true],
    [{ attribute: 'a', op: 'gte', value: 2 }, '3', false],
    [{ attribute: 'a', op: 'lt', value: 2 }, 1.9, true],
    [{ attribute: 'a', op: 'lt', value: 2 }, null, false],
    [{ attribute: 'a', op: 'lte', value: 2 }, 2, true],
    [{ attribute: 'a', op: 'between', min: 1, max: 2 }, 2, true],
    [{ attribute: 'a', op: 'between', min: 1, max: 2 }, 2.01, false],
    [{ attribute: 'a', op: 'contains', value: 'LIST' }, 'wish list', true],
    [{ attribute: 'a', op: 'contains', value: 'b' }, ['a', 'b'], true],
    [{ attribute: 'a', op: 'contains', value: 'b' }, ['ab'], false],
    [{ attribute: 'a', op: 'exists' }, null, false],
    [{ attribute: 'a', op: 'exists' }, 0, true],
    [{ attribute: 'a', op: 'exists', value: false }, undefined, true],
  ])('%j on %j is %s', (condition, value, expected) => {
    const attributes = (value === undefined ? {} : { a: value }) as JsonObject;
    expect(holds(condition, attributes)).toBe(expected);
  });

  test('names of the prototype are no attributes', () => {
    for (const attribute of ['constructor', '__proto__', 'toString']) {
      expect(holds({ attribute, op: 'exists' }, {})).toBe(false);
    }
  });

  test('a missing feature fails comparisons, and ne and notIn are the negations of eq and in', () => {
    const read = (rule: SegmentRule, visits?: number) =>
      holds(rule, {}, visits === undefined ? {} : { visits });
    expect(read({ feature: 'visits', op: 'gte', value: 0 })).toBe(false);
    expect(read({ feature: 'visits', op: 'lt', value: 9 })).toBe(false);
    expect(read({ feature: 'visits', op: 'ne', value: 3 })).toBe(true);
    expect(read({ feature: 'visits', op: 'exists' })).toBe(false);
    expect(read({ feature: 'visits', op: 'between', min: 1, max: 3 }, 2)).toBe(true);
    expect(read({ feature: 'visits', op: 'in', values: [1, 2] }, 2)).toBe(true);
  });

  test('nested rules mean what Boolean algebra says', () => {
    const rule = fc.letrec<{ rule: SegmentRule }>((tie) => ({
      rule: fc.oneof(
        { maxDepth: 4 },
        fc.record({ attribute: fc.constantFrom('p', 'q', 'r'), op: fc.constant('exists' as const) }),
        fc.record({ and: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ or: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('rule') }),
      ),
    })).rule;
    const evaluate = (node: SegmentRule, have: Set<string>): boolean => {
      if ('and' in node) return node.and.every((part) => evaluate(part, have));
      if ('or' in node) return node.or.some((part) => evaluate(part, have));
      if ('not' in node) return !evaluate(node.not, have);
      return 'attribute' in node && have.has(node.attribute);
    };
    fc.assert(
      fc.property(rule, fc.subarray(['p', 'q', 'r']), (node, names) => {
        const attributes = Object.fromEntries(names.map((name) => [name, 1]));
        expect(holds(node, attributes)).toBe(evaluate(node, new Set(names)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('compileSegments', () => {
  test('reads each feature once and knows what can change an answer', () => {
    const compiled = compile({
      and: [
        { feature: 'spend', op: 'gt', value: 1 },
        { feature: 'visits', op: 'gt', value: 1 },
        { not: { feature: 'spend', op: 'gt', value: 99 } },
      ],
    });
    expect([...compiled.columns].sort()).toEqual([0, 1]);
    expect(compiled.events).toEqual(new Set(['page_view', 'purchase']));
    expect(compiled).toMatchObject({ time: true, usesAttributes: false });
  });

  test.each<[unknown, RegExp]>([
    [{ feature: 'vists', op: 'gt', value: 1 }, /segment "S".*"vists" is not declared; known: visits/],
    [
      { feature: 'clickRate', op: 'gt', value: 1 },
      /about the item; rules can use features with scope customer/,
    ],
    [{ feature: 'visits', op: 'eq', value: 'many' }, /a feature is a number/],
    [{ feature: 'visits', op: 'contains', value: 1 }, /`contains` works on attributes only/],
    [{ attribute: 'a', op: 'like', value: 'x' }, /is not a comparison.*got {"attribute":"a","op":"like"/],
    [
      { attribute: 'a', feature: 'visits', op: 'eq', value: 1 },
      /exactly one of attribute, feature or affinity/,
    ],
    [{ attribute: 'a', op: 'gt', value: Number.NaN }, /is not a comparison/],
    [{ and: [] }, /\/rule\/and must be a list of 1 to 100/],
    [{ or: [{ not: 5 }] }, /\/rule\/or\/0\/not is not a comparison/],
    [null, /is not a comparison/],
    [undefined, /is not a comparison/],
  ])('refuses %j', (rule, message) => {
    expect(() => compile(rule)).toThrow(message);
  });

  test('a feature that changes with every kind of event makes every event count', () => {
    const anything: FeatureCatalog = {
      ...features,
      triggers: () => ({ events: new Set<string>(), time: true }),
    };
    const rule: SegmentRule = { feature: 'visits', op: 'gt', value: 1 };
    expect(compileSegments([{ name: 'S', rule }], anything).events).toBe('any');
    expect(compile({ attribute: 'a', op: 'exists' }).events).toEqual(new Set());
  });

  test('the published schema takes what the compiler takes', () => {
    for (const segment of defaultSegments) expect(Value.Check(segmentSchema, segment)).toBe(true);
    for (const rule of [
      { and: [] },
      { not: 5 },
      { attribute: 'a', op: 'like' },
      { or: [{ feature: 'x' }] },
    ]) {
      expect(Value.Check(segmentSchema, { name: 'S', rule })).toBe(false);
    }
  });

  test('refuses rules nested or sized beyond the bounds, without running out of stack', () => {
    let deep: SegmentRule = { attribute: 'a', op: 'exists' };
    for (let i = 0; i < 5000; i++) deep = { not: deep };
    expect(() => compile(deep)).toThrow(/nested deeper than 16/);
    const wide = {
      and: Array.from({ length: 100 }, () => ({
        or: [
          { attribute: 'a', op: 'exists' },
          { attribute: 'b', op: 'exists' },
        ],
      })),
    };
    expect(() => compile(wide)).toThrow(/more than 200 parts/);
  });

  test('refuses bad and repeated names and too many segments', () => {
    const rule: SegmentRule = { attribute: 'a', op: 'exists' };
    const many = (names: string[]): SegmentDefinition[] => names.map((name) => ({ name, rule }));
    expect(() => compileSegments(many(['A', 'A']), features)).toThrow(/"A" is declared twice/);
    for (const name of ['', ' a', 'x'.repeat(65), 'a\n', '<b>']) {
      expect(() => compileSegments(many([name]), features)).toThrow(/segment name must be/);
    }
    expect(() => compileSegments(many(Array.from({ length: 129 }, (_, i) => `s${i}`)), features)).toThrow(
      /at most 128, got 129/,
    );
  });
});
