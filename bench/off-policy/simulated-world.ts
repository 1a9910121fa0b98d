// A world with known truth: does contextual exploration earn what it should, and does DR beat IPS?
//   node bench/off-policy/simulated-world.ts [DECISIONS=50000] [SEED=1]
import { crossFit, kFolds } from '../../packages/learn/src/off-policy/cross-fit.ts';
import { doublyRobust } from '../../packages/learn/src/off-policy/estimators/doubly-robust.ts';
import { estimateOf } from '../../packages/learn/src/off-policy/estimators/estimator.ts';
import { inversePropensity } from '../../packages/learn/src/off-policy/estimators/inverse-propensity.ts';
import { evaluationSample } from '../../packages/learn/src/off-policy/evaluation-sample.ts';
import { logisticReward } from '../../packages/learn/src/off-policy/reward-model.ts';
import { contextualWorld } from '../../packages/learn/src/off-policy/testing/contextual-world.ts';
import { BetaThompsonPolicy } from '../../packages/learn/src/policies/beta-thompson-policy.ts';
import { LinearThompsonPolicy } from '../../packages/learn/src/policies/linear-policies.ts';
import type { Policy } from '../../packages/learn/src/policies/policy.ts';
import { Random } from '../../packages/learn/src/random/random.ts';
import { ItemWorld } from './item-world.ts';

const decisions = Number(process.argv[2] ?? 50_000);
const seed = Number(process.argv[3] ?? 1);
const items = 200;
let missed = 0;

function check(label: string, value: number, bar: number, atLeast: boolean): void {
  const held = atLeast ? value >= bar : value <= bar;
  if (!held) missed++;
  console.log(
    `  ${label}: ${value.toFixed(4)} (bar ${atLeast ? '>=' : '<='} ${bar})  ${held ? 'held' : 'MISSED'}`,
  );
}

/** Share of the oracle's gain over uniform in the last fifth of the decisions, by true click rates. */
function run(make: (world: ItemWorld) => Policy): { share: number; microseconds: number } {
  const world = new ItemWorld(items, new Random(seed));
  const policy = make(world);
  const random = new Random(seed + 1);
  let earned = 0;
  let oracle = 0;
  let uniform = 0;
  const start = performance.now();
  for (let t = 0; t < decisions; t++) {
    const customer = world.arrive(random);
    const [pick] = policy.choose({ arms: world.names, size: 1, features: customer.features }, random);
    const reward = random.bernoulli(customer.clickRates[pick.index]) ? 1 : 0;
    const at = pick.index * world.dimension;
    policy.update({ arm: pick.arm, reward, features: customer.features.slice(at, at + world.dimension) });
    if (t < 0.8 * decisions) continue;
    earned += customer.clickRates[pick.index];
    oracle += customer.best;
    uniform += customer.mean;
  }
  return {
    share: (earned - uniform) / (oracle - uniform),
    microseconds: (1000 * (performance.now() - start)) / decisions,
  };
}

console.log(`${decisions} decisions, ${items} items, seed ${seed}`);
const contextual = run(
  (world) =>
    new LinearThompsonPolicy({ dimension: world.dimension, noise: 0.3, draws: 4, uniformShare: 0.01 }),
);
const plain = run(() => new BetaThompsonPolicy({ draws: 4, uniformShare: 0.01 }));
console.log(
  `  per decision, world included: contextual ${contextual.microseconds.toFixed(0)} µs, ` +
    `non-contextual ${plain.microseconds.toFixed(0)} µs`,
);
check(
  "contextual Thompson sampling, share of the oracle's gain in the last fifth",
  contextual.share,
  0.85,
  true,
);
console.log(`  non-contextual Thompson sampling, the same share: ${plain.share.toFixed(4)}`);
check('contextual over non-contextual', contextual.share / plain.share, 1.15, true);

const trials = 40;
const rows = 2000;
const random = new Random(seed);
let ips = 0;
let dr = 0;
for (let trial = 0; trial < trials; trial++) {
  const world = contextualWorld(rows, random);
  const plan = { features: world.features, learner: logisticReward(), folds: kFolds(rows, 3, random) };
  const sample = evaluationSample(world.feedback, world.target, crossFit(world.feedback, world.target, plan));
  ips += (estimateOf(inversePropensity.terms(sample)) - world.truth) ** 2 / trials;
  dr += (estimateOf(doublyRobust.terms(sample)) - world.truth) ** 2 / trials;
}
console.log(
  `off-policy, ${trials} logs of ${rows} rows: root mean squared error IPS ${Math.sqrt(ips).toFixed(4)}, DR ${Math.sqrt(dr).toFixed(4)}`,
);
check("DR's error over IPS's", Math.sqrt(dr / ips), 0.5, false);
process.exitCode = missed === 0 ? 0 : 1;
