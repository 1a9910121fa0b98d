import { describe, expect, it } from 'vitest';
import { inNamespace } from './assignment.ts';
import { type BucketRange, bucketRanges, chooseRange, equalWeights } from './buckets.ts';
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
