import { GrowthBook } from '@growthbook/growthbook';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAssignment, type ExperimentDefinition } from './assignment.ts';
import { definitionChanges } from './definition-changes.ts';
import type { HashVersion } from './hash.ts';

/** What the published SDK, unchanged, answers; a holdout is one of its filters. */
function growthBookIndex(id: string, definition: ExperimentDefinition): number {
  const { namespace, holdouts, ranges } = definition;
  const growthbook = new GrowthBook({ attributes: { id } });
  const result = growthbook.run({
    key: definition.key,
    variations: definition.variants.map((v) => v.key) as [string, string, ...string[]],
    weights: definition.variants.map((v) => v.weight),
    coverage: definition.coverage,
    seed: definition.seed,
    hashVersion: definition.hashVersion ?? 2,
    ranges: ranges?.map(([start, end]): [number, number] => [start, end]),
    namespace: namespace && [namespace.key, namespace.start, namespace.end],
    filters: holdouts?.map(({ key, share }) => ({
      seed: `holdout:${key}`,
      ranges: [[share, 1]],
      attribute: 'id',
      hashVersion: 2,
    })),
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

describe("GrowthBook's SDK, run beside ours, on other definitions", () => {
  const variants = [
    { key: 'a', weight: 0.5 },
    { key: 'b', weight: 0.5 },
  ];

  it.each<[string, ExperimentDefinition]>([
    [
      'explicit ranges',
      {
        key: 'ranged',
        variants,
        ranges: [
          [0.7, 0.9],
          [0.05, 0.6],
        ],
      },
    ],
    [
      'holdouts',
      {
        key: 'held',
        variants,
        holdouts: [
          { key: 'global', share: 0.1 },
          { key: 'team', share: 0.2 },
        ],
      },
    ],
    ['little coverage', { key: 'ramping', variants, coverage: 0.01 }],
  ])('%s', (_name, definition) => {
    const assign = compileAssignment(definition);
    for (let i = 0; i < 3000; i++)
      expect(assign(`id-${i}`).index).toBe(growthBookIndex(`id-${i}`, definition));
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
    expect(() => assign(5 as unknown as string)).toThrow(/must be a string, got 5/);
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
