import Type, { type Static } from 'typebox';
import type { ModelReport } from '../../learning/index.ts';
import { Nullable, Time, toTime } from '../schemas.ts';

/** What was measured of a version, as the API shows it. */
const Measured = Nullable(
  Type.Object(
    { mean: Type.Number(), low: Type.Number(), high: Type.Number() },
    { description: 'Mean with its 95 % interval from resampling customers; null where it is not defined.' },
  ),
);

const Method = Type.Object({
  name: Type.String({
    description:
      '`ranker` (this version), `name@version` of the champion of that time, `heuristic`, `popularity`, `served`, `source.NAME`.',
  }),
  ndcg: Measured,
  ndcgOfAll: Measured,
  averagePrecision: Measured,
  reciprocalRank: Measured,
  hitRate: Measured,
  correctedNdcg: Measured,
});

const Comparison = Type.Object({
  method: Type.String(),
  against: Type.String(),
  ratio: Measured,
  difference: Measured,
  correctedDifference: Measured,
});

const PerPart = Type.Object({ train: Type.Integer(), validation: Type.Integer(), test: Type.Integer() });

const MetricsSchema = Type.Object(
  {
    k: Type.Integer({ description: 'Ranks that NDCG and the like look at.' }),
    methods: Type.Array(Method, { description: 'This version first.' }),
    comparisons: Type.Array(Comparison, { description: 'Of NDCG, paired: this version against each other.' }),
    bestSource: Nullable(Type.String()),
    probabilities: Nullable(
      Type.Object({
        auc: Nullable(Type.Number()),
        averagePrecision: Nullable(Type.Number()),
        logLoss: Type.Number(),
        uncalibratedError: Nullable(Type.Number()),
        expectedCalibrationError: Type.Number(),
        maximumCalibrationError: Type.Number(),
        baseRate: Type.Number(),
      }),
    ),
    beyondAccuracy: Type.Record(
      Type.String(),
      Type.Object({
        coverage: Type.Number(),
        novelty: Nullable(Type.Number()),
        diversity: Nullable(Type.Number()),
      }),
    ),
    groups: PerPart,
    rows: PerPart,
    customers: Type.Integer(),
  },
  { title: 'ModelMetrics' },
);

const Reliability = Type.Array(
  Type.Object({
    lower: Type.Number(),
    upper: Type.Number(),
    count: Type.Integer(),
    meanPredicted: Type.Number(),
    observedRate: Type.Number(),
    observedLow: Type.Number(),
    observedHigh: Type.Number(),
  }),
);
const Points = Nullable(Type.Object({ x: Type.Array(Type.Number()), y: Type.Array(Type.Number()) }));

const CurvesSchema = Type.Object(
  {
    learning: Type.Array(
      Type.Object({
        metric: Type.String(),
        higherIsBetter: Type.Boolean(),
        iterations: Type.Array(Type.Integer()),
        train: Type.Array(Type.Number()),
        validation: Type.Array(Type.Number()),
      }),
      { description: 'What early stopping watched comes first. At most 200 rounds each.' },
    ),
    bestIteration: Nullable(Type.Integer({ description: 'Rounds that the model keeps.' })),
    reliability: Type.Object(
      { before: Nullable(Reliability), after: Reliability },
      { description: 'Predicted against observed, before and after calibration.' },
    ),
    roc: Points,
    precisionRecall: Points,
    importance: Type.Array(
      Type.Object({
        feature: Type.String(),
        gain: Nullable(Type.Number({ description: 'Share of the splits’ gain.' })),
        permutation: Nullable(
          Type.Object(
            { mean: Type.Number(), deviation: Type.Number() },
            { description: 'Loss of NDCG when the feature is shuffled.' },
          ),
        ),
      }),
    ),
  },
  { title: 'ModelCurves' },
);

