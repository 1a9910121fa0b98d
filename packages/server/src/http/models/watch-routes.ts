import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import type { Models, ModelWatch, SeriesQuery, Watch, WatchSeries } from '../../learning/index.ts';
import type { ModelRepository } from '../../stores/control/model-repository.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { FreeObject, Nullable, pageOf, pageQuery, refusals, Time, toTime } from '../schemas.ts';
import { ReferenceSchema, referenceToApi } from './report-schemas.ts';
import { ModelPath, ProblemSchema, VersionPath } from './schemas.ts';

export interface WatchDependencies {
  models: Models;
  watch: Watch;
  series(name: string, query: SeriesQuery): WatchSeries;
  shadowAnswers: ModelRepository['shadowAnswers'];
}

const Drift = Type.Object({
  name: Type.String(),
  psi: Type.Number({ description: 'Population stability index; above 0.25 a large shift.' }),
  jensenShannon: Type.Number({ description: 'Bits, 0 to 1.' }),
  missing: Type.Number({ description: 'Share of missing values now.' }),
  missingBefore: Type.Number(),
});

const Report = Type.Object({
  decisions: Type.Integer(),
  followed: Type.Integer({
    description:
      'Decisions whose outcomes are followed: all, or an even share of them where traffic is high. Clicks, conversions and value are theirs.',
  }),
  slots: Type.Integer(),
  clicks: Type.Integer(),
  conversions: Type.Integer(),
  value: Type.Number(),
  clickedShare: Nullable(
    Type.Number({ description: 'Followed decisions with a click ÷ followed decisions.' }),
  ),
  reference: Nullable(
    Type.Object({
      source: Type.Enum(['training', 'evaluation', 'firstServed'], {
        description: 'What it would have served in the held-out window, or the first that it did serve.',
      }),
      rows: Type.Integer(),
    }),
  ),
  features: Type.Array(Drift, { description: 'Largest shift first.' }),
  scores: Nullable(Drift),
  scoreCounts: Type.Array(Type.Integer(), {
    description: 'Slots by bin of the reference’s scores, as its `shares`; empty without reference.',
  }),
  calibration: Type.Object({
    points: Type.Array(
      Type.Object({ predicted: Type.Number(), observed: Type.Number(), slots: Type.Integer() }),
    ),
    error: Nullable(Type.Number({ description: 'Expected calibration error.' })),
    noise: Type.Number({ description: 'What chance alone would give.' }),
  }),
  delay: Nullable(
    Type.Object(
      { median: Type.Number(), p90: Type.Number() },
      { description: 'Seconds from a decision to its clicks.' },
    ),
  ),
  delays: Type.Array(Type.Object({ upToSeconds: Nullable(Type.Integer()), clicks: Type.Integer() })),
});

const WatchSchema = Type.Object(
  {
    model: Type.String({ description: '`name@version`.' }),
    from: Time,
    to: Time,
    report: Report,
    hours: Type.Array(Type.Object({ at: Time, report: Report })),
    alerts: Type.Array(
      Type.Object({
        kind: Type.Enum(['reward', 'calibration', 'featureDrift', 'scoreDrift', 'missing']),
        feature: Nullable(Type.String()),
        value: Type.Number(),
        limit: Type.Number(),
        detail: Type.String(),
        rollsBack: Type.Boolean(),
      }),
      { description: 'Limits that a champion is beyond.' },
    ),
  },
  { title: 'ModelWatch' },
);

const Figure = Nullable(Type.Number());
const SeriesSchema = Type.Object(
  {
    model: Type.String({ description: '`name@version`.' }),
    by: Type.Enum(['hour', 'day']),
    from: Time,
    to: Time,
    reference: Nullable(ReferenceSchema),
    baseline: Nullable(
      Type.Object({
        of: Type.Enum(['before', 'own'], {
          description: 'What served in the week before it became champion, or itself over the range.',
        }),
        share: Type.Number(),
        decisions: Type.Integer(),
      }),
    ),
    points: Type.Array(
      Type.Object({
        at: Time,
        decisions: Type.Integer(),
        slots: Type.Integer(),
        clicks: Type.Integer(),
        conversions: Type.Integer(),
        value: Type.Number(),
        clickedShare: Figure,
        limits: Nullable(
          Type.Object(
            { low: Type.Number(), high: Type.Number() },
            { description: 'Control limits of `clickedShare`, about the baseline.' },
          ),
        ),
        calibrationError: Figure,
        calibrationLimit: Figure,
        delay: Report.properties.delay,
        psi: Nullable(Type.Number({ description: 'Of the scores.' })),
        jensenShannon: Nullable(Type.Number({ description: 'Of the scores, bits.' })),
      }),
      { description: 'Hours or UTC days with decisions, oldest first.' },
    ),
    features: Type.Array(
      Type.Object({
        name: Type.String(),
        psi: Figure,
        jensenShannon: Figure,
        missing: Figure,
        missingBefore: Type.Number(),
        points: Type.Array(Type.Object({ psi: Figure, jensenShannon: Figure, missing: Figure }), {
          description: 'As many as `points` above.',
        }),
      }),
      { description: 'Over the whole range, largest shift first; null: too few values to tell.' },
    ),
    problems: Type.Array(ProblemSchema),
  },
  { title: 'ModelWatchSeries' },
);

