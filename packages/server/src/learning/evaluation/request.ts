import type { EstimatorName, SlateEstimatorName } from '@personalize/learn';
import { refusal } from '../../errors.ts';
import { type LearningKind, learningKinds } from '../../recommendation/index.ts';
import type { Origin } from '../../stores/journal/record.ts';

export type RewardKind = 'click' | 'conversion' | 'value';
export const drawnKinds = ['greedy', 'epsilonGreedy', 'softmax', 'uniform'] as const;
/** Those that learn are judged with what they know when they are asked about. */
export type TargetKind = (typeof drawnKinds)[number] | LearningKind;

/** The policy to be judged: how it draws a slate from the candidates that a ranker scored. */
export interface TargetPolicy {
  kind: TargetKind;
  /** `name@version`, `name@alias` or `heuristic`. Default: the placement's ranker now. */
  model?: string;
  /** For `epsilonGreedy`. Default 0.1. */
  epsilon?: number;
  /** For `softmax`, in units of the span of the pool's scores, as in placements. Default 1. */
  temperature?: number;
  /** Of a learning policy: whose of the placement's. Default: its own. */
  segment?: string;
  variant?: string;
}

/** What a judgement may be asked for; plain JSON. */
export interface EvaluationInput {
  policy: TargetPolicy;
  /** Default `home`. */
  placement?: string;
  /** Time of the decisions, epoch ms: `from` is included, `to` is not. Default: all. */
  from?: number;
  to?: number;
  /** Default `click`. */
  reward?: RewardKind;
  /** Hours after a decision within which an outcome counts. Default 24. */
  attributionHours?: number;
  /** Take decisions whose attribution window has not ended yet. Default false. */
  includeOpen?: boolean;
  /** Judge a learning policy also on decisions that taught it. Default false. */
  includeLearnedFrom?: boolean;
  origins?: Origin[];
  /** Default: all of them. */
  estimators?: (EstimatorName | SlateEstimatorName)[];
  /** Default `logistic`; for `value` it stands for ridge regression. */
  rewardModel?: 'logistic' | 'trees';
  /** A fixed threshold for clipping, switching and shrinking. Default: chosen from the data. */
  lambda?: number;
  /** How the threshold is chosen. Default `mse`. */
  tuning?: 'mse' | 'slope';
  /** Ranks of a slate that count, the first ones. Default: the most common length, at most 20. */
  ranks?: number;
  /** Decisions at most, a random sample. Default 20,000. */
  maxDecisions?: number;
  /** Coverage of the intervals. Default 0.95. */
  level?: number;
  /** Default 1,000. */
  resamples?: number;
  /** Default 0. */
  seed?: number;
  /** Refuse when more of the policy's choices than this could never be logged. Default 0.05. */
  maxUnsupportedShare?: number;
  /** Refuse when fewer rows than this remain in effect. Default 30. */
  minEffectiveRows?: number;
}

export type CheckedEvaluation = Required<
  Omit<EvaluationInput, 'from' | 'to' | 'ranks' | 'lambda' | 'policy'>
> & {
  policy: Required<Omit<TargetPolicy, 'model' | 'segment' | 'variant'>> & {
    model: string;
    segment?: string;
    variant?: string;
  };
  from: number;
  to: number;
  ranks: number | undefined;
  lambda: number | undefined;
};

export const rankEstimators = [
  'ips',
  'clipped-ips',
  'snips',
  'dm',
  'dr',
  'sndr',
  'switch-dr',
  'dr-os',
  'mrdr',
] as const satisfies readonly EstimatorName[];
/**
 * Estimators of whole slates: `iips` weighs each rank by itself, `cascade-ips` and `cascade-dr` by all ranks
 * down to it, as customers read a slate from the top; `sips` by the whole slate.
 */
export const slateEstimators = [
  'iips',
  'cascade-ips',
  'cascade-dr',
  'sips',
] as const satisfies readonly SlateEstimatorName[];
const defaultEstimators: readonly (EstimatorName | SlateEstimatorName)[] = [
  ...rankEstimators,
  'iips',
  'cascade-ips',
];
export const modelEstimators: ReadonlySet<EstimatorName | SlateEstimatorName> = new Set([
  'dm',
  'dr',
  'sndr',
  'switch-dr',
  'dr-os',
  'mrdr',
  'cascade-dr',
]);

/** Fills in defaults. @throws AppError `invalid_request` for a period that does not rise or a policy out of range */
export function checkEvaluation(input: EvaluationInput, ranker: string): CheckedEvaluation {
  const { from = 0, to = Number.MAX_SAFE_INTEGER, policy } = input;
  if (!(from < to)) {
    const message = `must be after from ${new Date(from).toISOString()}, got ${new Date(to).toISOString()}`;
    throw refusal('invalid_request', 'after', `to ${message}`, { other: 'from' }, { path: '/to', message });
  }
  const { epsilon = 0.1, temperature = 1 } = policy;
  requireOnly(policy, 'epsilon', ['epsilonGreedy']);
  requireOnly(policy, 'temperature', ['softmax']);
  requireOnly(policy, 'segment', learningKinds);
  requireOnly(policy, 'variant', learningKinds);
  const { segment, variant } = policy;
  return {
    ...{ from, to, ranks: input.ranks, lambda: input.lambda },
    policy: {
      ...{ kind: policy.kind, model: policy.model ?? ranker, epsilon, temperature },
      ...(segment === undefined ? {} : { segment }),
      ...(variant === undefined ? {} : { variant }),
    },
    placement: input.placement ?? 'home',
    reward: input.reward ?? 'click',
    attributionHours: input.attributionHours ?? 24,
    includeOpen: input.includeOpen ?? false,
    includeLearnedFrom: input.includeLearnedFrom ?? false,
    origins: input.origins ?? ['live', 'import', 'simulated'],
    estimators: [...new Set(input.estimators ?? defaultEstimators)],
    rewardModel: input.rewardModel ?? 'logistic',
    tuning: input.tuning ?? 'mse',
    maxDecisions: input.maxDecisions ?? 20_000,
    level: input.level ?? 0.95,
    resamples: input.resamples ?? 1000,
    seed: input.seed ?? 0,
    maxUnsupportedShare: input.maxUnsupportedShare ?? 0.05,
    minEffectiveRows: input.minEffectiveRows ?? 30,
  };
}

export function isLearningKind(kind: TargetKind): kind is LearningKind {
  return learningKinds.some((known) => known === kind);
}

function requireOnly(
  policy: TargetPolicy,
  field: 'epsilon' | 'temperature' | 'segment' | 'variant',
  kinds: readonly TargetKind[],
): void {
  if (policy[field] === undefined || kinds.includes(policy.kind)) return;
  const message = `belongs to ${kinds.join(', ')}, but the policy is ${policy.kind}; leave it out`;
  const options = { path: `/policy/${field}`, message };
  throw refusal('invalid_request', 'foreign', `policy.${field} ${message}`, {}, options);
}
