/**
 * Scoring on one thread beside XGBoost's `inplace_predict`: 200 rows and 1,000,000 rows x 100 trees of depth 6.
 *
 *     node bench/trees/score.ts
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeXgboostJson } from '../../packages/learn/src/trees/formats/xgboost-writer.ts';
import { trainTrees } from '../../packages/learn/src/trees/train.ts';
import { predictTrees } from '../../packages/learn/src/trees/tree-model.ts';
import { describeMachine, median, timed } from './machine.ts';
import { synthetic } from './synthetic.ts';
import { readNumbers, runXgboost, withFolder, writeNumbers } from './xgboost.ts';

console.log(describeMachine());
const train = synthetic(100_000, 30, 1);
const { model } = trainTrees(
  { features: train, labels: train.score.map((score) => (score > 0 ? 1 : 0)) },
  { objective: 'logistic', iterations: 100, maxDepth: 6, threads: 2 },
);
withFolder((folder) => {
  writeFileSync(join(folder, 'model.json'), writeXgboostJson(model));
  for (const [rows, repeats, bar] of [
    [200, 200, 'bar 0.4 ms'],
    [1_000_000, 5, 'bar ratio 1.0'],
  ] as const) {
    const data = synthetic(rows, 30, 3);
    writeNumbers(join(folder, 'features'), data.values);
    let predictions = predictTrees(model, data);
    const times = Array.from({ length: repeats }, () => {
      const { result, ms } = timed(() => predictTrees(model, data));
      predictions = result;
      return ms;
    });
    const reply = runXgboost<{ times: number[] }>({
      ...{ task: 'score', model: join(folder, 'model.json'), features: join(folder, 'features') },
      ...{ columns: 30, repeats, predictions: join(folder, 'predictions') },
    });
    const theirs = readNumbers(join(folder, 'predictions'));
    const difference = theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - predictions[i])), 0);
    const [our, their] = [median(times), median(reply.times)];
    console.log(
      `${rows} rows x 100 trees: ours ${our.toFixed(3)} ms, XGBoost ${their.toFixed(3)} ms, ratio ${(our / their).toFixed(2)} (${bar}); largest difference ${difference.toExponential(1)}`,
    );
  }
});
console.log(describeMachine());