const ShadowSchema = Type.Object(
  {
    decisionId: Type.String(),
    shadow: Type.String(),
    model: Type.String(),
    placement: Type.String(),
    decidedAt: Time,
    overlap: Type.Number({ description: 'Share of items that both chose.' }),
    elapsedMs: Type.Number(),
    answered: Type.Array(FreeObject),
    shadowAnswer: Type.Array(FreeObject),
  },
  { title: 'ShadowAnswer' },
);

/** How models fare in service: drift, calibration, what they earn, and what shadows would have answered. */
export async function watchRoutes(app: App, deps: WatchDependencies): Promise<void> {
  const read = { access: needs('analytics:read', 'models:write') };
  app.get(
    '/v1/models/:name/versions/:version/watch',
    {
      config: read,
      schema: {
        operationId: 'watchModelVersion',
        tags: ['Models'],
        summary: 'Drift, calibration, label delay and rewards of a version in service',
        params: VersionPath,
        querystring: Type.Object(
          { hours: Type.Integer({ minimum: 1, maximum: 336, default: 24 }) },
          { additionalProperties: false },
        ),
        response: { 200: WatchSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params: { name, version }, query }) => toApi(deps.watch.look(name, version, query.hours)),
  );
  app.get(
    '/v1/models/:name/watch',
    {
      config: read,
      schema: {
        operationId: 'listModelWatchSeries',
        tags: ['Models'],
        summary:
          'A version in service through time: drift, calibration, label delay, rewards and their limits',
        description:
          'Hours are kept for two weeks, days for half a year. At most 400 points; by default the champion’s last seven days.',
        params: ModelPath,
        querystring: Type.Object(
          {
            version: Type.Optional(Type.Integer({ minimum: 1 })),
            from: Type.Optional(Time),
            to: Type.Optional(Time),
            by: Type.Optional(
              Type.Enum(['hour', 'day'], { description: 'Default: hours for up to three days.' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: SeriesSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params: { name }, query }) => {
      const { from, to, ...rest } = query;
      const times = {
        ...(from === undefined ? {} : { from: Date.parse(from) }),
        ...(to === undefined ? {} : { to: Date.parse(to) }),
      };
      return seriesToApi(deps.series(name, { ...rest, ...times }));
    },
  );
  app.get(
    '/v1/models/:name/shadow',
    {
      config: read,
      schema: {
        operationId: 'listShadowAnswers',
        tags: ['Models'],
        summary: 'What shadow and challenger would have answered, newest first',
        params: ModelPath,
        querystring: pageQuery({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
        response: { 200: pageOf(ShadowSchema), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params: { name }, query: { version, ...page } }) => {
      const { registry } = deps.models;
      registry.versions(name);
      const shadow =
        version ?? registry.alias(name, 'shadow')?.version ?? registry.alias(name, 'challenger')?.version;
      if (shadow === undefined) {
        throw new AppError(
          'not_found',
          `${name} has neither a shadow nor a challenger; set one, or name a version`,
        );
      }
      const found = await deps.shadowAnswers({ ...page, shadow: `${name}@${shadow}` });
      const data = found.data.map(({ body, decidedAt, ...same }) => ({
        ...same,
        decidedAt: toTime(decidedAt),
        overlap: Number(body.overlap),
        elapsedMs: Number(body.elapsedMs),
        answered: body.answered as Record<string, unknown>[],
        shadowAnswer: body.shadow as Record<string, unknown>[],
      }));
      return { data, nextCursor: found.nextCursor };
    },
  );
}

function toApi({ from, to, hours, ...watch }: ModelWatch): Static<typeof WatchSchema> {
  return {
    ...watch,
    from: toTime(from),
    to: toTime(to),
    hours: hours.map(({ at, report }) => ({ at: toTime(at), report })),
  };
}

function seriesToApi({ from, to, points, reference, ...series }: WatchSeries): Static<typeof SeriesSchema> {
  return {
    ...series,
    from: toTime(from),
    to: toTime(to),
    reference: reference === null ? null : referenceToApi(reference),
    points: points.map(({ at, ...point }) => ({ at: toTime(at), ...point })),
  };
}
