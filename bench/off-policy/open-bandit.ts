// Off-policy estimates on the Open Bandit Dataset (campaign "men"), beside those of its authors' library.
//   node bench/off-policy/open-bandit.ts [FOLDER]      default: datasets/open-bandit
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  positionProbabilities,
  uniformProbabilities,
} from '../../packages/learn/src/off-policy/action-probabilities.ts';
import { contextAndAction, crossFit, kFolds } from '../../packages/learn/src/off-policy/cross-fit.ts';
import { offPolicyDiagnostics } from '../../packages/learn/src/off-policy/diagnostics.ts';
import { directMethod } from '../../packages/learn/src/off-policy/estimators/direct-method.ts';
import {
  doublyRobust,
  selfNormalisedDoublyRobust,
  shrunkDoublyRobust,
  switchDoublyRobust,
} from '../../packages/learn/src/off-policy/estimators/doubly-robust.ts';
import { type Estimator, estimateOf } from '../../packages/learn/src/off-policy/estimators/estimator.ts';
import {
  clippedInversePropensity,
  inversePropensity,
  selfNormalisedInversePropensity,
} from '../../packages/learn/src/off-policy/estimators/inverse-propensity.ts';
import { evaluationSample } from '../../packages/learn/src/off-policy/evaluation-sample.ts';
import { logisticReward } from '../../packages/learn/src/off-policy/reward-model.ts';
import {
  type OpenBanditLog,
  positionCount,
  readBtsDistribution,
  readBtsPriors,
  readOpenBanditLog,
  readReference,
} from '../../packages/learn/src/off-policy/testing/open-bandit.ts';
import { Random } from '../../packages/learn/src/random/random.ts';
import { simulateBernoulliThompson } from './bernoulli-thompson-distribution.ts';
import { scikitFolds } from './scikit-folds.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../datasets/open-bandit', import.meta.url));
if (!existsSync(`${folder}/prior_bts.yaml`)) {
  console.error(`No Open Bandit data at ${folder}: give its folder as the first argument.`);
  process.exit(2);
}

const exact: [string, Estimator][] = [
  ['ipw', inversePropensity],
  ['snipw', selfNormalisedInversePropensity],
  ['cipw (lambda=10)', clippedInversePropensity(10)],
];
const modelled: [string, Estimator][] = [
  ['dm', directMethod],
  ['dr', doublyRobust],
  ['sndr', selfNormalisedDoublyRobust],
  ['switch-dr (lambda=10)', switchDoublyRobust(10)],
  ['dr-os (lambda=10)', shrunkDoublyRobust(10)],
];
let missed = 0;

function check(label: string, ours: number, reference: number, bar: number, relative: boolean): void {
  const difference = relative ? Math.abs(ours / reference - 1) : Math.abs(ours - reference);
  const held = difference <= bar;
  if (!held) missed++;
  const shown = relative ? `${(100 * difference).toFixed(2)} %` : difference.toExponential(1);
  console.log(
    `  ${label.padEnd(22)} ours ${ours.toFixed(10)}  reference ${reference.toFixed(10)}  ` +
      `difference ${shown.padStart(8)}  ${held ? 'held' : 'MISSED'}`,
  );
}

function estimate(log: OpenBanditLog, policy: ReturnType<typeof uniformProbabilities>, folds: Int32Array) {
  const plan = {
    features: contextAndAction(log.contexts, log.contextDimension, log.actionContexts, 4),
    learner: logisticReward(),
    folds,
  };
  return evaluationSample(log, policy, crossFit(log, policy, plan));
}

for (const [behaviour, evaluated] of [
  ['random', 'bts'],
  ['bts', 'random'],
] as const) {
  const log = readOpenBanditLog(folder, behaviour);
  const reference = readReference(folder, behaviour, evaluated);
  const policy =
    evaluated === 'bts'
      ? positionProbabilities(readBtsDistribution(folder), positionCount, log.positions)
      : uniformProbabilities(log.actionCount);
  const rows = log.actions.length;
  const sample = estimate(log, policy, scikitFolds(rows, 3, 12345));
  const d = offPolicyDiagnostics(log, policy, sample);
  console.log(
    `${behaviour} -> ${evaluated}: ${rows} rows, effective ${d.effectiveRows.toFixed(1)}, largest weight ` +
      `${d.largestWeight.toFixed(2)}, mean weight ${d.meanWeight.toFixed(4)}, unsupported ${(100 * d.unsupportedShare).toFixed(2)} %`,
  );
  for (const [name, estimator] of exact) {
    check(name, estimateOf(estimator.terms(sample)), reference[name], 1e-9, false);
  }
  for (const [name, estimator] of modelled) {
    check(name, estimateOf(estimator.terms(sample)), reference[name], 0.05, true);
  }
  const spread = Array.from({ length: 10 }, (_, seed) =>
    estimate(log, policy, kFolds(rows, 3, new Random(seed))),
  );
  for (const [name, estimator] of modelled) {
    const values = spread.map((s) => estimateOf(estimator.terms(s)));
    console.log(
      `  ${name.padEnd(22)} over 10 other foldings: ${Math.min(...values).toFixed(6)} to ${Math.max(...values).toFixed(6)}`,
    );
  }
}

const simulations = 100_000;
const prior = readBtsPriors(folder);
const published = readBtsDistribution(folder);
const ours = simulateBernoulliThompson(prior.alpha, prior.beta, positionCount, simulations, new Random(1));
let worst = 0;
let squares = 0;
let cells = 0;
for (let i = 0; i < published.length; i++) {
  // Both sides are simulations of the same size, so their difference has twice the binomial variance.
  const p = (published[i] + ours[i]) / 2;
  if (p === 0) continue;
  const z = (ours[i] - published[i]) / Math.sqrt((2 * p * (1 - p)) / simulations);
  worst = Math.max(worst, Math.abs(z));
  squares += z * z;
  cells++;
}
const meanSquare = squares / cells;
const agrees = worst < 4.5 && meanSquare < 1.5;
if (!agrees) missed++;
console.log(
  `Thompson sampling's choices, ${simulations} simulations against the published ${simulations}: over ${cells} ` +
    `cells mean z² ${meanSquare.toFixed(2)} (1 expected), largest |z| ${worst.toFixed(2)}  ${agrees ? 'held' : 'MISSED'}`,
);
process.exitCode = missed === 0 ? 0 : 1;
