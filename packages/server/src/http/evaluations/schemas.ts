import Type, { type Static } from 'typebox';
import {
  drawnKinds,
  type EvaluationInput,
  problemCodes,
  rankEstimators,
  type StoredEvaluation,
  slateEstimators,
} from '../../learning/evaluation/index.ts';
import { learningKinds } from '../../recommendation/index.ts';
import { Nullable, Time, toTime } from '../schemas.ts';

const strict = { additionalProperties: false };
const estimatorNames = [...rankEstimators, ...slateEstimators];
const Estimator = Type.Enum([...estimatorNames]);
const maxHours = 24 * 90;

export const LogFields = {
  placement: Type.Optional(Type.String({ maxLength: 64, description: 'Default `home`.' })),
  from: Type.Optional(Type.String({ format: 'date-time', description: 'Of the decisions; included.' })),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'Not included.' })),
  reward: Type.Optional(
    Type.Enum(['click', 'conversion', 'value'], { description: 'What a slot earns. Default `click`.' }),
  ),
  attributionHours: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: maxHours,
      description: 'Hours after a decision within which an outcome counts. Default 24.',
    }),
  ),
  includeOpen: Type.Optional(
    Type.Boolean({ description: 'Take decisions whose attribution window has not ended. Default false.' }),
  ),
  origins: Type.Optional(
    Type.Array(Type.Enum(['live', 'import', 'simulated']), { minItems: 1, maxItems: 3, uniqueItems: true }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 })),
};

export const EvaluationBody = Type.Object(
  {
    policy: Type.Object(
      {
        kind: Type.Enum([...drawnKinds, ...learningKinds], {
          description:
            'How slates are drawn. A kind that learns is judged with what the placement’s policy of that kind knows at this moment.',
        }),
        model: Type.Optional(
          Type.String({
            maxLength: 140,
            description: '`name@version`, `name@alias` or `heuristic`. Default: the placement’s ranker now.',
          }),
        ),
        epsilon: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Default 0.1.' })),
        temperature: Type.Optional(
          Type.Number({
            minimum: 0.001,
            maximum: 100,
            description: 'In units of the span of the pool’s scores. Default 1.',
          }),
        ),
        segment: Type.Optional(
          Type.String({ maxLength: 64, description: 'Of a kind that learns: the policy of this segment.' }),
        ),
        variant: Type.Optional(
          Type.String({
            maxLength: 140,
            description: 'Of a kind that learns: the policy of this variant, `experiment:variant`.',
          }),
        ),
      },
      { ...strict, description: 'The policy to be judged.' },
    ),
    ...LogFields,
    includeLearnedFrom: Type.Optional(
      Type.Boolean({
        description:
          'Judge a policy that learns also on decisions that taught it, which flatters it. Default false: refused.',
      }),
    ),
    estimators: Type.Optional(
      Type.Array(Estimator, { minItems: 1, maxItems: estimatorNames.length, uniqueItems: true }),
    ),
    rewardModel: Type.Optional(
      Type.Enum(['logistic', 'trees'], { description: 'Default `logistic`; ridge regression for `value`.' }),
    ),
    lambda: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description: 'Threshold of clipping, switching and shrinking. Default: chosen from the data.',
      }),
    ),
    tuning: Type.Optional(Type.Enum(['mse', 'slope'], { description: 'How it is chosen. Default `mse`.' })),
    ranks: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 50,
        description: 'First ranks of a slate that count. Default: the most common length, at most 20.',
      }),
    ),
    maxDecisions: Type.Optional(
      Type.Integer({ minimum: 10, maximum: 200_000, description: 'A random sample. Default 20,000.' }),
    ),
    level: Type.Optional(Type.Number({ minimum: 0.5, maximum: 0.999, description: 'Default 0.95.' })),
    resamples: Type.Optional(Type.Integer({ minimum: 100, maximum: 10_000, description: 'Default 1,000.' })),
    maxUnsupportedShare: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: 'Refused beyond. Default 0.05.' }),
    ),
    minEffectiveRows: Type.Optional(
      Type.Number({ minimum: 1, maximum: 1e9, description: 'Refused below. Default 30.' }),
    ),
  },
  strict,
);

