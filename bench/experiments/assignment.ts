// Time of one assignment in process, with GrowthBook's SDK on the same definition beside it.
// Run: node bench/experiments/assignment.ts
import { GrowthBook } from '@growthbook/growthbook';
import { compileAssignment, type ExperimentDefinition } from '../../packages/learn/src/index.ts';

const barMicroseconds = 5;
const ids = Array.from({ length: 100_000 }, (_, i) => `customer-${i.toString(36).padStart(12, '0')}`);
const definition: ExperimentDefinition = {
  key: 'home-hero-ranking',
  coverage: 0.8,
  variants: [
    { key: 'control', weight: 0.4 },
    { key: 'challenger', weight: 0.3 },
    { key: 'bandit', weight: 0.3 },
  ],
  namespace: { key: 'home', start: 0, end: 0.75 },
  holdouts: [{ key: 'global', share: 0.05 }],
};

const assign = compileAssignment(definition);
const counts = new Map<string, number>();
for (const id of ids) {
  const { variant, reason } = assign(id);
  const key = variant ?? reason;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function microsecondsEach(run: (id: string) => unknown, rounds: number): number {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (const id of ids) run(id);
    best = Math.min(best, ((performance.now() - start) * 1000) / ids.length);
  }
  return best;
}

const ours = microsecondsEach((id) => assign(id), 5);
const growthbook = new GrowthBook({});
const theirs = microsecondsEach((id) => {
  growthbook.setAttributes({ id });
  return growthbook.run({
    key: definition.key,
    variations: ['control', 'challenger', 'bandit'],
    weights: [0.4, 0.3, 0.3],
    coverage: 0.8,
    hashVersion: 2,
    namespace: ['home', 0, 0.75],
  });
}, 1);
growthbook.destroy();

console.log(
  `assignments: ${[...counts].map(([k, n]) => `${k} ${((100 * n) / ids.length).toFixed(1)} %`).join(', ')}`,
);
console.log(
  `assignment: ${ours.toFixed(3)} µs each (bar: ${barMicroseconds} µs); GrowthBook SDK, same rules: ${theirs.toFixed(3)} µs`,
);
process.exitCode = ours <= barMicroseconds ? 0 : 1;
