// How long each policy takes to choose a slate and to state its propensities.
//   node bench/off-policy/choose.ts [CANDIDATES=200] [DIMENSION=20]
import { cpus, loadavg } from 'node:os';
import { BetaThompsonPolicy } from '../../packages/learn/src/policies/beta-thompson-policy.ts';
import { EpsilonGreedyPolicy } from '../../packages/learn/src/policies/epsilon-greedy-policy.ts';
import { GaussianThompsonPolicy } from '../../packages/learn/src/policies/gaussian-thompson-policy.ts';
import { GreedyPolicy } from '../../packages/learn/src/policies/greedy-policy.ts';
import { LinearThompsonPolicy, LinUcbPolicy } from '../../packages/learn/src/policies/linear-policies.ts';
import type { Policy } from '../../packages/learn/src/policies/policy.ts';
import { SoftmaxPolicy } from '../../packages/learn/src/policies/softmax-policy.ts';
import { Random } from '../../packages/learn/src/random/random.ts';

const candidates = Number(process.argv[2] ?? 200);
const dimension = Number(process.argv[3] ?? 20);
const random = new Random(1);
const arms = Array.from({ length: candidates }, (_, i) => `item ${i}`);
const scores = Float64Array.from(arms, () => random.normal());
const features = Float64Array.from({ length: candidates * dimension }, () => random.normal());

const policies: [string, Policy][] = [
  ['greedy, 5 % uniform', new GreedyPolicy({ uniformShare: 0.05 })],
  ['ε-greedy', new EpsilonGreedyPolicy({ epsilon: 0.1 })],
  ['softmax, integrated', new SoftmaxPolicy({ temperature: 0.5 })],
  ['beta Thompson, integrated', new BetaThompsonPolicy({ beta: 20 })],
  ['beta Thompson, 16 draws', new BetaThompsonPolicy({ beta: 20, draws: 16, uniformShare: 0.02 })],
  ['Gaussian Thompson, integrated', new GaussianThompsonPolicy()],
  ['Gaussian Thompson, 16 draws', new GaussianThompsonPolicy({ draws: 16, uniformShare: 0.02 })],
  ['LinUCB', new LinUcbPolicy({ dimension, uniformShare: 0.02 })],
  ['linear Thompson, 16 draws', new LinearThompsonPolicy({ dimension, draws: 16, uniformShare: 0.02 })],
];

console.log(`${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`);
console.log(
  `${candidates} candidates, ${dimension} features; milliseconds per slate, median of 60 (propensity error, mean)`,
);
for (const [name, policy] of policies) {
  const cells = [1, 10].map((size) => {
    for (let t = 0; t < 100; t++) {
      for (const { index, arm, rank } of policy.choose({ arms, scores, features, size }, random)) {
        const reward = random.bernoulli(0.05) ? 1 : 0;
        policy.update({
          arm,
          rank,
          reward,
          features: features.slice(index * dimension, (index + 1) * dimension),
        });
      }
    }
    let error = 0;
    const times = Array.from({ length: 60 }, () => {
      const start = performance.now();
      const picks = policy.choose({ arms, scores, features, size }, random);
      const time = performance.now() - start;
      for (const pick of picks) error += pick.propensityError / pick.propensity / picks.length / 60;
      return time;
    }).sort((a, b) => a - b);
    return `${size} shown ${times[30].toFixed(3).padStart(7)} (${(100 * error).toFixed(2)} %)`;
  });
  console.log(`  ${name.padEnd(30)} ${cells.join('   ')}`);
}