export const LearnPolicyBody = Type.Object(
  {
    ...LogFields,
    method: Type.Optional(
      Type.Enum(['ipw', 'dr'], { description: 'Inverse propensities or doubly robust. Default `dr`.' }),
    ),
    l2: Type.Optional(Type.Number({ minimum: 0, maximum: 1000, description: 'Default 0.001.' })),
    propensityFloor: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Default 0.01.' })),
    maxDecisions: Type.Optional(
      Type.Integer({ minimum: 10, maximum: 100_000, description: 'Default 5,000.' }),
    ),
    notes: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  strict,
);

const Interval = Type.Object({ low: Type.Number(), high: Type.Number() });
const Change = Type.Object({ value: Type.Number(), low: Type.Number(), high: Type.Number() });
const RefusalSchema = Type.Object({
  code: Type.String(),
  message: Type.String(),
  figure: Nullable(Type.Number({ description: 'The number that missed its limit.' })),
  limit: Nullable(Type.Number()),
});

const EstimateSchema = Type.Object({
  estimator: Estimator,
  value: Type.Number({ description: 'Estimated reward per decision.' }),
  standardError: Type.Number(),
  bootstrap: Type.Object(Interval.properties, { description: 'Customers resampled whole.' }),
  bernstein: Nullable(Interval),
  lambda: Nullable(Type.Number({ description: 'Threshold used; null for none.' })),
  difference: Nullable(Change),
  lift: Nullable(Change),
});

const Diagnostics = Type.Object({
  rows: Type.Integer({ description: 'Decisions × ranks.' }),
  effectiveRows: Type.Number({ description: 'Kish’s effective sample size.' }),
  effectiveShare: Type.Number(),
  largestWeight: Type.Number(),
  meanWeight: Type.Number({ description: 'Near 1 when propensities and policy are right.' }),
  meanWeightStandardError: Type.Number(),
  unsupportedShare: Type.Number({
    description: 'Of the policy’s choices, those without a chance in the log.',
  }),
  warnings: Type.Array(
    Type.Enum(['mean-weight-off', 'one-row-dominates', 'few-effective-rows', 'partly-unsupported']),
  ),
  weights: Type.Object({
    zero: Type.Integer({ description: 'Rows that the policy would never show.' }),
    edges: Type.Array(Type.Number(), { description: 'Bins on a logarithmic scale; one more than counts.' }),
    counts: Type.Array(Type.Integer()),
  }),
});

export const EvaluationSchema = Type.Object(
  {
    id: Type.String(),
    state: Type.Enum(['done', 'refused']),
    createdAt: Time,
    finishedAt: Time,
    by: Type.String(),
    policy: Type.String({ description: 'As its decisions would record it.' }),
    model: Type.String({ description: '`name@version`, or `heuristic`.' }),
    posterior: Nullable(
      Type.Object(
        {
          frozenAt: Time,
          segment: Nullable(Type.String()),
          variant: Nullable(Type.String()),
          pulls: Type.Integer({ description: 'Items seen that it had learnt from.' }),
          rewards: Type.Integer(),
          learnedFrom: Type.Integer({
            description: 'Of the judged decisions, those that taught it: above 0 the estimates are too high.',
          }),
          draws: Nullable(
            Type.Integer({ description: 'Posterior draws behind each probability; null where it is exact.' }),
          ),
          propensityError: Type.Number({
            description: 'Probabilities are within this of the posterior’s, 19 times in 20 at worst.',
          }),
        },
        { description: 'Of a policy that learns: what was frozen and judged.' },
      ),
    ),
    placement: Type.String(),
    from: Nullable(Time),
    to: Nullable(Time),
    reward: Type.Enum(['click', 'conversion', 'value']),
    attributionHours: Type.Number(),
    level: Type.Number(),
    refusal: Nullable(RefusalSchema),
    found: Type.Integer({ description: 'Decisions of the placement in the period.' }),
    decisions: Type.Integer({ description: 'Of those, judged on.' }),
    restricted: Type.Integer({
      description:
        'Of those, whose requests brought filters or exclusions of their own: items that they left out are no choices of the judged policy either.',
    }),
    customers: Type.Integer(),
    ranks: Type.Integer(),
    logged: Nullable(
      Type.Object(
        { ...Change.properties, standardError: Type.Number() },
        { description: 'What the log earned by itself, per decision.' },
      ),
    ),
    loggedBy: Type.Array(
      Type.Object({ policy: Type.String(), model: Type.String(), decisions: Type.Integer() }),
    ),
    estimates: Type.Array(EstimateSchema),
    headline: Nullable(Type.String({ description: 'The estimator to read first.' })),
    verdict: Nullable(Type.Enum(['better', 'worse', 'unclear'])),
    refused: Type.Array(Type.Object({ estimator: Type.String(), ...RefusalSchema.properties })),
    diagnostics: Nullable(Diagnostics),
    problems: Type.Array(Type.Object({ code: Type.Enum([...problemCodes]), count: Type.Integer() }), {
      description: 'What of the log was left out, by name.',
    }),
  },
  { title: 'Evaluation' },
);

type Log = { from?: string; to?: string };

/** The period as epoch ms. */
export function periodOf({ from, to }: Log): { from: number | undefined; to: number | undefined } {
  return {
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}

export function inputOf(body: Static<typeof EvaluationBody>): EvaluationInput {
  return { ...body, ...periodOf(body) };
}

export function evaluationToApi(stored: StoredEvaluation): Static<typeof EvaluationSchema> {
  const { id, by, createdAt, finishedAt, request, result } = stored;
  const { placement, reward, attributionHours, level, from, to } = request;
  return {
    ...{ id, by, createdAt: toTime(createdAt), finishedAt: toTime(finishedAt) },
    ...{ placement, reward, attributionHours, level },
    from: from === 0 ? null : toTime(from),
    to: to === Number.MAX_SAFE_INTEGER ? null : toTime(to),
    ...result,
    restricted: result.restricted ?? 0,
    // Evaluations from before there were learning ones do not name it.
    posterior: result.posterior ? { ...result.posterior, frozenAt: toTime(result.posterior.frozenAt) } : null,
  };
}
