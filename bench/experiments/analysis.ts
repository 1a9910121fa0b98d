// Time to analyse an experiment from sufficient statistics: 4 variants, 10 metrics, with decision.
// Baseline: the same sums taken from the rows of 1,000,000 customers in process.
// Run: node bench/experiments/analysis.ts
import {
  analyseExperiment,
  betaBinomial,
  type ExperimentInput,
  type MetricInput,
  Random,
} from '../../packages/learn/src/index.ts';

const customers = 1_000_000;
const keys = ['control', 'b', 'c', 'd'];
const random = new Random(1);
const variant = new Uint8Array(customers);
const values = Array.from({ length: 10 }, () => new Float64Array(customers));
const before = new Float64Array(customers);
for (let i = 0; i < customers; i++) {
  variant[i] = random.int(4);
  before[i] = random.uniform();
  for (let m = 0; m < 10; m++)
    values[m][i] = random.uniform() + 0.5 * before[i] + (variant[i] === 1 ? 0.002 : 0);
}

const startSums = performance.now();
const metrics: MetricInput[] = values.map((metric, m) => {
  const sums = new Float64Array(4 * 6);
  for (let i = 0; i < customers; i++) {
    const at = variant[i] * 6;
    const x = before[i];
    const y = metric[i];
    sums[at] += 1;
    sums[at + 1] += y;
    sums[at + 2] += y * y;
    sums[at + 3] += x;
    sums[at + 4] += x * x;
    sums[at + 5] += x * y;
  }
  const statistics = Object.fromEntries(
    keys.map((key, v) => {
      const [n, sum, sumSquares, x, xx, xy] = sums.subarray(v * 6, v * 6 + 6);
      return [
        key,
        { kind: 'mean' as const, n, sum, sumSquares, covariate: { sum: x, sumSquares: xx, crossSum: xy } },
      ];
    }),
  );
  return { key: `metric ${m}`, role: m < 3 ? 'goal' : m < 8 ? 'secondary' : 'guardrail', statistics };
});
const sumsMilliseconds = performance.now() - startSums;

const input: ExperimentInput = {
  variants: keys.map((key) => ({ key, weight: 0.25, exposures: metrics[0].statistics[key].n })),
  metrics,
  multipleExposures: 120,
  plan: { daysRun: 14, minimumEffect: 0.01 },
};
function milliseconds(of: ExperimentInput): { first: number; median: number } {
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    analyseExperiment(of);
    times.push(performance.now() - start);
  }
  return { first: times[0], median: times.sort((a, b) => a - b)[10] };
}

const { first, median } = milliseconds(input);
const planned = milliseconds({ ...input, plan: { daysRun: 14, plannedSample: 400_000 } });
console.log(
  `analysis of 4 variants x 10 metrics, CUPED, decision: first ${first.toFixed(1)} ms, then ${median.toFixed(2)} ms`,
);
console.log(`the same when the sample is planned, not to be computed: ${planned.median.toFixed(2)} ms`);
console.log(
  `summing ${customers} customers x 10 metrics in process: ${sumsMilliseconds.toFixed(0)} ms; together ${(sumsMilliseconds + first).toFixed(0)} ms (bar: 3,000 ms)`,
);
const startBeta = performance.now();
for (let i = 0; i < 20; i++) {
  betaBinomial({ control: { n: 20_000, successes: 2000 + i }, treatment: { n: 20_000, successes: 2100 } });
}
console.log(`exact beta-binomial comparison: ${((performance.now() - startBeta) / 20).toFixed(1)} ms each`);
console.log(`decision: ${JSON.stringify(analyseExperiment(input).decision.action)}`);
process.exitCode = sumsMilliseconds + first <= 3000 ? 0 : 1;
