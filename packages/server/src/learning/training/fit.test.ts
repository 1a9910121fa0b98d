import { expect, it } from 'vitest';
import { fitTrees } from './fit.ts';
import { checkRequest } from './request.ts';
import { RowBuffer } from './row-buffer.ts';
import { shopFeatures, shopPlacement } from './testing/live-shop.ts';

/** Groups of `size` rows with one column; the first row of each has the outcome when `both`. */
function rows(groups: number, size: number, both: boolean): RowBuffer {
  const buffer = new RowBuffer(1, 0);
  for (let group = 0; group < groups; group++) {
    buffer.groups.push({
      at: group,
      id: `g${group}`,
      customer: group,
      start: buffer.rows,
      size,
      relevant: 1,
    });
    for (let i = 0; i < size; i++) {
      const row = buffer.push();
      buffer.labels[row] = both ? Number(i === 0) : group % 2;
      buffer.features[row] = buffer.labels[row] + (row % 3);
    }
  }
  return buffer;
}

const request = (objective: 'lambdaMart' | 'logistic') =>
  checkRequest(
    {
      ...{ features: shopFeatures, timeZone: 'UTC', from: 'decisions', placement: shopPlacement, objective },
      parameters: { iterations: 5, minChildWeight: 0.1, earlyStoppingRounds: 3 },
    },
    0,
  );
const weights = { train: new Float32Array(200).fill(1) };

it('refuses to learn an order from groups of one, and learns a probability from them', () => {
  const single = rows(200, 1, false);
  expect(() => fitTrees(single, single, weights, ['a'], request('lambdaMart'))).toThrow(
    'none of the 200 training groups (of at most 1 rows) holds both outcomes, so there is no order to learn; train with objective logistic',
  );
  const { history } = fitTrees(single, single, weights, ['a'], request('logistic'));
  expect(Object.keys(history[0].metrics)).toEqual(['train', 'validation']);
  expect(history.at(-1)!.metrics.validation.logLoss).toBeLessThan(history[0].metrics.validation.logLoss);
});

it('averages the last rounds of each set of rows by itself; of the first rounds those that there are', () => {
  const train = rows(50, 4, true);
  const { history } = fitTrees(train, rows(20, 4, true), weights, ['a'], request('lambdaMart'));
  expect(history.length).toBeGreaterThan(1);
  for (const part of ['train', 'validation'] as const) {
    const [first, second] = history.map(({ metrics }) => metrics[part]);
    expect(first['ndcg@10 over 10 rounds']).toBeCloseTo(first['ndcg@10'], 9);
    expect(second['ndcg@10 over 10 rounds']).toBeCloseTo((first['ndcg@10'] + second['ndcg@10']) / 2, 9);
  }
});
