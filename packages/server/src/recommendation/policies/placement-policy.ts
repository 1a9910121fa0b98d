import type { Placement } from '../placement.ts';
import type { PolicyConfig } from './policy-config.ts';

/** The policy that answers one request, and whose it is. */
export interface ChosenPolicy {
  policy: PolicyConfig;
  segment?: string;
  variant?: string;
}

/**
 * The policy of a customer: that of an experiment's variant when the variant sets one, else that of the first
 * segment in the placement's list that the customer is in, else the placement's.
 */
export function policyFor(
  { policy, segmentPolicies }: Placement,
  variant: { name: string; placement?: Partial<Omit<Placement, 'name'>> } | undefined,
  inSegment: (segment: string) => boolean,
): ChosenPolicy {
  if (variant?.placement?.policy !== undefined) return { policy, variant: variant.name };
  const found = segmentPolicies?.find(({ segment }) => inSegment(segment));
  return found === undefined ? { policy } : found;
}
