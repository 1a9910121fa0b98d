// The simulated world, where clicks are rare and where they are frequent: does contextual exploration earn what it
// should, and does DR beat IPS? Every bar holds where clicks are frequent. Where they are rare, most of any estimate's
// error is the clicks' own noise, which no reward model takes away: there DR is held against DR that knows the truth.
//   node bench/off-policy/simulated-world.ts [DECISIONS=50000] [SEED=1]
import { crossFit, kFolds } from '../../packages/learn/src/off-policy/cross-fit.ts';
import { doublyRobust } from '../../packages/learn/src/off-policy/estimators/doubly-robust.ts';
import { estimateOf } from '../../packages/learn/src/off-policy/estimators/estimator.ts';
import { inversePropensity } from '../../packages/learn/src/off-policy/estimators/inverse-propensity.ts';
import { evaluationSample } from '../../packages/learn/src/off-policy/evaluation-sample.ts';
import { logisticReward } from '../../packages/learn/src/off-policy/reward-model.ts';
import { BetaThompsonPolicy } from '../../packages/learn/src/policies/beta-thompson-policy.ts';
import { LinearThompsonPolicy } from '../../packages/learn/src/policies/linear-policies.ts';
import type { Policy } from '../../packages/learn/src/policies/policy.ts';
import { Random } from '../../packages/learn/src/random/random.ts';
import { BestItems } from '../../packages/server/src/simulation/world/best-items.ts';
import { arrivalTimes } from '../../packages/server/src/simulation/world/context.ts';
import { GainCurve } from '../../packages/server/src/simulation/world/gain.ts';
import { featureCount, World } from '../../packages/server/src/simulation/world/world.ts';
import { loggedRows } from './logged-rows.ts';

const decisions = Number(process.argv[2] ?? 50_000);
const seed = Number(process.argv[3] ?? 1);
const items = 200;
const days = 90;
const start = Date.UTC(2026, 0, 1);
let missed = 0;

function check(label: string, value: number, bar: number, atLeast: boolean): void {
  const held = atLeast ? value >= bar : value <= bar;
  if (!held) missed++;
  console.log(
    `  ${label}: ${value.toFixed(4)} (bar ${atLeast ? '>=' : '<='} ${bar})  ${held ? 'held' : 'MISSED'}`,
  );
}

interface Run {
  /** Of the oracle's gain over uniform, by the truth. */
  share: number;
  lastFifth: number;
  microseconds: number;
}

/** The same customers at the same times for every policy; one item is shown, and clicks are known at once. */
function run(clickRate: number, policy: Policy): Run {
  const world = new World({ customers: 10_000, items, seed, start, clickRate });
  const [arrivals, choices, clicks] = [new Random(seed + 1), new Random(seed + 2), new Random(seed + 3)];
  const arms = world.items.map(({ itemId }) => itemId);
  const features = new Float64Array(items * featureCount);
  const attractions = new Float64Array(items);
  const best = new BestItems(1);
  const gain = new GainCurve();
  const begun = performance.now();
  for (const at of arrivalTimes(decisions, start, days, arrivals)) {
    const visit = world.arrive(at, arrivals);
    world.writeFeatures(visit, features);
    const [{ index, arm }] = policy.choose({ arms, size: 1, features }, choices);
    world.writeAttractions(visit, attractions);
    best.find(attractions);
    const reward = clicks.bernoulli(attractions[index]) ? 1 : 0;
    const row = features.slice(index * featureCount, (index + 1) * featureCount);
    policy.update({ arm, reward, features: row });
    gain.add({
      earned: attractions[index],
      oracle: best.oracleAt(0, attractions),
      uniform: best.uniformAt(0),
    });
  }
  return {
    share: gain.total().share ?? Number.NaN,
    lastFifth: gain.lastFifth().share ?? Number.NaN,
    microseconds: (1000 * (performance.now() - begun)) / decisions,
  };
}

function explore(clickRate: number): void {
  const contextual = run(
    clickRate,
    new LinearThompsonPolicy({ dimension: featureCount, noise: 0.3, draws: 4, uniformShare: 0.01 }),
  );
  const plain = run(clickRate, new BetaThompsonPolicy({ draws: 4, uniformShare: 0.01 }));
  console.log(
    `  per decision, world included: contextual ${contextual.microseconds.toFixed(0)} µs, ` +
      `non-contextual ${plain.microseconds.toFixed(0)} µs`,
  );
  console.log(
    `  share of the oracle's gain over all decisions: contextual ${contextual.share.toFixed(4)}, ` +
      `non-contextual ${plain.share.toFixed(4)}`,
  );
  const share = "contextual Thompson sampling, share of the oracle's gain in the last fifth";
  check(share, contextual.lastFifth, 0.85, true);
  console.log(`  non-contextual Thompson sampling, the same share: ${plain.lastFifth.toFixed(4)}`);
  check('contextual over non-contextual', contextual.lastFifth / plain.lastFifth, 1.15, true);
}

const trials = 20;
const rows = 5000;

/** Root mean squared errors of estimating a better policy from logs of the marketing team's rules. */
function estimate(clickRate: number): { ips: number; dr: number; floor: number; truth: number } {
  const world = new World({ customers: 10_000, items, seed, start, clickRate });
  const random = new Random(seed + 4);
  const squares = { ips: 0, dr: 0, floor: 0 };
  let value = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { feedback, target, truth, features, trueModel } = loggedRows(world, rows, days, random);
    const folds = kFolds(rows, 3, random);
    const plan = { features, learner: logisticReward(), folds, perPosition: false };
    const sample = evaluationSample(feedback, target, crossFit(feedback, target, plan));
    squares.ips += (estimateOf(inversePropensity.terms(sample)) - truth) ** 2;
    squares.dr += (estimateOf(doublyRobust.terms(sample)) - truth) ** 2;
    squares.floor += (estimateOf(doublyRobust.terms({ ...sample, modelled: trueModel })) - truth) ** 2;
    value += truth / trials;
  }
  const root = (sum: number) => Math.sqrt(sum / trials);
  return { ips: root(squares.ips), dr: root(squares.dr), floor: root(squares.floor), truth: value };
}

console.log(`${decisions} decisions, ${items} items, seed ${seed}`);
for (const clickRate of [0.035, 0.5]) {
  console.log(`items that mean nothing to anyone are clicked at ${clickRate}`);
  explore(clickRate);
  const { ips, dr, floor, truth } = estimate(clickRate);
  console.log(
    `  ${trials} logs of ${rows} rows, the better policy at ${truth.toFixed(3)}: root mean squared error ` +
      `IPS ${ips.toFixed(4)}, DR ${dr.toFixed(4)}, DR that knows the truth ${floor.toFixed(4)}`,
  );
  if (clickRate < 0.1) {
    console.log(`  DR's error over IPS's: ${(dr / ips).toFixed(4)} (at best ${(floor / ips).toFixed(4)})`);
    check("DR's error over that of DR that knows the truth", dr / floor, 1.25, false);
  } else check("DR's error over IPS's", dr / ips, 0.5, false);
}
process.exitCode = missed === 0 ? 0 : 1;
