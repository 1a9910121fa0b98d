import Type from 'typebox';
import { zoneOf } from '../../analytics/semantic/index.ts';
import { AppError } from '../../errors.ts';
import type { Queries } from '../../experimentation/risk/arm-series.ts';
import type { BootstrapThread } from '../../experimentation/risk/bootstrap-thread.ts';
import { policyRisk } from '../../experimentation/risk/policy-risk.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { Nullable, refusals, Time, toTime } from '../schemas.ts';
import { Risk, riskToApi } from './schemas.ts';

const dayMs = 86_400_000;
const defaultDays = 90;
const maxDays = 1100;

const Query = Type.Object(
  {
    by: Type.Enum(['policy', 'model', 'variant', 'campaign'], { description: 'What the arms are.' }),
    from: Type.Optional(Type.String({ format: 'date-time', description: 'Default: 90 days before `to`.' })),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'Not included. Default: now.' })),
    placement: Type.Optional(Type.String({ maxLength: 64 })),
    control: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'Arm that the others are held against. Default: a variant’s own `control`; else all other decisions of the day, weighted to the arm’s placements; for a campaign the customers it never reached.',
      }),
    ),
    reward: Type.Optional(Type.Enum(['click', 'conversion', 'value'], { description: 'Default `value`.' })),
    periodsPerYear: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 1e6, description: 'For annualisation. Default 365.' }),
    ),
    riskFree: Type.Optional(
      Type.Number({
        minimum: -0.99,
        maximum: 1,
        description: 'Benchmark rate per day, as a fraction. Default 0.',
      }),
    ),
    minDecisions: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1e9,
        description: 'Decisions (customers, of a campaign) that a day needs to count. Default 20.',
      }),
    ),
    campaignDays: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 365, description: 'Days that a campaign counts. Default 30.' }),
    ),
    resamples: Type.Optional(Type.Integer({ minimum: 100, maximum: 10_000, description: 'Default 1,000.' })),
    confidence: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, description: 'Default 0.95.' }),
    ),
    timeZone: Type.Optional(
      Type.String({ maxLength: 64, description: 'IANA zone whose days are the periods. Default: UTC.' }),
    ),
    locale: Type.Optional(Type.Enum(['en', 'pt-BR'], { description: 'Language of the reasons.' })),
  },
  { additionalProperties: false },
);

const PolicyRiskSchema = Type.Object(
  {
    name: Type.String(),
    control: Nullable(Type.String({ description: 'Null: the rest.' })),
    count: Type.Integer({ description: 'Decisions, or customer-days of a campaign, behind the returns.' }),
    value: Nullable(
      Type.Number({ description: 'Reward per decision, or per customer and day of a campaign.' }),
    ),
    controlValue: Nullable(
      Type.Number({ description: 'The control’s, weighted to the same days and placements.' }),
    ),
    days: Type.Array(Type.String({ description: 'YYYY-MM-DD of each return.' })),
    returns: Type.Array(Type.Number({ description: 'Reward per head over the control’s, less 1.' })),
    skipped: Type.Array(
      Type.Object({
        day: Type.String(),
        reason: Type.Enum([
          'too_few',
          'no_exposure',
          'no_control_exposure',
          'no_control_reward',
          'loss_above_control',
        ]),
      }),
    ),
    risk: Risk,
  },
  { title: 'PolicyRisk' },
);

/** Risk-adjusted performance of policies, models, variants and campaigns against their control. */
export function policiesRoute(app: App, warehouse: Queries, thread: BootstrapThread): void {
  app.get(
    '/v1/analytics/policies',
    {
      config: { access: needs('analytics:read') },
      schema: {
        operationId: 'measurePolicies',
        tags: ['Analytics'],
        summary: 'Risk-adjusted performance of policies, models, variants or campaigns',
        description:
          'Each day’s reward per decision over the control’s, less 1, is a return; from the returns come Sharpe and Sortino ratios, drawdown, value at risk and the other measures of `POST /v1/analytics/risk`, with stationary-bootstrap intervals. Days without a return are named with their reason.',
        querystring: Query,
        response: {
          200: Type.Object({
            from: Time,
            to: Time,
            timeZone: Type.String(),
            data: Type.Array(PolicyRiskSchema),
          }),
          ...refusals(400, 401, 403, 422, 429, 503),
        },
      },
    },
    async ({ query }) => {
      const { by, reward = 'value', placement, control, locale = 'en' } = query;
      const to = query.to === undefined ? Date.now() : Date.parse(query.to);
      const from = query.from === undefined ? to - defaultDays * dayMs : Date.parse(query.from);
      requirePeriod(from, to);
      const timeZone = zoneOf(query.timeZone ?? 'UTC');
      const found = await policyRisk(warehouse, thread, {
        ...{ by, reward, from, to, timeZone },
        ...(placement === undefined ? {} : { placement }),
        ...(control === undefined ? {} : { control }),
        campaignDays: query.campaignDays ?? 30,
        minCount: query.minDecisions ?? 20,
        options: {
          riskFree: query.riskFree,
          periodsPerYear: query.periodsPerYear ?? 365,
          resamples: query.resamples,
          confidence: query.confidence,
        },
      });
      const data = found.map(({ report, ...arm }) => ({ ...arm, risk: riskToApi(report, locale) }));
      return { from: toTime(from), to: toTime(to), timeZone, data };
    },
  );
}

function requirePeriod(from: number, to: number): void {
  if (from < to && to - from <= maxDays * dayMs) return;
  const message =
    from < to
      ? `must be at most ${maxDays} days after from, got ${Math.ceil((to - from) / dayMs)}`
      : `must be after from ${toTime(from)}, got ${toTime(to)}`;
  throw new AppError('invalid_request', `to ${message}`, { errors: [{ path: '/to', message }] });
}
