import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { defaultPlacements } from './default-placements.ts';
import { parsePlacement } from './placement.ts';
import { validatePlacements } from './validate-placements.ts';

const [home] = defaultPlacements;

describe('parsePlacement', () => {
  test('the defaults are valid and have the names that the API promises', () => {
    expect(validatePlacements(defaultPlacements, 'f').map(({ name }) => name)).toEqual([
      'home',
      'product',
      'cart',
      'email',
    ]);
  });

  test.each<[object, string]>([
    [{ name: 'a b' }, '/name'],
    [{ name: '' }, '/name'],
    [{ sources: [] }, '/sources'],
    [{ sources: [{ name: 'magic', limit: 5 }] }, '/sources/0/name'],
    [{ sources: [{ name: 'popular', limit: 0 }] }, '/sources/0/limit'],
    [
      {
        sources: [
          { name: 'popular', limit: 5 },
          { name: 'popular', limit: 6 },
        ],
      },
      '/sources/1/name',
    ],
    [{ fallback: ['popular', 'popular'] }, '/fallback/1'],
    [{ filters: [{ kind: 'price' }] }, '/filters/0'],
    [{ filters: [{ kind: 'price', min: 5, max: 1 }] }, '/filters/0'],
    [{ ranker: 'ranker; DROP TABLE' }, '/ranker'],
    [{ policy: { kind: 'epsilonGreedy', epsilon: 1.1 } }, '/policy'],
    [{ diversity: { lambda: -0.1, caps: [] } }, '/diversity/lambda'],
    [{ diversity: { lambda: Number.NaN, caps: [] } }, '/diversity/lambda'],
    [
      {
        diversity: {
          lambda: 1,
          caps: [
            { attribute: 'brand', max: 1 },
            { attribute: 'brand', max: 2 },
          ],
        },
      },
      '/diversity/caps/1/attribute',
    ],
    [{ candidateLimit: 3 }, '/candidateLimit'],
    [{ defaultLimit: 101 }, '/defaultLimit'],
    [{ enabled: 'yes' }, '/enabled'],
  ])('refuses %j at %s', (change, path) => {
    try {
      parsePlacement({ ...home, ...change });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).code).toBe('invalid_request');
      expect((error as AppError).errors?.some((one) => one.path.startsWith(path))).toBe(true);
    }
  });

  test('refuses unknown fields, missing ones and what is no object', () => {
    expect(() => parsePlacement({ ...home, colour: 'red' })).toThrow(AppError);
    const { title: _title, ...untitled } = home;
    expect(() => parsePlacement(untitled)).toThrow(AppError);
    for (const value of [null, undefined, 5, 'home', []])
      expect(() => parsePlacement(value)).toThrow(AppError);
  });

  test('a declaration that is wrong names file and placement', () => {
    expect(() => validatePlacements([{ ...home, defaultLimit: 0 }], 'personalize.config.ts')).toThrow(
      /^personalize\.config\.ts: placement "home".*defaultLimit/,
    );
    expect(() => validatePlacements([home, home], 'f')).toThrow(/declared twice/);
    expect(() => validatePlacements({}, 'f')).toThrow(/must be a list/);
  });
});
