// Error rates under daily peeking: 2,000 A/A and 2,000 A/B experiments of 28 days each, for three metrics.
// Run: node bench/experiments/peeking.ts [experiments]

import {
  conversion,
  type Draw,
  meanOf,
  type PeekingShares,
  peek,
  revenue,
} from '../../packages/learn/src/experiments/testing/peeking.ts';
import {
  type CompareOptions,
  crossingProbabilities,
  mixtureVariance,
  Random,
  sequenceCriticalValue,
} from '../../packages/learn/src/index.ts';

const experiments = Number(process.argv[2] ?? 2000);
const days = 28;
const customersPerDay = 100;
const plannedSample = 2 * days * customersPerDay;
const methods: Record<'sequential' | 'fixed', CompareOptions> = {
  sequential: { tightestAt: plannedSample },
  fixed: { method: 'fixed' },
};
const metrics: [name: string, draw: Draw, lift: number][] = [
  ['conversion 10 %', conversion(0.1), 0.3],
  ['conversion 2 %', conversion(0.02), 0.6],
  ['revenue, 20 % buy, log-normal, capped', revenue(0.2, 1, 20), 0.25],
];
const percent = (share: number) => `${(100 * share).toFixed(2).padStart(6)} %`;
let isWithinBars = true;

console.log(
  `${experiments} experiments of ${days} days, ${customersPerDay} customers a day and variant, read daily`,
);
metrics.forEach(([name, draw, lift], i) => {
  const mean = meanOf(draw, new Random(100 + i), 10_000_000);
  const run = (effect: number, seed: number) =>
    peek({ experiments, days, customersPerDay, lift: effect, draw, mean }, methods, new Random(seed));
  const aa = run(0, 10 + i);
  const ab = run(lift, 20 + i);
  const line = (label: string, of: (s: PeekingShares) => number, from: typeof aa) =>
    console.log(
      `  ${label.padEnd(58)} sequential ${percent(of(from.sequential))}   fixed ${percent(of(from.fixed))}`,
    );
  console.log(name);
  line('A/A: significant on any of the 28 days (bar: 5 %)', (s) => s.everSignificant, aa);
  line('A/A: significant on the last day', (s) => s.finallySignificant, aa);
  line(`A/B +${100 * lift} %: interval right on every day`, (s) => s.alwaysCovered, ab);
  line(`A/B +${100 * lift} %: last interval right (bar: 95 %)`, (s) => s.finallyCovered, ab);
  line(`A/B +${100 * lift} %: last relative interval right (bar: 95 %)`, (s) => s.finallyCoveredRelative, ab);
  line(`A/B +${100 * lift} %: detected within 28 days`, (s) => s.detected, ab);
  isWithinBars &&=
    aa.sequential.everSignificant <= 0.05 &&
    ab.sequential.finallyCovered >= 0.95 &&
    ab.sequential.finallyCoveredRelative >= 0.95;
});

const rho2 = mixtureVariance({ tightestAt: 1, alpha: 0.05 });
const rate = (critical: (information: number) => number) =>
  crossingProbabilities(
    Array.from({ length: days }, (_, i) => ({
      information: (i + 1) / days,
      criticalValue: critical((i + 1) / days),
    })),
    0,
  ).reduce((sum, p) => sum + p, 0);
console.log('exact, for a normal metric (Armitage, McPherson and Rowe 1969):');
console.log(
  `  A/A: significant on any of the 28 days${' '.repeat(21)} sequential ${percent(rate((t) => sequenceCriticalValue(t, 0.05, rho2)))}   fixed ${percent(rate(() => 1.959964))}`,
);
process.exitCode = isWithinBars ? 0 : 1;
