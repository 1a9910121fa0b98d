import type { Policy } from '../../../api/placements.ts';

/** Numbers of a policy, in the form's order. */
export const numberFields = [
  'epsilon',
  'temperature',
  'alpha',
  'uniformShare',
  'reach',
  'draws',
  'priorWeight',
  'noise',
  'ridge',
  'members',
  'iterations',
  'maxDepth',
  'refitMinutes',
] as const;
export type NumberField = (typeof numberFields)[number];

const wholeFields: readonly NumberField[] = [
  'reach',
  'draws',
  'members',
  'iterations',
  'maxDepth',
  'refitMinutes',
];
export const isWhole = (field: NumberField): boolean => wholeFields.includes(field);

const explored: readonly NumberField[] = ['uniformShare', 'reach'];

/** Which numbers each kind has: those that matter most, and those that rarely need changing. */
export const fieldsOf: Record<
  Policy['kind'],
  { main: readonly NumberField[]; more: readonly NumberField[] }
> = {
  greedy: { main: ['uniformShare'], more: ['reach'] },
  epsilonGreedy: { main: ['epsilon'], more: [] },
  softmax: { main: ['temperature'], more: explored },
  betaThompson: { main: explored, more: ['priorWeight', 'draws'] },
  gaussianThompson: { main: explored, more: ['priorWeight', 'noise', 'draws'] },
  linUcb: { main: ['alpha', ...explored], more: ['ridge'] },
  linearThompson: { main: explored, more: ['ridge', 'draws'] },
  bootstrappedTrees: { main: explored, more: ['members', 'iterations', 'maxDepth', 'refitMinutes'] },
};

/** What the policy may learn from; empty for policies that do not learn. */
export function rewardsOf({ kind }: Policy): readonly ('click' | 'purchase' | 'value')[] {
  if (kind === 'greedy' || kind === 'epsilonGreedy' || kind === 'softmax') return [];
  return kind === 'betaThompson' || kind === 'bootstrappedTrees'
    ? ['click', 'purchase']
    : ['click', 'purchase', 'value'];
}

export const hasContext = ({ kind }: Policy): boolean =>
  kind === 'linUcb' || kind === 'linearThompson' || kind === 'bootstrappedTrees';

/** A setting by name: which there are depends on the kind. */
export function settingOf(policy: Policy, name: string): unknown {
  return (policy as Record<string, unknown>)[name];
}

/** The policy with one setting changed; undefined takes it out, so that the default serves. */
export function withSetting(policy: Policy, name: string, value: unknown): Policy {
  const { [name]: _, ...rest } = policy as Record<string, unknown>;
  return (value === undefined ? rest : { ...rest, [name]: value }) as Policy;
}
