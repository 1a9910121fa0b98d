import {
  describeRiskReason,
  type RiskBootstrapOptions,
  type RiskInput,
  type RiskMeasure,
  type RiskReason,
  riskMeasures,
} from '@personalize/learn';
import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import { BootstrapThread } from '../../experimentation/risk/bootstrap-thread.ts';
import { type RiskReport, riskReport } from '../../experimentation/risk/risk-report.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { Nullable, refusals } from '../schemas.ts';

const maxPeriods = 100_000;
const Series = (description: string) => Type.Array(Type.Number(), { maxItems: maxPeriods, description });

const RiskRequest = Type.Object(
  {
    returns: Type.Optional(Series('Simple return of each period, 0.01 = +1 %. Not with `values`.')),
    values: Type.Optional(
      Series('Value at the start and after each period; one more than there are periods.'),
    ),
    riskFree: Type.Optional(
      Type.Union([Type.Number(), Series('One rate for each period.')], {
        description: 'Benchmark rate per period, as a fraction. Default 0.',
      }),
    ),
    periodsPerYear: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 1e6, description: 'For annualisation. Default 252.' }),
    ),
    target: Type.Optional(
      Type.Number({ description: 'Per-period target of the Sortino ratio. Default: the benchmark rate.' }),
    ),
    resamples: Type.Optional(Type.Integer({ minimum: 100, maximum: 100_000, description: 'Default 1,000.' })),
    confidence: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, description: 'Default 0.95.' }),
    ),
    blockLength: Type.Optional(
      Type.Number({ minimum: 1, description: 'Expected block length. Default: by autocorrelation.' }),
    ),
    locale: Type.Optional(Type.Enum(['en', 'pt-BR'], { description: 'Language of the reasons.' })),
  },
  { additionalProperties: false },
);

const Reason = Type.Object({ key: Type.String(), text: Type.String() });
const Interval = Type.Object({
  lower: Nullable(Type.Number()),
  upper: Nullable(Type.Number()),
  reason: Nullable(Reason),
  undefinedShare: Type.Number({ description: 'Share of resamples in which the figure had no value.' }),
});
const byMeasure = <T>(of: (measure: RiskMeasure) => T) =>
  Object.fromEntries(riskMeasures.map((measure) => [measure, of(measure)])) as Record<RiskMeasure, T>;

const Risk = Type.Object(
  {
    ...byMeasure(() => Nullable(Type.Number())),
    reasons: Type.Record(Type.String(), Reason, { description: 'Why a figure is null, by its name.' }),
    intervals: Type.Object(byMeasure(() => Interval)),
    periods: Type.Integer(),
    periodsPerYear: Type.Number(),
    confidence: Type.Number(),
    resamples: Type.Integer(),
    blockLength: Type.Number(),
    equity: Type.Array(Type.Number(), { description: 'A unit invested at the start; periods + 1 values.' }),
    underwater: Type.Array(Type.Number(), { description: 'Equity over its highest so far, less one.' }),
    deepestDrawdown: Nullable(
      Type.Object({
        peak: Type.Integer({ description: 'Index into `equity`.' }),
        trough: Type.Integer(),
        recovery: Nullable(Type.Integer()),
      }),
    ),
  },
  { title: 'Risk', description: 'Risk-adjusted performance of a series.' },
);

/** Risk-adjusted performance of any series that is posted. */
export async function riskRoute(app: App): Promise<void> {
  const thread = new BootstrapThread();
  app.addHook('onClose', () => thread.close());
  app.post(
    '/v1/analytics/risk',
    {
      config: { access: needs('analytics:read') },
      schema: {
        operationId: 'measureRisk',
        tags: ['Analytics'],
        summary: 'Risk-adjusted performance of a series',
        description:
          'Sharpe and Sortino over the benchmark rate, drawdown with the start counted, historical value at risk and expected shortfall, with stationary-bootstrap intervals. A figure without a value is null with its reason.',
        body: RiskRequest,
        response: { 200: Risk, ...refusals(400, 401, 403, 413, 415, 422, 429, 503) },
      },
    },
    async ({ body }) => {
      const { locale = 'en' } = body;
      return toApi(await riskReport(thread, seriesOf(body), optionsOf(body)), locale);
    },
  );
}

function seriesOf({ returns, values }: Static<typeof RiskRequest>): RiskInput {
  if (returns !== undefined && values === undefined) return { returns };
  if (values !== undefined && returns === undefined) return { values };
  const message = 'give either returns or values';
  throw new AppError('invalid_request', message, { errors: [{ path: '/returns', message }] });
}

function optionsOf(body: Static<typeof RiskRequest>): RiskBootstrapOptions {
  const { riskFree, periodsPerYear, target, resamples, confidence, blockLength } = body;
  return { riskFree, periodsPerYear, target, resamples, confidence, blockLength };
}

function toApi({ performance, bootstrap }: RiskReport, locale: 'en' | 'pt-BR'): Static<typeof Risk> {
  const explain = (key: RiskReason | 'mostly_undefined') => ({ key, text: describeRiskReason(key, locale) });
  const { curve, reasons } = performance;
  return {
    ...byMeasure((measure) => performance[measure]),
    reasons: Object.fromEntries(Object.entries(reasons).map(([measure, key]) => [measure, explain(key)])),
    intervals: byMeasure((measure) => {
      const { lower, upper, reason, undefinedShare } = bootstrap.intervals[measure];
      return { lower, upper, undefinedShare, reason: reason === null ? null : explain(reason) };
    }),
    periods: performance.periods,
    periodsPerYear: performance.periodsPerYear,
    confidence: bootstrap.confidence,
    resamples: bootstrap.resamples,
    blockLength: bootstrap.blockLength,
    equity: Array.from(curve.equity),
    underwater: Array.from(curve.underwater),
    deepestDrawdown: performance.deepestDrawdown,
  };
}
