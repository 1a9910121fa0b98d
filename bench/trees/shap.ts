/**
 * TreeSHAP on one thread beside XGBoost's `pred_contribs`: 10 rows and 2,000 rows x 100 trees of depth 6.
 *
 *     node bench/trees/shap.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeContributions } from '../../packages/learn/src/trees/contributions.ts';
import { writeXgboostJson } from '../../packages/learn/src/trees/formats/xgboost-writer.ts';
import { trainTrees } from '../../packages/learn/src/trees/train.ts';
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
    [10, 100, 'bar 5 ms'],
    [2000, 3, 'no bar'],
  ] as const) {
    const data = synthetic(rows, 30, 3);
    writeNumbers(join(folder, 'features'), data.values);
    const first = timed(() => treeContributions(model, data));
    let contributions = first.result;
    const times = Array.from({ length: repeats }, () => {
      const { result, ms } = timed(() => treeContributions(model, data));
      contributions = result;
      return ms;
    });
    const reply = runXgboost<{ times: number[] }>({
      ...{ task: 'contributions', model: join(folder, 'model.json'), features: join(folder, 'features') },
      ...{ columns: 30, repeats, predictions: join(folder, 'predictions') },
    });
    const theirs = readNumbers(join(folder, 'predictions'));
    const difference = theirs.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - contributions[i])),
      0,
    );
    const [our, their] = [median(times), median(reply.times)];
    console.log(
      `${rows} rows x 100 trees: ours ${our.toFixed(2)} ms (first call ${first.ms.toFixed(1)} ms), XGBoost ${their.toFixed(2)} ms, ratio ${(our / their).toFixed(2)} (${bar}); largest difference ${difference.toExponential(1)}`,
    );
  }
});
console.log(describeMachine());
