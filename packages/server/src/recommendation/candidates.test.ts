import { describe, expect, test } from 'vitest';
import { CandidateSet, sourceCount } from './candidates.ts';
import { sourceNames } from './placement.ts';

const evidence = (set: CandidateSet, position: number, source: (typeof sourceNames)[number]) =>
  set.evidence[position * sourceCount + sourceNames.indexOf(source)];

describe('CandidateSet', () => {
  test('an item that several sources name is one candidate with the evidence of each', () => {
    const set = new CandidateSet();
    set.begin(10, 5, () => true);
    set.beginSource('popular', 5);
    set.offer(3, 0.5);
    set.beginSource('coOccurrence', 5);
    set.offer(3, 0.2, 7);
    set.offer(3, 0.1, 8);
    set.offer(1, 0.3);
    expect([set.count, set.rows[0], set.rows[1]]).toEqual([2, 3, 1]);
    expect([evidence(set, 0, 'popular'), evidence(set, 0, 'coOccurrence')]).toEqual([0.5, 0.2]);
    expect(set.details[sourceNames.indexOf('coOccurrence')]).toBe(7);
    expect(sourceNames[set.first[0]]).toBe('popular');
    set.begin(10, 5, () => true);
    set.beginSource('new', 5);
    set.offer(3, 1);
    expect(evidence(set, 0, 'popular')).toBe(0);
  });

  test('a source may name as many eligible items as its limit, rejects not counted', () => {
    const set = new CandidateSet();
    set.begin(10, 100, (row) => row % 2 === 0);
    set.beginSource('popular', 3);
    let row = 0;
    while (set.offer(row, 1)) row++;
    expect([...set.rows.subarray(0, set.count)]).toEqual([0, 2, 4]);
    expect(set.retrieved).toBe(5);
  });

  test('the set stops at its own limit, and rows and scores that mean nothing are passed over', () => {
    const set = new CandidateSet();
    set.begin(2, 100, () => true);
    set.beginSource('popular', 50);
    for (const [row, score] of [
      [-1, 1],
      [5_000_000, 1],
      [4, Number.NaN],
      [4, 0],
      [4, -1],
    ])
      set.offer(row, score);
    expect(set.count).toBe(0);
    for (const row of [7, 8, 9]) set.offer(row, 1);
    expect(set.count).toBe(2);
  });
});