const OffPolicySchema = Type.Object(
  {
    placement: Type.String(),
    policy: Type.String({ description: 'The placement’s policy, for which the version was judged.' }),
    reward: Type.Enum(['click', 'conversion', 'value']),
    from: Time,
    to: Time,
    decisions: Type.Integer(),
    ranks: Type.Integer(),
    leftOut: Type.Array(Type.Object({ code: Type.String(), count: Type.Integer() })),
    effectiveSlots: Nullable(
      Type.Number({ description: 'Slots of equal weight that the log is worth (effective sample size).' }),
    ),
    unsupportedShare: Nullable(
      Type.Number({ description: 'Share of the version’s choices that could not have been logged.' }),
    ),
    served: Measured,
    snips: Measured,
    doublyRobust: Measured,
    lift: Measured,
    problem: Nullable(
      Type.Object({
        code: Type.String(),
        message: Type.String(),
        figure: Nullable(Type.Number()),
        limit: Nullable(Type.Number()),
      }),
    ),
  },
  {
    title: 'OffPolicyReport',
    description: 'Reward per decision that the version would have earned, from logged decisions.',
  },
);

const BiasSchema = Type.Object(
  {
    used: Type.Enum(['corrected', 'uncorrected']),
    examination: Type.Array(Type.Number(), {
      description: 'Chance that a rank is looked at, relative to the first.',
    }),
    corrected: Method,
    uncorrected: Method,
    comparison: Comparison,
  },
  { title: 'BiasReport', description: 'With and without correction of position and selection bias.' },
);

const Distribution = Type.Object({
  edges: Type.Array(Type.Number(), { description: 'Inner edges; a value equal to an edge lies above it.' }),
  shares: Type.Array(Type.Number(), { description: 'Of each bin; the last one is “missing”.' }),
});
export const ReferenceSchema = Type.Object(
  {
    source: Type.Enum(['training', 'evaluation', 'firstServed']),
    rows: Type.Integer(),
    features: Type.Array(Type.Object({ name: Type.String(), ...Distribution.properties })),
    scores: Distribution,
  },
  { title: 'DriftReference', description: 'What watching holds live features and scores against.' },
);

const Window = Type.Object({ from: Time, to: Time });
const EvaluationSchema = Type.Object({
  kind: Type.Enum(['training', 'evaluation']),
  at: Time,
  jobId: Nullable(Type.String()),
  from: Type.Enum(['decisions', 'purchases']),
  windows: Type.Object({ train: Window, validation: Window, test: Window }),
  dataRange: Type.Object({
    fromOffset: Type.Integer(),
    toOffset: Type.Integer(),
    checksum: Type.String(),
    rows: Type.Integer(),
    positives: Type.Integer(),
    from: Time,
    to: Time,
  }),
});

export const reportFields = {
  evaluation: Nullable(EvaluationSchema),
  metrics: Nullable(MetricsSchema),
  curves: Nullable(CurvesSchema),
  offPolicy: Nullable(OffPolicySchema),
  bias: Nullable(BiasSchema),
  reference: Nullable(ReferenceSchema),
};
const ReportSchema = Type.Object(reportFields);

export function referenceToApi(
  reference: NonNullable<ModelReport['reference']>,
): Static<typeof ReferenceSchema> {
  const { source, rows, features, edges, shares, scores } = reference;
  return {
    ...{ source, rows, scores },
    features: features.map((name, i) => ({ name, edges: edges[i], shares: shares[i] })),
  };
}

export function reportToApi(report: ModelReport): Static<typeof ReportSchema> {
  const { evaluation, metrics, curves, offPolicy, bias, reference } = report;
  return {
    ...{ metrics, curves, bias },
    offPolicy:
      offPolicy === null ? null : { ...offPolicy, from: toTime(offPolicy.from), to: toTime(offPolicy.to) },
    evaluation: evaluation === null ? null : evaluationToApi(evaluation),
    reference: reference === null ? null : referenceToApi(reference),
  };
}

function evaluationToApi(
  evaluation: NonNullable<ModelReport['evaluation']>,
): Static<typeof EvaluationSchema> {
  const { windows, dataRange, at, ...same } = evaluation;
  const window = ({ from, to }: { from: number; to: number }) => ({ from: toTime(from), to: toTime(to) });
  return {
    ...same,
    at: toTime(at),
    windows: {
      train: window(windows.train),
      validation: window(windows.validation),
      test: window(windows.test),
    },
    dataRange: { ...dataRange, from: toTime(dataRange.from), to: toTime(dataRange.to) },
  };
}
