import type { Random } from '../random/random.ts';
import type { SlateDistribution } from './distributions/slate-distribution.ts';
import type { Observation, Slate, SlatePick } from './slate.ts';

/** Chooses slates and learns from what they earn. */
export interface Policy {
  readonly kind: string;
  choose(slate: Slate, random: Random): SlatePick[];
  /**
   * The distribution from which `choose` draws, to ask for any order's propensities: what this policy would
   * have done with a logged request. Policies that sample their posterior do so once, here.
   */
  distribution(slate: Slate, random: Random): SlateDistribution;
  /** Takes in one observation; policies that do not learn ignore it. */
  update(observation: Observation): void;
  toJSON(): object;
}
