import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import { metricSchema } from '../../experimentation/definition.ts';
import {
  type MetricBaseline,
  readBaseline,
  readTraffic,
  type Traffic,
} from '../../experimentation/planning/baseline.ts';
import { plan } from '../../experimentation/planning/plan.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { Nullable, refusals, Time, toTime } from '../schemas.ts';

const strict = { additionalProperties: false };
const Baseline = Type.Union([
  Type.Object({ proportion: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }) }, strict),
  Type.Object({ mean: Type.Number(), standardDeviation: Type.Number({ exclusiveMinimum: 0 }) }, strict),
]);

const PowerRequest = Type.Object(
  {
    baseline: Type.Optional(Baseline),
    metric: Type.Optional(metricSchema),
    minimumEffect: Type.Optional(
      Type.Number({
        minimum: -1,
        maximum: 100,
        description: 'Smallest effect worth having, relative: 0.05 = +5 %. Or `days`.',
      }),
    ),
    days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3650,
        description: 'Asks for the effect that so many days detect.',
      }),
    ),
    method: Type.Optional(Type.Enum(['sequential', 'fixed'], { description: 'Default sequential.' })),
    alpha: Type.Optional(Type.Number({ minimum: 0.001, maximum: 0.5, description: 'Default 0.05.' })),
    power: Type.Optional(Type.Number({ minimum: 0.5, maximum: 0.999, description: 'Default 0.8.' })),
    weights: Type.Optional(
      Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), {
        minItems: 2,
        maxItems: 20,
        description: 'Of the variants, the control first. Default: two equal ones.',
      }),
    ),
    goals: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 30, description: 'Goal metrics to correct for. Default 1.' }),
    ),
    varianceReduction: Type.Optional(
      Type.Number({
        minimum: 0,
        exclusiveMaximum: 1,
        description: 'By CUPED. Default: as the history shows for `metric`, else 0.',
      }),
    ),
    newCustomersPerDay: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 1e9, description: 'Default: read from the warehouse.' }),
    ),
    traffic: Type.Optional(
      Type.Object(
        {
          placement: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
          segments: Type.Optional(
            Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 50 }),
          ),
        },
        {
          ...strict,
          description:
            'Whose history to read: who was shown the placement, who is in one of the segments. Default: everybody.',
        },
      ),
    ),
    coverage: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Share that takes part. Default 1.' }),
    ),
  },
  { ...strict, title: 'PowerRequest', description: 'One of `baseline` and `metric` is needed.' },
);

const Customers = Type.Integer({ description: 'Customers.' });
const Power = Type.Object(
  {
    effect: Nullable(
      Type.Number({
        description: 'Relative: as asked, or what `days` detect; null when they detect none.',
      }),
    ),
    method: Type.Enum(['sequential', 'fixed']),
    alpha: Type.Number(),
    comparisons: Type.Integer({ description: 'Tests that share the error rate.' }),
    total: Type.Integer({ description: 'Customers in all variants.' }),
    perVariant: Type.Array(Customers),
    pairSample: Type.Integer({ description: 'For `plan.plannedSample` of the definition.' }),
    expectedTotal: Nullable(
      Type.Integer({ description: 'When a sequential test stops on average, if the effect is real.' }),
    ),
    days: Nullable(Type.Integer({ description: 'Whole weeks; null without traffic, or beyond ten years.' })),
    expectedDays: Nullable(Type.Integer()),
    power: Nullable(Type.Number()),
    varianceReduction: Type.Number(),
    byWeek: Type.Array(
      Type.Object({ days: Type.Integer(), customers: Type.Integer(), effect: Nullable(Type.Number()) }),
      { description: 'The smallest effect that each number of weeks detects.' },
    ),
    baseline: Type.Object({
      proportion: Nullable(Type.Number()),
      mean: Nullable(Type.Number()),
      standardDeviation: Nullable(Type.Number()),
      source: Type.Enum(['given', 'history']),
      customers: Nullable(Type.Integer()),
      windowDays: Nullable(Type.Number({ description: 'Counted from the day that a customer entered.' })),
      from: Nullable(Time),
      to: Nullable(Time),
    }),
    traffic: Nullable(
      Type.Object({
        source: Type.Enum(['given', 'history']),
        newCustomersPerDay: Type.Number({ description: 'On average.' }),
        newCustomersByDay: Type.Array(Type.Number(), {
          description: 'Customers not seen before in the period; the last day repeats.',
        }),
        from: Nullable(Time),
        to: Nullable(Time),
      }),
    ),
  },
  { title: 'PowerAnswer' },
);

