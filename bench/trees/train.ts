/**
 * Training beside XGBoost `hist` in the same run: 400,000 x 30 floats, 100 trees of depth 6, 256 bins; logistic
 * and LambdaMART, on 1 and on 2 threads. Our time starts from the caller's arrays and includes binning;
 * XGBoost's is `xgb.train` alone, which bins in its first round, without building the DMatrix.
 *
 *     node bench/trees/train.ts [logistic|lambdaMart] [repeats]
 */
import { join } from 'node:path';
import { trainTrees } from '../../packages/learn/src/trees/train.ts';
import { predictTrees } from '../../packages/learn/src/trees/tree-model.ts';
import { describeMachine, median, timed } from './machine.ts';
import type { Synthetic } from './synthetic.ts';
import { areaUnderCurve, meanNdcg, synthetic } from './synthetic.ts';
import { readNumbers, runXgboost, withFolder, writeNumbers } from './xgboost.ts';

const columns = 30;
const rounds = 100;
const groupSize = 40;
const [only, repeatText] = process.argv.slice(2);
const repeats = Number(repeatText ?? 3);

interface Task {
  name: 'logistic' | 'lambdaMart';
  label: (score: number) => number;
  params: Record<string, string | number>;
  grouped: boolean;
  quality: (scores: ArrayLike<number>, labels: ArrayLike<number>) => number;
  measure: string;
}

const tasks: Task[] = [
  {
    name: 'logistic',
    label: (score) => (score > 0 ? 1 : 0),
    params: { objective: 'binary:logistic' },
    grouped: false,
    quality: areaUnderCurve,
    measure: 'AUC',
  },
  {
    name: 'lambdaMart',
    label: (score) => Math.max(0, Math.min(4, Math.floor(score + 1))),
    params: { objective: 'rank:ndcg' },
    grouped: true,
    quality: (scores, labels) => meanNdcg(scores, labels, groupSize, 10),
    measure: 'NDCG@10',
  },
];

const labelled = (data: Synthetic, task: Task) => data.score.map(task.label);
const groupsOf = (rows: number) => new Array<number>(rows / groupSize).fill(groupSize);

console.log(describeMachine());
const train = synthetic(400_000, columns, 1);
const test = synthetic(100_000, columns, 2);
withFolder((folder) => {
  const file = (name: string) => join(folder, name);
  writeNumbers(file('features'), train.values);
  writeNumbers(file('test'), test.values);
  for (const task of tasks.filter(({ name }) => only === undefined || only === name)) {
    const labels = labelled(train, task);
    writeNumbers(file('labels'), labels);
    for (const threads of [1, 2]) {
      const ours: number[] = [];
      const theirs: number[] = [];
      const ourCpu: number[] = [];
      const theirCpu: number[] = [];
      let scores: ArrayLike<number> = [];
      for (let i = 0; i < repeats; i++) {
        const { result, ms, cpu } = timed(() =>
          trainTrees(
            { features: train, labels, ...(task.grouped ? { groups: groupsOf(train.rows) } : {}) },
            { objective: task.name, iterations: rounds, maxDepth: 6, maxBins: 256, threads, ndcgAt: 10 },
          ),
        );
        ours.push(ms);
        ourCpu.push(cpu);
        scores = predictTrees(result.model, test);
        const reply = runXgboost<{ train: number; cpu: number }>({
          ...{ task: 'train', features: file('features'), labels: file('labels'), columns, threads, rounds },
          ...{ test: file('test'), predictions: file('predictions'), model: file('model.json') },
          ...(task.grouped ? { groups: groupsOf(train.rows) } : {}),
          params: { ...task.params, tree_method: 'hist', max_depth: 6, max_bin: 256, eta: 0.1 },
        });
        theirs.push(reply.train);
        theirCpu.push(reply.cpu);
      }
      const [our, their] = [median(ours), median(theirs)];
      const testLabels = labelled(test, task);
      const quality = task.quality(scores, testLabels);
      const theirQuality = task.quality(readNumbers(file('predictions')), testLabels);
      console.log(
        `${task.name}, ${threads} thread(s): ours ${our.toFixed(0)} ms, XGBoost ${their.toFixed(0)} ms, ratio ${(our / their).toFixed(2)} (bar 1.0); processor time ${median(ourCpu).toFixed(0)} and ${median(theirCpu).toFixed(0)} ms; ${task.measure} ${quality.toFixed(5)}, XGBoost ${theirQuality.toFixed(5)}`,
      );
    }
  }
});
console.log(describeMachine());
