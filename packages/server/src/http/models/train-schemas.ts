import Type, { type Static } from 'typebox';
import type { ScheduleState } from '../../learning/index.ts';
import { Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';

const strict = { additionalProperties: false };
const Days = Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3650 }));
const Share = Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 }));

export const TrainBody = Type.Object(
  {
    from: Type.Optional(
      Type.Enum(['auto', 'decisions', 'purchases'], {
        description:
          '`auto` (default): decisions once they earned enough and reach back far enough, else purchases.',
      }),
    ),
    label: Type.Optional(Type.Enum(['click', 'conversion', 'value'])),
    attributionHours: Type.Optional(Type.Number({ minimum: 0.01, maximum: 2160 })),
    placement: Type.Optional(Type.String({ maxLength: 64, description: 'Default `home`.' })),
    sourceEvidence: Type.Optional(Type.Boolean()),
    excludeFeatures: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000 })),
    split: Type.Optional(
      Type.Object(
        {
          testDays: Days,
          validationDays: Days,
          trainDays: Days,
          gapDays: Type.Optional(Type.Number({ minimum: 0, maximum: 365 })),
        },
        strict,
      ),
    ),
    sampling: Type.Optional(
      Type.Object(
        {
          retrieved: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
          popular: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
          maxGroups: Type.Optional(Type.Integer({ minimum: 1, maximum: 50_000_000 })),
          maxRows: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
        },
        strict,
      ),
    ),
    biasCorrection: Type.Optional(Type.Boolean()),
    objective: Type.Optional(Type.Enum(['lambdaMart', 'logistic'])),
    parameters: Type.Optional(
      Type.Object(
        {
          iterations: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
          learningRate: Share,
          growth: Type.Optional(Type.Enum(['depthWise', 'leafWise'])),
          maxDepth: Type.Optional(Type.Integer({ minimum: 0, maximum: 64 })),
          maxLeaves: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
          maxBins: Type.Optional(Type.Integer({ minimum: 2, maximum: 256 })),
          minChildWeight: Type.Optional(Type.Number({ minimum: 0 })),
          minSamplesLeaf: Type.Optional(Type.Integer({ minimum: 1 })),
          l1: Type.Optional(Type.Number({ minimum: 0 })),
          l2: Type.Optional(Type.Number({ minimum: 0 })),
          minSplitGain: Type.Optional(Type.Number({ minimum: 0 })),
          rowSampling: Share,
          columnSamplingByTree: Share,
          columnSamplingByLevel: Share,
          columnSamplingByNode: Share,
          earlyStoppingRounds: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
        },
        { ...strict, description: 'Of the boosted trees; defaults are in docs/models.md.' },
      ),
    ),
    k: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Ranks that NDCG looks at.' })),
    seed: Type.Optional(Type.Integer({ minimum: 0 })),
    threads: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
    resamples: Type.Optional(Type.Integer({ minimum: 100, maximum: 100_000 })),
    toOffset: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Journal offset after the last record to use.' }),
    ),
    promote: Type.Optional(
      Type.Boolean({ description: 'Make it champion when every gate passes; default true.' }),
    ),
    notes: Type.Optional(Type.String({ maxLength: 10_000 })),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 })),
  },
  { ...strict, title: 'TrainRequest' },
);

export const EvaluateBody = Type.Object(
  {
    ...Type.Pick(TrainBody, [
      'from',
      'label',
      'attributionHours',
      'placement',
      'split',
      'sampling',
      'k',
      'seed',
      'resamples',
      'toOffset',
    ]).properties,
    promote: Type.Optional(
      Type.Boolean({ description: 'Make it champion when every gate passes; default false.' }),
    ),
  },
  { ...strict, title: 'EvaluateRequest' },
);

export const ScheduleBody = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean({ default: true })),
    cron: Type.Optional(
      Type.String({ maxLength: 100, description: 'Five fields.', examples: ['0 3 * * *'] }),
    ),
    timeZone: Type.Optional(Type.String({ maxLength: 64, description: 'IANA; default the deployment’s.' })),
    newRewards: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Train after this many new clicks and conversions.' }),
    ),
    drift: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 100,
        description: 'Train when a population stability index exceeds this.',
      }),
    ),
    train: Type.Optional(TrainBody),
  },
  strict,
);

export const ScheduleSchema = Type.Object(
  {
    ...ScheduleBody.properties,
    nextRun: Nullable(Time),
    rewardsSince: Type.Integer(),
    last: Nullable(
      Type.Object({
        at: Time,
        cause: Type.String(),
        jobId: Nullable(Type.String()),
        problem: Nullable(Type.String()),
      }),
    ),
  },
  { title: 'TrainSchedule' },
);

export function scheduleToApi({
  name: _,
  nextRun,
  last,
  ...schedule
}: ScheduleState): Static<typeof ScheduleSchema> {
  return {
    ...schedule,
    nextRun: toTimeOrNull(nextRun),
    last: last === null ? null : { ...last, at: toTime(last.at) },
  };
}
