import type { RiskBootstrapOptions, RiskInput } from '@personalize/learn';
import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import type { Queries } from '../../experimentation/risk/arm-series.ts';
import { BootstrapThread } from '../../experimentation/risk/bootstrap-thread.ts';
import { riskReport } from '../../experimentation/risk/risk-report.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals } from '../schemas.ts';
import { policiesRoute } from './policies-route.ts';
import { Risk, riskToApi } from './schemas.ts';

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

/** Risk-adjusted performance of any series that is posted, and of policies, models, variants and campaigns. */
export async function riskRoutes(app: App, { warehouse }: { warehouse: Queries }): Promise<void> {
  const thread = new BootstrapThread();
  app.addHook('onClose', () => thread.close());
  policiesRoute(app, warehouse, thread);
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
      return riskToApi(await riskReport(thread, seriesOf(body), optionsOf(body)), locale);
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
