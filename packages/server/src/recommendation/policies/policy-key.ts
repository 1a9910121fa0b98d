import { milliseconds } from '../../features/duration.ts';
import { type LearningPolicy, rewardOf } from './policy-config.ts';

export interface PolicyKeyParts {
  policy: LearningPolicy;
  placement: string;
  segment?: string;
  variant?: string;
  /** Hash of a contextual policy's columns. */
  context?: string;
}

/**
 * Tells apart what is learnt: what one setting has learnt says nothing of another reward or context. Changing
 * draws, priors, floors or the half-life keeps it.
 */
export function policyKey({ policy, placement, segment, variant, context }: PolicyKeyParts): string {
  const parts = [placement, segment, variant, policy.kind, rewardOf(policy), context];
  return parts.map((part) => (part === undefined ? '' : encodeURIComponent(part))).join('/');
}

/** Milliseconds; 0: nothing fades. */
export function halfLifeOf({ halfLife }: LearningPolicy): number {
  return halfLife === undefined ? 0 : milliseconds(halfLife);
}
