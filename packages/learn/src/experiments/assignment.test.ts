import { GrowthBook } from '@growthbook/growthbook';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAssignment, type ExperimentDefinition, inNamespace } from './assignment.ts';
import { type BucketRange, bucketRanges, chooseRange, equalWeights } from './buckets.ts';
import { definitionChanges } from './definition-changes.ts';
import { type HashVersion, hashUnit } from './hash.ts';

/*
 * The tables "hash", "getBucketRange", "chooseVariation", "inNamespace", "getEqualWeights" are GrowthBook's published SDK
 * cases, packages/sdk-js/test/cases.json, specVersion 0.5.4 (MIT licence).
 */
describe("GrowthBook's published cases", () => {
  it.each<[string, string, HashVersion, number]>([
    ['', 'a', 1, 0.22],
    ['', 'b', 1, 0.077],
    ['b', 'a', 1, 0.946],
    ['ef', 'd', 1, 0.652],
    ['asdf', '8952klfjas09ujk', 1, 0.549],
    ['', '123', 1, 0.011],
    ['', '___)((*":&', 1, 0.563],
    ['seed', 'a', 2, 0.0505],
    ['seed', 'b', 2, 0.2696],
    ['foo', 'ab', 2, 0.2575],
    ['foo', 'def', 2, 0.2019],
    ['89123klj', '8952klfjas09ujkasdf', 2, 0.124],
    ['90850943850283058242805', '123', 2, 0.7516],
    ['()**(%$##$%#$#', '___)((*":&', 2, 0.0128],
  ])('hash %j %j v%i', (seed, id, version, expected) => {
    expect(hashUnit(seed, id, version)).toBe(expected);
  });

  it('hash of an unknown version is refused', () => {
    expect(() => hashUnit('abc', 'def', 99 as HashVersion)).toThrow(/must be 1 or 2, got 99/);
  });

  it.each<[string, [number, number, number[] | null], BucketRange[]]>([
    [
      'normal 50/50',
      [2, 1, null],
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'reduced coverage',
      [2, 0.5, null],
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
    ],
    [
      'zero coverage',
      [2, 0, null],
      [
        [0, 0],
        [0.5, 0.5],
      ],
    ],
    [
      '4 variations',
      [4, 1, null],
      [
        [0, 0.25],
        [0.25, 0.5],
        [0.5, 0.75],
        [0.75, 1],
      ],
    ],
    [
      'uneven weights',
      [2, 1, [0.4, 0.6]],
      [
        [0, 0.4],
        [0.4, 1],
      ],
    ],
    [
      'uneven weights, 3 variations',
      [3, 1, [0.2, 0.3, 0.5]],
      [
        [0, 0.2],
        [0.2, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'uneven, reduced coverage',
      [3, 0.2, [0.2, 0.3, 0.5]],
      [
        [0, 0.04],
        [0.2, 0.26],
        [0.5, 0.6],
      ],
    ],
    [
      'negative coverage',
      [2, -0.2, null],
      [
        [0, 0],
        [0.5, 0.5],
      ],
    ],
    [
      'coverage above 1',
      [2, 1.5, null],
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'weights sum below 1',
      [2, 1, [0.4, 0.1]],
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'weights sum above 1',
      [2, 1, [0.7, 0.6]],
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'too few weights',
      [4, 1, [0.4, 0.4, 0.2]],
      [
        [0, 0.25],
        [0.25, 0.5],
        [0.5, 0.75],
        [0.75, 1],
      ],
    ],
    [
      'weights sum almost equals 1',
      [2, 1, [0.4, 0.5999]],
      [
        [0, 0.4],
        [0.4, 0.9999],
      ],
    ],
  ])('getBucketRange %s', (_name, [count, coverage, weights], expected) => {
    expect(bucketRanges(count, coverage, weights)).toEqual(
      expected.map(([start, end]) => [expect.closeTo(start, 12), expect.closeTo(end, 12)]),
    );
  });

  it.each<[number, BucketRange[], number]>([
    [
      0.2,
      [
        [0, 0.5],
        [0.5, 1],
      ],
      0,
    ],
    [
      0.4,
      [
        [0, 0.5],
        [0.5, 1],
      ],
      0,
    ],
    [
      0.6,
      [
        [0, 0.5],
        [0.5, 1],
      ],
      1,
    ],
    [
      0.8,
      [
        [0, 0.5],
        [0.5, 1],
      ],
      1,
    ],
    [
      0,
      [
        [0, 0.5],
        [0.5, 1],
      ],
      0,
    ],
    [
      0.5,
      [
        [0, 0.5],
        [0.5, 1],
      ],
      1,
    ],
    [
      0.2,
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
      0,
    ],
    [
      0.4,
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
      -1,
    ],
    [
      0.6,
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
      1,
    ],
    [
      0.8,
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
      -1,
    ],
    [
      0.25,
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
      -1,
    ],
    [
      0.5,
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
      1,
    ],
    [
      0.5,
      [
        [0, 0.5],
        [0.5, 0.5],
        [0.5, 1],
      ],
      2,
    ],
  ])('chooseVariation %d', (bucket, ranges, expected) => {
    expect(chooseRange(bucket, ranges)).toBe(expected);
  });

  it.each<[string, string, number, number, boolean]>([
    ['1', 'namespace1', 0, 0.4, false],
    ['1', 'namespace1', 0.4, 1, true],
    ['1', 'namespace2', 0, 0.4, false],
    ['1', 'namespace2', 0.4, 1, true],
    ['2', 'namespace1', 0, 0.4, false],
    ['2', 'namespace1', 0.4, 1, true],
    ['2', 'namespace2', 0, 0.4, false],
    ['2', 'namespace2', 0.4, 1, true],
    ['3', 'namespace1', 0, 0.4, false],
    ['3', 'namespace1', 0.4, 1, true],
    ['3', 'namespace2', 0, 0.4, true],
    ['3', 'namespace2', 0.4, 1, false],
    ['4', 'namespace1', 0, 0.4, false],
    ['4', 'namespace1', 0.4, 1, true],
    ['4', 'namespace2', 0, 0.4, true],
    ['4', 'namespace2', 0.4, 1, false],
  ])('inNamespace %s %s [%d, %d)', (id, key, start, end, expected) => {
    expect(inNamespace(id, { key, start, end })).toBe(expected);
  });

  it('getEqualWeights', () => {
    expect(equalWeights(-1)).toEqual([]);
    expect(equalWeights(0)).toEqual([]);
    expect(equalWeights(3)).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});

/** What the published SDK, unchanged, answers. */
function growthBookIndex(id: string, definition: ExperimentDefinition): number {
  const growthbook = new GrowthBook({ attributes: { id } });
  const result = growthbook.run({
    key: definition.key,
    variations: definition.variants.map((v) => v.key) as [string, string, ...string[]],
    weights: definition.variants.map((v) => v.weight),
    coverage: definition.coverage,
    seed: definition.seed,
    hashVersion: definition.hashVersion ?? 2,
    namespace: definition.namespace && [
      definition.namespace.key,
      definition.namespace.start,
      definition.namespace.end,
    ],
  });
  growthbook.destroy();
  return result.inExperiment ? result.variationId : -1;
}

describe("GrowthBook's SDK, run beside ours", () => {
  const three: ExperimentDefinition = {
    key: 'checkout',
    seed: 'prova-ção',
    coverage: 0.8,
    variants: [
      { key: 'control', weight: 0.5 },
      { key: 'short', weight: 0.3 },
      { key: 'long', weight: 0.2 },
    ],
    namespace: { key: 'checkout-page', start: 0.1, end: 0.9 },
  };

  it.each([1, 2] as const)('assigns every id alike, hash v%i, ASCII or not', (hashVersion) => {
    const definition = { ...three, hashVersion };
    const assign = compileAssignment(definition);
    const ids = fc.oneof(
      fc.uuid(),
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.string({ minLength: 1, unit: 'binary' }),
    );
    fc.assert(
      fc.property(ids, (id) => {
        expect(assign(id).index).toBe(growthBookIndex(id, definition));
      }),
      { numRuns: 2000 },
    );
    for (const id of ['João', 'Joa\u0303o', '張偉', '👩‍👩‍👧', '\ud83d', 'é', 'e\u0301']) {
      expect(assign(id).index).toBe(growthBookIndex(id, definition));
    }
  });
});

describe('compileAssignment', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `customer-${i}`);
  const pair: ExperimentDefinition = {
    key: 'pair',
    variants: [
      { key: 'a', weight: 0.5 },
      { key: 'b', weight: 0.5 },
    ],
  };

  it('splits by weight within sampling error', () => {
    const assign = compileAssignment({
      key: 'split',
      variants: [
        { key: 'a', weight: 0.1 },
        { key: 'b', weight: 0.9 },
      ],
    });
    const share = ids.filter((id) => assign(id).variant === 'a').length / ids.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / ids.length));
  });

  it('assigns independently of another experiment', () => {
    const first = compileAssignment(pair);
    const second = compileAssignment({ ...pair, key: 'other' });
    const both = ids.filter((id) => first(id).index === 1 && second(id).index === 1).length / ids.length;
    expect(Math.abs(both - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / ids.length));
  });

  it('ramps up without moving anyone', () => {
    const ramp = [
      { from: 1000, coverage: 0.1 },
      { from: 2000, coverage: 0.5 },
      { from: 3000, coverage: 1 },
    ];
    const assign = compileAssignment({ ...pair, ramp });
    expect(assign('x', { at: 999 }).reason).toBe('not_covered');
    for (const id of ids.slice(0, 3000)) {
      const path = [1000, 2500, 3000].map((at) => assign(id, { at }).variant);
      for (let i = 1; i < path.length; i++) if (path[i - 1] !== null) expect(path[i]).toBe(path[i - 1]);
      expect(path[2]).not.toBeNull();
    }
    const share = ids.filter((id) => assign(id, { at: 2000 }).index >= 0).length / ids.length;
    expect(share).toBeCloseTo(0.5, 1);
    expect(() => assign('x')).toThrow(/pass the time/);
  });

  it('keeps disjoint namespace parts apart and holds the same customers out everywhere', () => {
    const left = compileAssignment({ ...pair, namespace: { key: 'n', start: 0, end: 0.5 } });
    const right = compileAssignment({ ...pair, key: 'right', namespace: { key: 'n', start: 0.5, end: 1 } });
    const held = { holdouts: [{ key: 'global', share: 0.1 }] };
    const one = compileAssignment({ ...pair, ...held });
    const two = compileAssignment({ ...pair, key: 'two', ...held });
    let heldOut = 0;
    for (const id of ids) {
      expect(left(id).index >= 0 && right(id).index >= 0).toBe(false);
      expect(one(id).reason === 'holdout').toBe(two(id).reason === 'holdout');
      if (one(id).reason === 'holdout') heldOut++;
    }
    expect(heldOut / ids.length).toBeCloseTo(0.1, 1);
  });

  it('keeps a sticky variant, unless the experiment has lost it', () => {
    const assign = compileAssignment({ ...pair, coverage: 0 });
    expect(assign('x', { sticky: 'b' })).toEqual({ variant: 'b', index: 1, bucket: null, reason: 'sticky' });
    expect(assign('x', { sticky: 'gone' }).reason).toBe('not_covered');
    expect(assign('x', { targeted: false }).reason).toBe('not_targeted');
    expect(assign('').reason).toBe('missing_id');
  });

  it.each<[Partial<ExperimentDefinition>, RegExp]>([
    [
      {
        variants: [
          { key: 'a', weight: 0.5 },
          { key: 'b', weight: 0.4 },
        ],
      },
      /weights must sum to 1, got 0.9/,
    ],
    [
      {
        variants: [
          { key: 'a', weight: 1.5 },
          { key: 'b', weight: -0.5 },
        ],
      },
      /got -0.5 at index 1/,
    ],
    [{ variants: [{ key: 'a', weight: Number.NaN }] }, /got NaN at index 0/],
    [{ variants: [] }, /at least one variant/],
    [
      {
        variants: [
          { key: 'a', weight: 0.5 },
          { key: 'a', weight: 0.5 },
        ],
      },
      /variant a twice/,
    ],
    [{ coverage: 1.2 }, /coverage must be 0 to 1, got 1.2/],
    [{ coverage: 1, ramp: [{ from: 0, coverage: 1 }] }, /either coverage or ramp/],
    [
      {
        ramp: [
          { from: 0, coverage: 1 },
          { from: 1, coverage: 0.5 },
        ],
      },
      /must not fall, got 0.5 after 1/,
    ],
    [
      {
        ramp: [
          { from: 5, coverage: 0.1 },
          { from: 1, coverage: 0.5 },
        ],
      },
      /in order of time/,
    ],
    [
      {
        ranges: [
          [0, 0.6],
          [0.5, 1],
        ],
      },
      /must not overlap/,
    ],
    [{ ranges: [[0, 1]] }, /one per variant \(2\), got 1/],
    [{ namespace: { key: 'n', start: 0.9, end: 0.1 } }, /got \[0.9, 0.1\]/],
    [{ holdouts: [{ key: 'h', share: 2 }] }, /holdout h must have a share of 0 to 1, got 2/],
    [{ hashVersion: 3 as HashVersion }, /hash version must be 1 or 2, got 3/],
  ])('refuses %o', (change, message) => {
    expect(() => compileAssignment({ ...pair, ...change })).toThrow(message);
  });
});

describe('definitionChanges', () => {
  const before: ExperimentDefinition = {
    key: 'e',
    coverage: 0.5,
    variants: [
      { key: 'a', weight: 0.5 },
      { key: 'b', weight: 0.5 },
    ],
  };

  it('lets coverage grow and names every edit that would mix assignments', () => {
    expect(definitionChanges(before, { ...before, coverage: 0.9 }, 0)).toEqual([]);
    expect(definitionChanges(before, { ...before, coverage: 0.4 }, 0)).toEqual([
      { key: 'coverage_lowered', before: 0.5, after: 0.4 },
    ]);
    const variants = [
      { key: 'b', weight: 0.4 },
      { key: 'a', weight: 0.5 },
      { key: 'c', weight: 0.1 },
    ];
    expect(definitionChanges(before, { ...before, seed: 's', variants }, 0).map((c) => c.key)).toEqual([
      'seed_changed',
      'variant_added',
      'weight_changed',
      'variants_reordered',
    ]);
  });
});
