import Type, { type Static } from 'typebox';
import { policyKinds } from '../../recommendation/policies/policy-config.ts';
import type { PolicyReport as Report } from '../../recommendation/policies/policy-report.ts';
import { Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';

const Arm = Type.Object(
  {
    itemId: Type.String(),
    title: Nullable(Type.String()),
    pulls: Type.Integer({ description: 'Times seen that were learnt from.' }),
    rewards: Type.Integer({ description: 'Of those, how many earned something.' }),
    mean: Nullable(
      Type.Number({
        description:
          'Posterior mean of its reward when looked at; null for policies with one model for all items.',
      }),
    ),
    interval: Nullable(
      Type.Array(Type.Number(), {
        minItems: 2,
        maxItems: 2,
        description: 'Central 95 % of that posterior.',
      }),
    ),
    share: Type.Number({ description: 'Its share of what was seen, faded with the half-life, 0 to 1.' }),
    probabilityBest: Nullable(
      Type.Number({
        description:
          'Probability that it is the best of the 50 most shown arms, within 0.03 nineteen times in twenty.',
      }),
    ),
  },
  { title: 'PolicyArm' },
);

const Coefficient = Type.Object(
  {
    name: Type.String(),
    coefficient: Type.Number({
      description:
        'Change of the expected reward by one standard deviation of the column; the intercept’s is the mean reward.',
    }),
    standardError: Type.Number(),
    mean: Type.Number({ description: 'Of the column, among items seen.' }),
    deviation: Type.Number({ description: '0: the column never varied.' }),
  },
  { title: 'PolicyCoefficient' },
);

const PolicyReport = Type.Object(
  {
    policy: Type.String({ description: 'As decisions record it.' }),
    kind: Type.Enum(policyKinds),
    segment: Nullable(Type.String({ description: 'Set for the policy of a segment.' })),
    variant: Nullable(
      Type.String({
        description: 'Set for the policy of a running experiment’s variant: `experiment:variant`.',
      }),
    ),
    learns: Type.Boolean(),
    reward: Nullable(Type.Enum(['click', 'purchase', 'value'])),
    halfLifeMs: Nullable(
      Type.Number({ description: 'Age at which an observation counts half; null: never.' }),
    ),
    uniformShare: Type.Number({ description: 'Share of answers drawn uniformly.' }),
    pulls: Type.Integer({ description: 'Items seen that it learnt from.' }),
    rewards: Type.Integer({ description: 'Rewards applied.' }),
    dropped: Type.Integer({ description: 'Rewards that came when their context was no longer kept.' }),
    meanReward: Nullable(Type.Number({ description: 'Of an item looked at; null before any was seen.' })),
    updatedAt: Nullable(Time),
    armCount: Type.Integer({ description: 'Items that it has shown and still remembers.' }),
    arms: Type.Array(Arm, { description: 'The most shown first.' }),
    coefficients: Type.Array(Coefficient, { description: 'Of linear policies.' }),
    trees: Nullable(
      Type.Object({
        fittedAt: Time,
        members: Type.Integer(),
        rows: Type.Integer(),
        positives: Type.Integer(),
      }),
    ),
  },
  { title: 'PolicyReport' },
);

export const PolicyAnswer = Type.Object(
  {
    placement: Type.String(),
    timestamp: Time,
    policies: Type.Array(PolicyReport, {
      description: 'The placement’s own, then those of its segments and of running experiments’ variants.',
    }),
  },
  { title: 'PlacementPolicies' },
);

export function policiesToApi(placement: string, at: number, reports: Report[]): Static<typeof PolicyAnswer> {
  return {
    placement,
    timestamp: toTime(at),
    policies: reports.map(({ updatedAt, trees, ...report }) => ({
      ...report,
      updatedAt: toTimeOrNull(updatedAt),
      trees: trees === null ? null : { ...trees, fittedAt: toTime(trees.fittedAt) },
    })),
  };
}