/** How many customers and days an experiment needs, or what it can detect. */
export async function powerRoute(app: App, { warehouse }: { warehouse: Warehouse }): Promise<void> {
  app.post(
    '/v1/experiments/power',
    {
      config: { access: needs('analytics:read', 'experiments:write') },
      schema: {
        operationId: 'planExperiment',
        tags: ['Experiments'],
        summary: 'Sample size and duration, or the effect that can be detected',
        body: PowerRequest,
        response: { 200: Power, ...refusals(400, 401, 403, 413, 415, 422, 429, 503) },
      },
    },
    async ({ body }) => answer(warehouse, body, Date.now()),
  );
}

async function answer(
  warehouse: Warehouse,
  body: Static<typeof PowerRequest>,
  now: number,
): Promise<Static<typeof Power>> {
  const { method = 'sequential', alpha = 0.05, goals = 1, weights = [0.5, 0.5], newCustomersPerDay } = body;
  check(body, weights);
  const entrants = body.traffic ?? {};
  const found =
    body.metric === undefined ? undefined : await readBaseline(warehouse, body.metric, entrants, now);
  const history = newCustomersPerDay === undefined ? await readTraffic(warehouse, entrants, now) : undefined;
  const baseline = body.baseline ?? found?.baseline;
  if (baseline === undefined) throw new Error('a baseline is given or read');
  const byDay = newCustomersPerDay === undefined ? tailOf(history) : [newCustomersPerDay];
  const isSharpened =
    body.metric !== undefined && 'cuped' in body.metric ? body.metric.cuped !== false : true;
  const varianceReduction = body.varianceReduction ?? (isSharpened ? (found?.varianceReduction ?? 0) : 0);
  const planned = plan({
    ...{ baseline, weights, method, alpha, goals, varianceReduction, newCustomersByDay: byDay },
    ...(body.power === undefined ? {} : { power: body.power }),
    ...(body.minimumEffect === undefined ? {} : { minimumEffect: body.minimumEffect }),
    ...(body.days === undefined ? {} : { days: body.days }),
    ...(body.coverage === undefined ? {} : { coverage: body.coverage }),
  });
  return {
    ...{ ...planned, method, alpha, varianceReduction, comparisons: (weights.length - 1) * goals },
    baseline: baselineOf(baseline, found),
    traffic:
      byDay === null
        ? null
        : {
            source: history === undefined ? 'given' : 'history',
            newCustomersPerDay: byDay.reduce((a, b) => a + b, 0) / byDay.length,
            newCustomersByDay: [...byDay],
            from: history === undefined ? null : toTime(history.from),
            to: history === undefined ? null : toTime(history.to),
          },
  };
}

function check(body: Static<typeof PowerRequest>, weights: readonly number[]): void {
  const refuse = (path: string, message: string): never => {
    throw new AppError('invalid_request', `${path.slice(1)} ${message}`, { errors: [{ path, message }] });
  };
  if ((body.baseline === undefined) === (body.metric === undefined)) {
    refuse('/baseline', 'or metric is needed, and not both');
  }
  if ((body.minimumEffect === undefined) === (body.days === undefined)) {
    refuse('/minimumEffect', 'or days is needed, and not both');
  }
  const sum = weights.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > 1e-6) refuse('/weights', `must sum to 1, got ${sum}`);
}

/** Null when nobody came; the last week's average stands for the days after the history. */
function tailOf(history: Traffic | undefined): number[] | null {
  if (history === undefined || history.customers === 0) return null;
  const { newCustomersByDay } = history;
  const week = newCustomersByDay.slice(-7);
  return [...newCustomersByDay, week.reduce((a, b) => a + b, 0) / week.length];
}

function baselineOf(
  baseline: Static<typeof Baseline>,
  found: MetricBaseline | undefined,
): Static<typeof Power>['baseline'] {
  return {
    proportion: 'proportion' in baseline ? baseline.proportion : null,
    mean: 'mean' in baseline ? baseline.mean : null,
    standardDeviation: 'mean' in baseline ? baseline.standardDeviation : null,
    source: found === undefined ? 'given' : 'history',
    customers: found?.customers ?? null,
    windowDays: found?.windowDays ?? null,
    from: found === undefined ? null : toTime(found.from),
    to: found === undefined ? null : toTime(found.to),
  };
}
