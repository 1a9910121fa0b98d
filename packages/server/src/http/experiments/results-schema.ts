import Type, { type TSchema } from 'typebox';
import { Nullable, Time } from '../schemas.ts';

/** Pieces that the answers about results share. */
const Parameters = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
  description: 'The numbers and names in the text.',
});
export const ProblemText = Type.Object(
  { key: Type.String(), parameters: Parameters, text: Type.String() },
  { title: 'FigureProblem', description: 'Why a figure does not exist.' },
);
const ByVariant = <T extends TSchema>(schema: T, description: string) =>
  Type.Record(Type.String(), schema, { description });

const Interval = Type.Object(
  { value: Type.Number(), standardError: Type.Number(), lower: Type.Number(), upper: Type.Number() },
  { title: 'EffectInterval' },
);
const effects = {
  absolute: Interval,
  relative: Nullable(Interval),
  relativeProblem: Nullable(ProblemText),
  pValue: Type.Number(),
  significant: Type.Boolean({ description: 'Before any correction.' }),
};
const Reading = Type.Object(effects, { title: 'EffectReading' });
const Arm = Type.Object({ n: Type.Number(), mean: Type.Number() });
const Posterior = Type.Object(
  {
    posterior: Interval,
    chanceToWin: Type.Number(),
    expectedLoss: Type.Number({ description: 'Of choosing the treatment, in the effect’s unit.' }),
    expectedLossOfControl: Type.Number({ description: 'Of keeping the control.' }),
    credibility: Type.Number(),
  },
  { title: 'EffectPosterior' },
);

export const Comparison = Type.Object(
  {
    variant: Type.String(),
    comparison: Nullable(
      Type.Object(
        {
          method: Type.Enum(['sequential', 'fixed']),
          alpha: Type.Number(),
          control: Arm,
          treatment: Arm,
          ...effects,
        },
        { description: 'By the method asked for, after CUPED and post-stratification.' },
      ),
    ),
    problem: Nullable(ProblemText),
    adjustedPValue: Nullable(Type.Number({ description: 'Corrected over all tests of the metric’s role.' })),
    significant: Type.Boolean({ description: 'After the correction.' }),
    sequential: Nullable(Reading),
    fixed: Nullable(Reading),
    bayesian: Nullable(Type.Object({ absolute: Posterior, relative: Nullable(Posterior) })),
    guardrail: Nullable(
      Type.Object({
        status: Type.Enum(['passed', 'failed', 'undecided']),
        worstCase: Nullable(
          Type.Number({ description: 'The worst effect in the interval; above 0 is better.' }),
        ),
        margin: Type.Number(),
        problem: Nullable(ProblemText),
      }),
    ),
    adjustment: Type.Object({
      cuped: Type.Boolean(),
      cupedReason: Nullable(
        Type.Object({
          key: Type.Enum(['switched_off', 'kind', 'nothing_before_exposure', 'no_comparison']),
          text: Type.String(),
        }),
      ),
      postStratified: Type.Boolean(),
      varianceReduction: Nullable(
        Type.Number({ description: 'Share of the difference’s variance removed by both together.' }),
      ),
    }),
  },
  { title: 'VariantComparison' },
);

const VariantFigure = Type.Object({
  n: Nullable(Type.Number()),
  mean: Nullable(Type.Number({ description: 'Unadjusted; the quantile of a quantile metric.' })),
  problem: Nullable(ProblemText),
});
export const MetricFigures = Type.Object(
  {
    key: Type.String(),
    kind: Type.Enum(['proportion', 'mean', 'revenue', 'ratio', 'retention', 'quantile', 'funnel']),
    role: Type.Enum(['goal', 'secondary', 'guardrail']),
    direction: Type.Enum(['increase', 'decrease']),
    currency: Nullable(Type.String()),
    level: Nullable(Type.Number({ description: 'Of a quantile metric.' })),
    cap: Nullable(Type.Number({ description: 'Totals were winsorised at this value.' })),
    variants: ByVariant(VariantFigure, 'By variant.'),
    comparisons: Type.Array(Comparison),
    steps: Nullable(
      Type.Array(
        Type.Object({
          events: Type.Array(Type.String()),
          reached: ByVariant(Type.Integer(), 'Customers who came this far, by variant.'),
        }),
        { description: 'Of a funnel metric.' },
      ),
    ),
  },
  { title: 'MetricResult' },
);

