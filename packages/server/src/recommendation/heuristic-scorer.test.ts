import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FeatureDefinition } from '../features/definition.ts';
import type { StateTable } from '../stores/online/state-table.ts';
import { sourceCount } from './candidates.ts';
import { Catalog } from './catalog/catalog.ts';
import { HeuristicScorer } from './heuristic-scorer.ts';
import { sourceNames } from './placement.ts';
import type { ScoreInput } from './scorer.ts';
import { Popularity } from './sources/popularity.ts';

const definitions: FeatureDefinition[] = [
  {
    name: 'taste',
    kind: 'affinity',
    scope: 'pair',
    attribute: 'category',
    weights: { click: 1 },
    halfLife: '30d',
  },
  {
    name: 'clicks',
    kind: 'rate',
    scope: 'item',
    numerator: ['click'],
    denominator: ['impression'],
    halfLife: '30d',
    prior: 0.1,
  },
  { name: 'price', kind: 'relativePrice', scope: 'pair', events: ['purchase'], halfLife: '90d' },
  { name: 'again', kind: 'repurchase', scope: 'pair', events: ['purchase'] },
  { name: 'visits', kind: 'count', scope: 'customer', events: ['page_view'], window: '7d' },
];
const names = definitions.map(({ name }) => name);
const width = names.length;
const itemCount = 40;
let scorer: HeuristicScorer;

beforeEach(() => {
  const items = {
    float64: () => ({ width: 1, data: new Float64Array(itemCount) }),
  } as unknown as StateTable;
  const catalog = new Catalog(items);
  for (let row = 0; row < itemCount; row++) {
    catalog.put({ itemId: `${row}`, title: '', category: `c${row % 20}` }, row);
  }
  scorer = new HeuristicScorer(definitions, names, new Popularity(items, catalog, []), catalog.attributes);
});

function input(count: number, features: number[] = [], evidence: number[] = []): ScoreInput {
  const matrix = new Float64Array(count * width).fill(Number.NaN);
  matrix.set(features);
  const said = new Float64Array(count * sourceCount);
  said.set(evidence);
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  return { matrix, count, width, rows, evidence: said, at: 0 };
}
function scores(of: ScoreInput): number[] {
  const out = new Float64Array(of.count);
  scorer.score(of, out);
  return [...out];
}
/** Two candidates that differ in one feature. */
const difference = (feature: string, better: number, worse: number) => {
  const features = new Array(2 * width).fill(Number.NaN);
  features[names.indexOf(feature)] = better;
  features[width + names.indexOf(feature)] = worse;
  const [a, b] = scores(input(2, features));
  return a - b;
};

describe('HeuristicScorer', () => {
  test('a score is the sum of the parts that explain it, finite whatever the features', () => {
    const value = fc.oneof(fc.constant(Number.NaN), fc.double({ min: -1e12, max: 1e12, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 3 * width, maxLength: 3 * width }),
        fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 18, maxLength: 18 }),
        (features, evidence) => {
          const given = input(3, features, evidence);
          for (const [i, score] of scores(given).entries()) {
            expect(Number.isFinite(score)).toBe(true);
            const parts = scorer.explain(given, i).reduce((sum, part) => sum + part.contribution, 0);
            expect(parts).toBeCloseTo(score, 9);
          }
        },
      ),
    );
  });

  test('each feature pulls the way that its meaning says', () => {
    expect(difference('taste', 0.5, 0.1)).toBeGreaterThan(0);
    expect(difference('clicks', 0.2, 0.1)).toBeGreaterThan(0);
    expect(difference('clicks', 0.1, Number.NaN)).toBeCloseTo(0, 12);
    expect(difference('price', 0, 1)).toBeGreaterThan(0);
    expect(difference('price', 1, -1)).toBeCloseTo(0, 12);
    expect(difference('again', 0.6, 0.1)).toBeGreaterThan(1);
    expect(difference('again', 3, 0.6)).toBe(0);
    expect(difference('visits', 99, 0)).toBe(0);
  });

  test('a due repeat purchase outweighs any other single source', () => {
    for (const other of sourceNames) {
      if (other === 'buyAgain') continue;
      const evidence = new Array(2 * sourceCount).fill(0);
      evidence[sourceNames.indexOf('buyAgain')] = 1;
      evidence[sourceCount + sourceNames.indexOf(other)] = other === 'trending' ? 1e6 : 1;
      const [due, rest] = scores(input(2, [], evidence));
      expect(due).toBeGreaterThan(rest);
    }
  });

  test('weak co-occurrence stays weak although it is the strongest of the request', () => {
    const evidence = new Array(sourceCount).fill(0);
    evidence[sourceNames.indexOf('coOccurrence')] = 0.015;
    const together = scorer.explain(input(1, [], evidence), 0).find(({ kind }) => kind === 'boughtTogether');
    expect(together?.contribution).toBeCloseTo(0.16, 6);
  });

  test('deployments without any of these features are served too', () => {
    const bare = new HeuristicScorer(
      [],
      [],
      { long: { data: new Float64Array(9) }, overall: { size: 0 } } as never,
      {
        share: () => 0,
      } as never,
    );
    const out = new Float64Array(1);
    bare.score({ ...input(1), width: 0, matrix: new Float64Array(0) }, out);
    expect(out[0]).toBeCloseTo(0.008, 12);
  });
});
