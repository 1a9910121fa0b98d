import {
  type Baseline,
  daysToReach,
  minimumDetectableEffect,
  type PowerDesign,
  powerOf,
  sampleSize,
} from '@personalize/learn';
import { AppError } from '../../errors.ts';

export interface PlanInput {
  baseline: Baseline;
  /** Of the variants, the control first; they sum to one. */
  weights: readonly number[];
  method?: 'sequential' | 'fixed';
  alpha?: number;
  power?: number;
  /** Goal metrics. */
  goals?: number;
  varianceReduction?: number;
  /** Relative. Exactly one of this and `days`. */
  minimumEffect?: number;
  days?: number;
  /** By day, the last one repeating; null when unknown. */
  newCustomersByDay: readonly number[] | null;
  coverage?: number;
}

export interface Plan {
  /** Relative: the one asked for, or the smallest that the days detect; null when no effect is. */
  effect: number | null;
  /** Customers in all variants together, and in each. */
  total: number;
  perVariant: number[];
  /** In the control and the smallest treatment together: `plan.plannedSample` of a definition. */
  pairSample: number;
  /** In all variants when a sequential test stops, on average, if the effect is real. */
  expectedTotal: number | null;
  days: number | null;
  expectedDays: number | null;
  /** Power of the plan to detect `effect`. */
  power: number | null;
  /** What whole weeks would detect; empty without traffic. */
  byWeek: { days: number; customers: number; effect: number | null }[];
}

const weeksShown = 8;

/**
 * Sample and days to detect an effect, or the effect that some days detect. With several treatments or goals
 * the error rate is shared among all tests (Bonferroni); the smallest treatment decides.
 * Throws `invalid_request` for what is out of range.
 */
export function plan(input: PlanInput): Plan {
  try {
    return input.days === undefined ? bySample(input) : byDays(input, input.days);
  } catch (error) {
    if (error instanceof RangeError) throw new AppError('invalid_request', error.message, { cause: error });
    throw error;
  }
}

function bySample(input: PlanInput): Plan {
  const { weights, minimumEffect = 0.05, newCustomersByDay, coverage } = input;
  const { design, comparedShare } = designOf(input);
  const sample = sampleSize(design, minimumEffect);
  const traffic =
    newCustomersByDay === null ? null : { newCustomersPerDay: newCustomersByDay, coverage, comparedShare };
  const daysFor = (customers: number) => {
    const days = traffic === null ? null : daysToReach(customers, traffic);
    return days === null ? null : Math.ceil(days / 7) * 7;
  };
  const total = Math.ceil(sample.total / comparedShare);
  return {
    ...{ effect: minimumEffect, total, pairSample: sample.total, power: sample.power },
    perVariant: weights.map((weight) => Math.ceil(total * weight)),
    expectedTotal: Math.ceil(sample.expectedTotal / comparedShare),
    days: daysFor(sample.total),
    expectedDays: daysFor(sample.expectedTotal),
    byWeek: byWeek(input),
  };
}

function byDays(input: PlanInput, days: number): Plan {
  const { weights, newCustomersByDay, coverage = 1 } = input;
  if (newCustomersByDay === null) {
    const message = 'needs traffic: give newCustomersPerDay, or traffic to read it';
    throw new AppError('invalid_request', `days ${message}`, { errors: [{ path: '/days', message }] });
  }
  const { design, comparedShare } = designOf(input);
  const total = Math.floor(reach(newCustomersByDay, days) * coverage);
  const pairSample = Math.floor(total * comparedShare);
  const effect = pairSample < 2 ? null : minimumDetectableEffect(design, pairSample);
  return {
    ...{ effect, total, pairSample, days },
    perVariant: weights.map((weight) => Math.floor(total * weight)),
    expectedTotal: null,
    expectedDays: null,
    power: effect === null ? null : powerOf(design, effect, pairSample),
    byWeek: byWeek(input),
  };
}

function byWeek(input: PlanInput): Plan['byWeek'] {
  const { newCustomersByDay, coverage = 1 } = input;
  if (newCustomersByDay === null) return [];
  const { design, comparedShare } = designOf(input);
  return Array.from({ length: weeksShown }, (_, i) => {
    const days = (i + 1) * 7;
    const customers = Math.floor(reach(newCustomersByDay, days) * coverage);
    const pair = Math.floor(customers * comparedShare);
    return { days, customers, effect: pair < 2 ? null : minimumDetectableEffect(design, pair) };
  });
}

/** The test of the control with the smallest treatment. */
function designOf(input: PlanInput): { design: PowerDesign; comparedShare: number } {
  const { baseline, weights, method, alpha, power, goals = 1, varianceReduction } = input;
  const [control, ...treatments] = weights;
  const smallest = Math.min(...treatments);
  if (!(control > 0 && smallest > 0)) {
    throw new AppError('invalid_request', `weights must be above 0, got ${weights.join(', ')}`);
  }
  return {
    comparedShare: control + smallest,
    design: {
      baseline,
      ...(method === undefined ? {} : { method }),
      ...(alpha === undefined ? {} : { alpha }),
      ...(power === undefined ? {} : { power }),
      ...(varianceReduction === undefined ? {} : { varianceReduction }),
      treatmentShare: smallest / (control + smallest),
      comparisons: treatments.length * goals,
    },
  };
}

function reach(byDay: readonly number[], days: number): number {
  let sum = 0;
  for (let day = 0; day < days; day++) sum += byDay[Math.min(day, byDay.length - 1)];
  return sum;
}