const Wald = Type.Object({
  statistic: Type.Number(),
  degreesOfFreedom: Type.Number(),
  pValue: Type.Number(),
});
const Test = Type.Object({ value: Nullable(Wald), problem: Nullable(ProblemText) });
const Breakdown = Type.Object(
  {
    by: Type.Array(Type.String()),
    isOverlapping: Type.Boolean({ description: 'Customers may be in several cells (segments).' }),
    minimumCustomers: Type.Integer({
      description: 'Cells where a variant has fewer customers are withheld.',
    }),
    withheldCells: Type.Integer(),
    metrics: Type.Array(
      Type.Object({
        metric: Type.String(),
        cells: Type.Array(
          Type.Object({
            levels: Type.Array(Type.String({ description: 'Empty: not known at exposure.' })),
            isWithheld: Type.Boolean(),
            customers: Nullable(ByVariant(Type.Integer(), 'By variant; null when withheld.')),
            variants: Nullable(ByVariant(VariantFigure, 'By variant; null when withheld.')),
            comparisons: Type.Array(Comparison),
          }),
        ),
        tests: Type.Array(
          Type.Object({
            variant: Type.String(),
            heterogeneity: Test,
            interaction: Nullable(Test),
          }),
          {
            description:
              'Is the effect the same in all cells shown? With two dimensions: does it depend on the combination?',
          },
        ),
      }),
    ),
  },
  { title: 'ExperimentBreakdown' },
);

export const Results = Type.Object(
  {
    experiment: Type.String(),
    at: Time,
    method: Type.Enum(['sequential', 'fixed', 'bayesian']),
    correction: Type.Enum(['holm', 'benjaminiHochberg', 'none']),
    alpha: Type.Number(),
    control: Type.String(),
    daysRun: Type.Integer(),
    stratifiedBy: Nullable(Type.String()),
    exposures: Type.Array(
      Type.Object({ variant: Type.String(), weight: Type.Number(), customers: Type.Integer() }),
    ),
    exposuresByDay: Type.Array(
      Type.Object({
        day: Type.String({ description: 'YYYY-MM-DD, UTC.' }),
        variant: Type.String(),
        customers: Type.Integer({ description: 'First exposed that day.' }),
      }),
    ),
    sampleRatio: Type.Object({
      value: Nullable(
        Type.Object({
          expected: Type.Array(Type.Number({ description: 'Customers, in the order of `exposures`.' })),
          chiSquare: Type.Number(),
          degreesOfFreedom: Type.Integer(),
          pValue: Type.Number(),
          sequentialPValue: Type.Number({ description: 'Valid however often one looks.' }),
          mismatch: Type.Boolean(),
        }),
      ),
      problem: Nullable(ProblemText),
    }),
    multipleExposures: Type.Object({
      customers: Type.Integer({ description: 'Seen in several variants; they count nowhere.' }),
      share: Nullable(Type.Number()),
      flagged: Type.Boolean(),
    }),
    variantsWithoutExposure: Type.Array(Type.String()),
    preExposure: Type.Array(
      Type.Object({
        metric: Type.String(),
        variant: Type.String(),
        adjustedPValue: Nullable(Type.Number()),
        biased: Type.Boolean(),
        problem: Nullable(ProblemText),
      }),
      { description: 'Whether a metric already differed before exposure.' },
    ),
    metrics: Type.Array(MetricFigures),
    breakdown: Nullable(Breakdown),
    edits: Type.Array(Type.Object({ at: Time, changes: Type.Array(Type.String()) }), {
      description: 'What was changed while it ran: figures before and after may mean different things.',
    }),
    decision: Type.Object({
      action: Type.Enum(['ship', 'rollBack', 'keepRunning', 'noDecision']),
      variant: Nullable(Type.String()),
      days: Nullable(Type.Number({ description: 'Days to keep running.' })),
      text: Type.String(),
      reasons: Type.Array(Type.Object({ key: Type.String(), parameters: Parameters, text: Type.String() })),
    }),
  },
  { title: 'ExperimentResults' },
);

export const DailyResults = Type.Object(
  {
    experiment: Type.String(),
    metric: Type.String(),
    kind: MetricFigures.properties.kind,
    at: Time,
    method: Type.Enum(['sequential', 'fixed']),
    alpha: Type.Number(),
    control: Type.String(),
    cap: Nullable(Type.Number({ description: 'Today’s, for all days.' })),
    days: Type.Array(
      Type.Object({
        day: Type.String({ description: 'YYYY-MM-DD, UTC; figures as of its end.' }),
        isComplete: Type.Boolean({ description: 'False for a day that is not over.' }),
        variants: Type.Array(
          Type.Object({
            variant: Type.String(),
            exposed: Type.Integer({ description: 'First exposed that day.' }),
            exposedSoFar: Type.Integer(),
            n: Nullable(Type.Number()),
            mean: Nullable(Type.Number()),
            problem: Nullable(ProblemText),
          }),
        ),
        comparisons: Type.Array(
          Type.Object({
            variant: Type.String(),
            absolute: Nullable(Interval),
            relative: Nullable(Interval),
            pValue: Nullable(Type.Number()),
            problem: Nullable(ProblemText),
            relativeProblem: Nullable(ProblemText),
          }),
        ),
      }),
    ),
  },
  { title: 'ExperimentDailyResults' },
);
