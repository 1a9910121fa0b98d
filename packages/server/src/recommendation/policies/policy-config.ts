import Type, { type Static } from 'typebox';
import { explorationReach } from '../policy.ts';

/**
 * Policies of a placement, as stored and as the API carries them. The schemas here are the one source of their
 * validation, types and documentation; what they cannot say is in check-policy.ts.
 */
const strict = { additionalProperties: false };

/** Columns of a context at most, those that every context has included. */
export const maxDimension = 128;
/** Ranks whose examination may be given; those beyond count like the last. */
const maxRanks = 100;

const uniformShare = Type.Optional(
  Type.Number({
    minimum: 0,
    maximum: 1,
    description:
      'Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn.',
  }),
);
const reach = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: 500,
    description:
      'The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30.',
  }),
);
const click = Type.Literal('click');
const purchase = Type.Literal('purchase');
const value = Type.Literal('value');
const binaryReward = Type.Optional(
  Type.Union([click, purchase], {
    description: '1 when a recommended item earned it, else 0. Default click.',
  }),
);
const anyReward = Type.Optional(
  Type.Union([click, purchase, value], {
    description:
      'What a recommended item earns: a click, a purchase, or the money of its purchases. Default click.',
  }),
);
const draws = Type.Optional(
  Type.Integer({
    minimum: 2,
    maximum: 512,
    description:
      'Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32.',
  }),
);
const learning = {
  uniformShare: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      description:
        'Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05.',
    }),
  ),
  reach,
  halfLife: Type.Optional(
    Type.String({
      pattern: '^[1-9]\\d{0,8}[smhd]$',
      description:
        'Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never.',
    }),
  ),
  examination: Type.Optional(
    Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 1 }), {
      minItems: 1,
      maxItems: maxRanks,
      description:
        'Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1).',
    }),
  ),
};
const priorWeight = Type.Optional(
  Type.Number({
    exclusiveMinimum: 0,
    maximum: 1e6,
    description:
      'Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20.',
  }),
);
const contextual = {
  ...learning,
  features: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      maxItems: maxDimension - 3,
      uniqueItems: true,
      description:
        'Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features.',
    }),
  ),
};

export const policySchemas = {
  greedy: Type.Object({ kind: Type.Literal('greedy'), uniformShare, reach }, strict),
  epsilonGreedy: Type.Object(
    { kind: Type.Literal('epsilonGreedy'), epsilon: Type.Number({ minimum: 0, maximum: 1 }) },
    strict,
  ),
  softmax: Type.Object(
    {
      kind: Type.Literal('softmax'),
      temperature: Type.Number({
        exclusiveMinimum: 0,
        maximum: 100,
        description: 'In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even.',
      }),
      uniformShare,
      reach,
    },
    strict,
  ),
  betaThompson: Type.Object(
    { kind: Type.Literal('betaThompson'), reward: binaryReward, priorWeight, draws, ...learning },
    { ...strict, description: 'Thompson sampling, a beta posterior per item.' },
  ),
  gaussianThompson: Type.Object(
    {
      kind: Type.Literal('gaussianThompson'),
      reward: anyReward,
      noise: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: 1e9,
          description: 'Standard deviation of one reward. Default: measured.',
        }),
      ),
      priorWeight,
      draws,
      ...learning,
    },
    { ...strict, description: 'Thompson sampling, a normal posterior per item.' },
  ),
  linUcb: Type.Object(
    {
      kind: Type.Literal('linUcb'),
      reward: anyReward,
      alpha: Type.Optional(
        Type.Number({
          minimum: 0,
          maximum: 100,
          description: 'Width of the confidence bound in standard errors. Default 1.',
        }),
      ),
      ridge: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: 1e6,
          description: 'Prior precision of a coefficient, in items seen. Default 10.',
        }),
      ),
      ...contextual,
    },
    {
      ...strict,
      description:
        'One linear model of (customer, item) for all items, ranked by its upper confidence bound.',
    },
  ),
  linearThompson: Type.Object(
    {
      kind: Type.Literal('linearThompson'),
      reward: anyReward,
      ridge: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: 1e6,
          description: 'Prior precision of a coefficient, in items seen. Default 10.',
        }),
      ),
      draws,
      ...contextual,
    },
    {
      ...strict,
      description:
        'One linear model of (customer, item) for all items, its coefficients drawn from their posterior.',
    },
  ),
  bootstrappedTrees: Type.Object(
    {
      kind: Type.Literal('bootstrappedTrees'),
      reward: binaryReward,
      members: Type.Optional(
        Type.Integer({
          minimum: 2,
          maximum: 50,
          description: 'Models, each of a bootstrap sample. Default 10.',
        }),
      ),
      iterations: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 200, description: 'Trees of each. Default 20.' }),
      ),
      maxDepth: Type.Optional(Type.Integer({ minimum: 1, maximum: 8, description: 'Default 4.' })),
      refitMinutes: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 10_080,
          description: 'Time between two fits when there is something new. Default 15.',
        }),
      ),
      ...contextual,
    },
    {
      ...strict,
      description:
        'Boosted trees on bootstrap samples of recent decisions; one drawn at random ranks the slate.',
    },
  ),
};
export type PolicyKind = keyof typeof policySchemas;
export const policyKinds = Object.keys(policySchemas) as PolicyKind[];
export type LearningKind = Exclude<PolicyKind, 'greedy' | 'epsilonGreedy' | 'softmax'>;
export const learningKinds = policyKinds.filter(learns);

