/**
 * LightGBM's own examples with its reference parameters: quality after 100 rounds, and XGBoost's time beside
 * ours. The data are LightGBM's `examples/binary_classification` and `examples/lambdarank`, gzipped.
 *
 *     node bench/trees/lightgbm-examples.ts <folder with binary_classification/ and lambdarank/>
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { TreeParameters } from '../../packages/learn/src/trees/parameters.ts';
import { trainTrees } from '../../packages/learn/src/trees/train.ts';
import { describeMachine, timed } from './machine.ts';
import { runXgboost, withFolder, writeNumbers } from './xgboost.ts';

const folder = process.argv[2] ?? process.env.LIGHTGBM_EXAMPLES;
if (!folder || !existsSync(join(folder, 'binary_classification'))) {
  console.error(
    `LightGBM's examples were not found${folder ? ` in ${folder}` : ''}: pass the folder that holds binary_classification/ and lambdarank/, or set LIGHTGBM_EXAMPLES`,
  );
  process.exit(1);
}

const lines = (name: string) =>
  gunzipSync(readFileSync(join(folder, name)))
    .toString()
    .trim()
    .split('\n');

function dense(name: string) {
  const table = lines(name).map((line) => line.split('\t').map(Number));
  const columns = table[0].length - 1;
  return {
    features: {
      values: Float32Array.from(table.flatMap((row) => row.slice(1))),
      rows: table.length,
      columns,
    },
    labels: Float32Array.from(table, (row) => row[0]),
  };
}

/** LibSVM lines; LightGBM takes an absent entry for 0, and so does this. */
function ranked(name: string, columns: number) {
  const table = lines(name).map((line) => line.trim().split(/\s+/));
  const values = new Float32Array(table.length * columns);
  table.forEach((row, i) => {
    for (const entry of row.slice(1)) {
      const [column, value] = entry.split(':').map(Number);
      values[i * columns + column] = value;
    }
  });
  return {
    features: { values, rows: table.length, columns },
    labels: Float32Array.from(table, (row) => Number(row[0])),
    groups: lines(`${name.replace(/\.gz$/, '')}.query.gz`).map(Number),
  };
}

const common: TreeParameters = {
  ...{ iterations: 100, learningRate: 0.1, growth: 'leafWise', maxBins: 255, minSamplesBin: 3 },
  ...{ minSamplesLeaf: 50, minChildWeight: 5, l2: 0 },
};

function xgboostTime(
  data: { features: { values: Float32Array; columns: number }; labels: Float32Array; groups?: number[] },
  objective: string,
  leaves: number,
): number {
  return withFolder((place) => {
    const file = (name: string) => join(place, name);
    writeNumbers(file('features'), data.features.values);
    writeNumbers(file('labels'), data.labels);
    const reply = runXgboost<{ train: number }>({
      ...{ task: 'train', features: file('features'), labels: file('labels'), test: file('features') },
      ...{ columns: data.features.columns, threads: 1, rounds: 100, predictions: file('p') },
      ...{ model: file('m.json'), ...(data.groups ? { groups: data.groups } : {}) },
      params: {
        ...{ objective, tree_method: 'hist', grow_policy: 'lossguide', max_leaves: leaves, max_depth: 0 },
        ...{ max_bin: 255, eta: 0.1, min_child_weight: 5, lambda: 0 },
      },
    });
    return reply.train;
  });
}

console.log(describeMachine());
const binary = dense('binary_classification/binary.train.gz');
const binaryTest = dense('binary_classification/binary.test.gz');
const first = timed(() =>
  trainTrees(
    binary,
    { ...common, objective: 'logistic', maxLeaves: 63 },
    { validation: { test: binaryTest }, metrics: ['auc', 'logLoss'] },
  ),
);
const binaryEnd = first.result.history[99].metrics.test;
const root = first.result.model.trees[0];
console.log(
  `binary: test AUC ${binaryEnd.auc.toFixed(6)} (bar .838, LightGBM .838364), log loss ${binaryEnd.logLoss.toFixed(6)} (bar .495, LightGBM .494077); root splits feature ${root.feature[0]} at ${root.threshold[0].toFixed(4)}, gain ${root.gain[0].toFixed(2)} (LightGBM 25, 1.0675, 333.20); ours ${first.ms.toFixed(0)} ms, XGBoost ${xgboostTime(binary, 'binary:logistic', 63).toFixed(0)} ms`,
);
const rank = ranked('lambdarank/rank.train.gz', 301);
const rankTest = ranked('lambdarank/rank.test.gz', 301);
const second = timed(() =>
  trainTrees(
    rank,
    { ...common, objective: 'lambdaMart', maxLeaves: 31 },
    { validation: { test: rankTest }, metrics: ['ndcg@1', 'ndcg@3', 'ndcg@5', 'ndcg@10'] },
  ),
);
const rankEnd = second.result.history[99].metrics.test;
const shown = Object.entries(rankEnd).map(([name, value]) => `${name} ${value.toFixed(4)}`);
console.log(
  `lambdarank: test ${shown.join(', ')} (bar ndcg@10 .745, LightGBM .5937 .6467 .6703 .7478); ours ${second.ms.toFixed(0)} ms, XGBoost ${xgboostTime(rank, 'rank:ndcg', 31).toFixed(0)} ms`,
);
console.log(describeMachine());
