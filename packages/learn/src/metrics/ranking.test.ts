import { describe, expect, it } from 'vitest';
import { catalogCoverage, cosineDistance, intraListDiversity, novelty } from './beyond-accuracy.ts';
import { ndcg, ndcgPerGroup } from './ndcg.ts';
import {
  averagePrecisionAtK,
  hitAtK,
  meanDefined,
  precisionAtK,
  recallAtK,
  reciprocalRank,
} from './ranked-list.ts';

describe('ndcg', () => {
  const relevances = [3, 2, 3, 0, 1, 2];
  const distinct = [6, 5, 4, 3, 2, 1];
  const tied = [6, 5, 5, 3, 2, 2];

  it("equals scikit-learn's ndcg_score with either gain, with and without ties", () => {
    // scikit-learn 1.2.1, ndcg_score([rel], [scores], k); for exponential gains with 2**rel - 1.
    expect(ndcg(distinct, relevances, { gain: 'linear' })).toBeCloseTo(0.9608081943360618, 12);
    expect(ndcg(tied, relevances, { gain: 'linear' })).toBeCloseTo(0.9721214195611559, 12);
    expect(ndcg(distinct, relevances)).toBeCloseTo(0.9488107485678986, 12);
    expect(ndcg(tied, relevances)).toBeCloseTo(0.9688516732783296, 12);
    expect(ndcg(distinct, relevances, { gain: 'linear', k: 3 })).toBeCloseTo(0.9777813616305051, 12);
    expect(ndcg(tied, relevances, { gain: 'linear', k: 3 })).toBeCloseTo(0.9888906808152526, 12);
    expect(ndcg(distinct, relevances, { k: 5 })).toBeCloseTo(0.8755943764161999, 12);
    expect(ndcg(tied, relevances, { k: 5 })).toBeCloseTo(0.9200407585105304, 12);
  });

  it('is undefined without a relevant item, and groups say what that counts', () => {
    expect(ndcg([1, 2], [0, 0])).toBeNull();
    const scores = Float64Array.of(2, 1, 1, 2);
    const labels = Int32Array.of(1, 0, 0, 0);
    expect([...ndcgPerGroup(scores, labels, [2, 2])]).toEqual([1]);
    expect([...ndcgPerGroup(scores, labels, [2, 2], { whenUndefined: 0 })]).toEqual([1, 0]);
  });

  it('refuses bad input', () => {
    expect(() => ndcg([], [])).toThrow('empty');
    expect(() => ndcg([1], [-1])).toThrow('got -1 at item 0');
    expect(() => ndcg([1], [2000])).toThrow('0 to 900, got 2000');
    expect(() => ndcg([1], [1], { k: 0 })).toThrow('got 0');
    expect(() => ndcgPerGroup(Float64Array.of(1), Int32Array.of(1), [2])).toThrow('got 2');
    expect(() => ndcgPerGroup(Float64Array.of(1, 2), Int32Array.of(1, 1), [1])).toThrow('sum to 2, got 1');
  });
});

describe('measures of a ranked list', () => {
  // The worked example of Manning, Raghavan and Schütze's chapter 8: relevant at ranks 1, 3, 6, 9 and 10 of ten.
  const list = ['a', 'x', 'b', 'y', 'z', 'c', 'u', 'v', 'd', 'e'];
  const relevant = new Set(['a', 'b', 'c', 'd', 'e']);

  it('count hits among the first k', () => {
    expect(precisionAtK(list, relevant, 3)).toBeCloseTo(2 / 3, 12);
    expect(precisionAtK(['a'], relevant, 4)).toBe(0.25);
    expect(recallAtK(list, relevant, 6)).toBe(0.6);
    expect(recallAtK(list, new Set<string>(), 6)).toBeNull();
    expect(hitAtK(list, new Set(['y']), 3)).toBe(0);
    expect(hitAtK(list, new Set(['y']), 4)).toBe(1);
  });

  it('average precision takes the precision at each relevant rank', () => {
    const expected = (1 + 2 / 3 + 3 / 6 + 4 / 9 + 5 / 10) / 5;
    expect(averagePrecisionAtK(list, relevant)).toBeCloseTo(expected, 12);
    expect(averagePrecisionAtK(list, relevant, 3)).toBeCloseTo((1 + 2 / 3) / 3, 12);
    expect(averagePrecisionAtK(list, new Set<string>(), 3)).toBeNull();
    // MAP over two queries, one of which finds its only item at rank 2.
    expect(
      meanDefined([averagePrecisionAtK(list, relevant), averagePrecisionAtK(['x', 'a'], new Set(['a']))]),
    ).toBeCloseTo((expected + 0.5) / 2, 12);
  });

  it('MRR is the mean of reciprocal ranks', () => {
    // The example of the TREC-8 definition as retold by Wikipedia: cats → 3, torus → 2, virus → 1.
    const ranks = [
      reciprocalRank(['catten', 'cati', 'cats'], new Set(['cats'])),
      reciprocalRank(['torii', 'tori', 'toruses'], new Set(['tori'])),
      reciprocalRank(['viruses', 'virii', 'viri'], new Set(['viruses'])),
    ];
    expect(meanDefined(ranks)).toBeCloseTo(11 / 18, 12);
    expect(reciprocalRank(list, new Set(['nowhere']))).toBe(0);
    expect(reciprocalRank([], relevant)).toBe(0);
  });

  it('refuse repeated items and ranks below 1', () => {
    expect(() => precisionAtK(['a', 'a'], relevant, 2)).toThrow('got "a" again at rank 2');
    expect(() => recallAtK(list, relevant, 0)).toThrow('got 0');
    expect(meanDefined([null])).toBeNull();
  });
});

describe('beyond accuracy', () => {
  it('coverage is the share of the catalog listed', () => {
    expect(
      catalogCoverage(
        [
          ['a', 'b'],
          ['b', 'c'],
        ],
        6,
      ),
    ).toBe(0.5);
    expect(() => catalogCoverage([['a', 'b']], 1)).toThrow('at least the 2 items');
  });

  it('novelty is the mean self-information in bits', () => {
    const known: Record<string, number> = { half: 50, quarter: 25, nobody: 0 };
    expect(novelty(['half', 'quarter'], (i) => known[i], 100)).toBeCloseTo(1.5, 12);
    expect(novelty(['nobody'], (i) => known[i], 100)).toBeCloseTo(Math.log2(200), 12);
    expect(novelty([], () => 1, 100)).toBeNull();
    expect(() => novelty(['x'], () => 101, 100)).toThrow('customersOf("x")');
  });

  it('diversity is the mean distance over all pairs', () => {
    const items = [
      [1, 0],
      [0, 1],
      [1, 0],
    ];
    expect(intraListDiversity(items, cosineDistance)).toBeCloseTo(2 / 3, 12);
    expect(intraListDiversity([items[0]], cosineDistance)).toBeNull();
    expect(cosineDistance([0, 0], [1, 1])).toBe(1);
    expect(cosineDistance([1, 1], [-1, -1])).toBeCloseTo(2, 12);
    expect(() => cosineDistance([1], [1, 2])).toThrow('equally long');
    expect(() => intraListDiversity(items, () => Number.NaN)).toThrow('got NaN');
  });
});