export const policySchema = Type.Union([
  policySchemas.greedy,
  policySchemas.epsilonGreedy,
  policySchemas.softmax,
  policySchemas.betaThompson,
  policySchemas.gaussianThompson,
  policySchemas.linUcb,
  policySchemas.linearThompson,
  policySchemas.bootstrappedTrees,
]);
export type PolicyConfig = Static<typeof policySchema>;

export const segmentPolicySchema = Type.Object(
  {
    segment: Type.String({ minLength: 1, maxLength: 64, description: 'Members get this policy.' }),
    policy: policySchema,
  },
  strict,
);
export type SegmentPolicy = Static<typeof segmentPolicySchema>;

/** A policy that learns from rewards. */
export type LearningPolicy = Extract<PolicyConfig, { examination?: number[] }>;
/** A policy that learns from a context. */
export type ContextualPolicy = Extract<PolicyConfig, { features?: string[] }>;
export type RewardKind = 'click' | 'purchase' | 'value';

export function isLearning(policy: PolicyConfig): policy is LearningPolicy {
  return learns(policy.kind);
}

function learns(kind: PolicyKind): kind is LearningKind {
  return kind !== 'greedy' && kind !== 'epsilonGreedy' && kind !== 'softmax';
}

export function isContextual(policy: PolicyConfig): policy is ContextualPolicy {
  return policy.kind === 'linUcb' || policy.kind === 'linearThompson' || policy.kind === 'bootstrappedTrees';
}

/**
 * The features of a context: to a linear model a product brings its factors along, since it is taken as what it
 * says beyond them; trees find products by themselves.
 */
export function withFactors(kind: ContextualPolicy['kind'], features: readonly string[]): string[] {
  if (kind === 'bootstrappedTrees') return [...features];
  const factors = features.flatMap((feature) => (feature.includes('*') ? feature.split('*') : []));
  return [...new Set([...features, ...factors])];
}

export function rewardOf(policy: LearningPolicy): RewardKind {
  return policy.reward ?? 'click';
}

/** Share of answers that are drawn uniformly. */
export function uniformShareOf(policy: PolicyConfig): number {
  if (policy.kind === 'epsilonGreedy') return 0;
  return policy.uniformShare ?? (isLearning(policy) ? 0.05 : 0);
}

/** What decisions record: `greedy`, `epsilonGreedy(0.05)`, `betaThompson(click)`. */
export function policyName(policy: PolicyConfig): string {
  if (isLearning(policy)) return `${policy.kind}(${rewardOf(policy)})`;
  if (policy.kind === 'epsilonGreedy') return `epsilonGreedy(${policy.epsilon})`;
  if (policy.kind === 'softmax') return `softmax(${policy.temperature})`;
  return policy.uniformShare ? `greedy(${policy.uniformShare})` : 'greedy';
}

/** How many candidates beyond the slate the policy wants ordered. */
export function reachOf(policy: PolicyConfig): number {
  if (policy.kind === 'epsilonGreedy') return policy.epsilon > 0 ? explorationReach : 0;
  if (policy.kind === 'greedy' && uniformShareOf(policy) === 0) return 0;
  return policy.reach ?? explorationReach;
}

/** Chance that the rank, from 0, is looked at. */
export function examinationOf({ examination }: LearningPolicy, rank: number): number {
  if (examination === undefined) return 1 / Math.log2(rank + 2);
  return examination[Math.min(rank, examination.length - 1)];
}
