import type { Visit } from './context.ts';

/** An experiment's variants; every decision is made under one of them. */
export const variants = ['control', 'treatment'] as const;
export type Variant = (typeof variants)[number];

/** One rank of a decision, what came of it, and the truth about it. */
export interface ShownItem {
  /** Index of the item. */
  item: number;
  /** From 0. */
  rank: number;
  /** Probability with which the policy puts this item at this rank. */
  propensity: number;
  /** What the rules, which know nothing of the truth, expect of it. */
  expectedEngagement: number;
  /** Epoch milliseconds; null when it never was. */
  clickedAt: number | null;
  convertedAt: number | null;
  /** Money of the conversion; 0 without one. */
  value: number;
  /** True probability of a click here, and of a conversion after one. */
  clickProbability: number;
  conversionProbability: number;
  /** The item the oracle would have put here, and the true probabilities of a click on it and on a random item. */
  oracleItem: number;
  oracleClickProbability: number;
  uniformClickProbability: number;
}

export interface Decision {
  decisionId: string;
  visit: Visit;
  variant: Variant;
  /** Decisions that this customer had before. */
  earlier: number;
  slots: ShownItem[];
}
