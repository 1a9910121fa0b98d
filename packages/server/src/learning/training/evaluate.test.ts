import { Random } from '@personalize/learn';
import { describe, expect, it } from 'vitest';
import { biasWeights, examinationByRank } from './bias-weights.ts';
import { Evaluation } from './evaluate.ts';
import { RowBuffer } from './row-buffer.ts';

function buffer(groups: { labels: number[]; customer?: number; relevant?: number }[]): RowBuffer {
  const rows = new RowBuffer(1, 0);
  groups.forEach(({ labels, customer, relevant }, g) => {
    const start = rows.rows;
    for (const label of labels) rows.labels[rows.push()] = label;
    const inside = labels.reduce((a, b) => a + b, 0);
    rows.groups.push({
      ...{ at: g, id: String(g), customer: customer ?? g, start, size: labels.length },
      relevant: relevant ?? inside,
    });
  });
  return rows;
}

const options = { k: 3, seed: 1, resamples: 500 };

describe('evaluation of orders', () => {
  it('measures known orders as by hand', () => {
    // Group 1: relevant at ranks 1 and 3 of 3. Group 2: at rank 2 of 2.
    const rows = buffer([{ labels: [1, 0, 1] }, { labels: [0, 1] }]);
    const report = new Evaluation(rows, options).judge({ name: 'm', scores: [3, 2, 1, 2, 1] });
    const second = 1 / Math.log2(3);
    const first = (1 + 1 / 2) / (1 + second);
    expect(report.ndcg!.mean).toBeCloseTo((first + second) / 2, 12);
    expect(report.averagePrecision!.mean).toBeCloseTo(((1 + 2 / 3) / 2 + 1 / 2) / 2, 12);
    expect(report.reciprocalRank!.mean).toBeCloseTo(0.75, 12);
    expect(report.hitRate!.mean).toBe(1);
  });

  it('counts what retrieval missed against every method in the measure over all groups', () => {
    const rows = buffer([
      { labels: [1, 0], relevant: 3 },
      { labels: [0, 0], relevant: 1 },
      { labels: [0, 0] },
    ]);
    const report = new Evaluation(rows, options).judge({ name: 'm', scores: [2, 1, 2, 1, 2, 1] });
    expect(report.ndcg!.mean).toBe(1);
    const ideal = 1 + 1 / Math.log2(3) + 1 / 2;
    expect(report.ndcgOfAll!.mean).toBeCloseTo((1 / ideal + 0) / 2, 12);
  });

  it('gives tied scores no credit for the order in which rows happen to lie', () => {
    const rows = buffer(Array.from({ length: 400 }, () => ({ labels: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] })));
    const scores = new Float64Array(4000);
    const report = new Evaluation(rows, { ...options, k: 1 }).judge({ name: 'ties', scores });
    expect(report.hitRate!.mean).toBeGreaterThan(0.05);
    expect(report.hitRate!.mean).toBeLessThan(0.15);
    expect(report.ndcg!.mean).toBeCloseTo(0.1, 12);
  });

  it('resamples customers, not groups: copies of one customer do not narrow the interval', () => {
    const random = new Random(3);
    const few = Array.from({ length: 30 }, (_, customer) => ({
      labels: random.bernoulli(0.5) ? [1, 0] : [0, 1],
      customer,
    }));
    const copies = few.flatMap((group) => Array.from({ length: 20 }, () => group));
    const width = (groups: typeof few): number => {
      const scores = groups.flatMap(() => [2, 1]);
      const { low, high } = new Evaluation(buffer(groups), options).judge({ name: 'm', scores }).ndcg!;
      return high - low;
    };
    expect(width(copies) / width(few)).toBeCloseTo(1, 1);
  });

  it('compares methods in pairs: a constant lead has a tight interval', () => {
    const random = new Random(4);
    const rows = buffer(
      Array.from({ length: 200 }, () => ({ labels: random.bernoulli(0.5) ? [1, 0] : [0, 1] })),
    );
    const evaluation = new Evaluation(rows, options);
    const good = Float64Array.from(rows.labels.subarray(0, rows.rows));
    evaluation.judge({ name: 'good', scores: good });
    evaluation.judge({ name: 'bad', scores: good.map((label) => -label) });
    const { difference, ratio } = evaluation.compare('good', 'bad');
    expect(difference!.mean).toBeCloseTo(1 - 1 / Math.log2(3), 12);
    expect(difference!.high - difference!.low).toBeLessThan(1e-9);
    expect(ratio!.mean).toBeCloseTo(Math.log2(3), 12);
  });
});

describe('weights against bias', () => {
  it('find how often ranks are looked at, from exploration', () => {
    const attention = [1, 0.6, 0.4, 0.25];
    const random = new Random(5);
    const rows = new RowBuffer(1, 0);
    for (let group = 0; group < 20_000; group++) {
      // Two good items and two bad ones; the policy favours the good on top, and says how much.
      const topIsGood = random.bernoulli(0.8);
      for (let rank = 1; rank <= 4; rank++) {
        const good = rank <= 2 === topIsGood;
        const row = rows.push();
        rows.ranks[row] = rank;
        rows.propensities[row] = rank <= 2 === good ? 0.8 : 0.2;
        rows.labels[row] = random.bernoulli((good ? 0.6 : 0.2) * attention[rank - 1]) ? 1 : 0;
      }
    }
    const examination = examinationByRank(rows);
    for (const [rank, share] of attention.entries()) expect(examination[rank]).toBeCloseTo(share, 1);
    const weights = biasWeights(rows, examination);
    let total = 0;
    const byGood = { good: [0, 0], bad: [0, 0] };
    weights.forEach((weight, row) => {
      total += weight;
      const good = (rows.propensities[row] === Math.fround(0.8)) === rows.ranks[row] <= 2;
      const sums = good ? byGood.good : byGood.bad;
      sums[0] += weight * rows.labels[row];
      sums[1] += weight;
    });
    expect(total / rows.rows).toBeCloseTo(1, 3);
    // Weighted rates stand as the merits do, 0.6 to 0.2, whatever rank the policy chose.
    expect(byGood.good[0] / byGood.bad[0]).toBeCloseTo(3, 0);
  });
});
