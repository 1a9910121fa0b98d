import type { Random } from '../../random/random.ts';
import { type CompareOptions, compareMeans } from '../compare.ts';
import { contrastOf } from '../contrast.ts';
import { estimateMoments } from '../estimate.ts';
import type { MeanStatistics } from '../metric-statistics.ts';

/** One customer's value of the metric; `lift` is the relative effect of the customer's variant. */
export type Draw = (random: Random, lift: number) => number;

/** A batch of equal experiments. */
export interface PeekingDesign {
  experiments: number;
  days: number;
  /** New customers a day in each variant. */
  customersPerDay: number;
  /** True relative effect; 0 for an A/A experiment. */
  lift: number;
  draw: Draw;
  /** True mean of the metric without lift. */
  mean: number;
}

/** What daily peeking found, as shares of all experiments. */
export interface PeekingShares {
  /** Significant on any day. */
  everSignificant: number;
  /** Significant on the last day. */
  finallySignificant: number;
  /** Interval held the true absolute effect on every day it was shown. */
  alwaysCovered: number;
  /** Interval of the last day held the true absolute effect. */
  finallyCovered: number;
  /** Relative interval of the last day held the true lift. */
  finallyCoveredRelative: number;
  /** Significant on any day, with the sign of the true effect. */
  detected: number;
}

/** Conversion of a share of customers. */
export function conversion(rate: number): Draw {
  return (random, lift) => (random.uniform() < rate * (1 + lift) ? 1 : 0);
}

/** Revenue: most customers buy nothing, the others a log-normal amount, capped as winsorising would. */
export function revenue(rate: number, deviation: number, cap: number): Draw {
  return (random, lift) =>
    random.uniform() < rate ? (1 + lift) * Math.min(cap, Math.exp(random.normal(0, deviation))) : 0;
}

/** Mean of a draw without lift, by its own generator. */
export function meanOf(draw: Draw, random: Random, customers: number): number {
  let sum = 0;
  for (let i = 0; i < customers; i++) sum += draw(random, 0);
  return sum / customers;
}

/** Runs the experiments, analyses each after every day, and counts; the same random customers for every method. */
export function peek<M extends string>(
  { experiments, days, customersPerDay, lift, draw, mean }: PeekingDesign,
  methods: Readonly<Record<M, CompareOptions>>,
  random: Random,
): Record<M, PeekingShares> {
  const names = Object.keys(methods) as M[];
  const counts = {} as Record<M, PeekingShares>;
  for (const name of names) {
    counts[name] = {
      everSignificant: 0,
      finallySignificant: 0,
      alwaysCovered: 0,
      finallyCovered: 0,
      finallyCoveredRelative: 0,
      detected: 0,
    };
  }
  const truth = lift * mean;
  for (let e = 0; e < experiments; e++) {
    const control = emptySums();
    const treatment = emptySums();
    const ever = new Set<M>();
    const missed = new Set<M>();
    const right = new Set<M>();
    for (let day = 1; day <= days; day++) {
      add(control, customersPerDay, draw, 0, random);
      add(treatment, customersPerDay, draw, lift, random);
      const a = estimateMoments(control).value;
      const b = estimateMoments(treatment).value;
      if (a === null || b === null) continue;
      const contrast = contrastOf(a, b);
      for (const name of names) {
        const comparison = compareMeans(contrast, methods[name]).value;
        if (comparison === null) continue;
        const { absolute, relative, significant } = comparison;
        const isCovered = absolute.lower <= truth && truth <= absolute.upper;
        if (significant) ever.add(name);
        if (significant && absolute.value * lift > 0) right.add(name);
        if (!isCovered) missed.add(name);
        if (day < days) continue;
        counts[name].finallySignificant += Number(significant) / experiments;
        counts[name].finallyCovered += Number(isCovered) / experiments;
        const isLiftCovered = relative === null || (relative.lower <= lift && lift <= relative.upper);
        counts[name].finallyCoveredRelative += Number(isLiftCovered) / experiments;
      }
    }
    for (const name of names) {
      counts[name].everSignificant += Number(ever.has(name)) / experiments;
      counts[name].alwaysCovered += Number(!missed.has(name)) / experiments;
      counts[name].detected += Number(right.has(name)) / experiments;
    }
  }
  return counts;
}

function emptySums(): MeanStatistics {
  return { kind: 'mean', n: 0, sum: 0, sumSquares: 0 };
}

function add(sums: MeanStatistics, customers: number, draw: Draw, lift: number, random: Random): void {
  for (let i = 0; i < customers; i++) {
    const y = draw(random, lift);
    sums.sum += y;
    sums.sumSquares += y * y;
  }
  sums.n += customers;
}
