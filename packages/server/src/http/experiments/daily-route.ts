import Type, { type Static } from 'typebox';
import { controlOf } from '../../experimentation/definition.ts';
import { dailyResults } from '../../experimentation/results/daily-results.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals, toTime } from '../schemas.ts';
import { explained, type ResultsDependencies } from './results-route.ts';
import { DailyResults } from './results-schema.ts';
import { ExperimentPath } from './schemas.ts';

const Query = Type.Object(
  {
    metric: Type.Optional(
      Type.String({ maxLength: 64, description: 'Key of the metric. Default: the first goal.' }),
    ),
    method: Type.Optional(
      Type.Enum(['sequential', 'fixed'], {
        description: '`sequential` (default): a confidence sequence, valid on all days at once.',
      }),
    ),
    alpha: Type.Optional(Type.Number({ minimum: 0.001, maximum: 0.5, description: 'Default 0.05.' })),
    locale: Type.Optional(Type.Enum(['en', 'pt-BR'], { description: 'Language of texts.' })),
  },
  { additionalProperties: false },
);

/** How a metric's effect and its interval have come to be, day by day. */
export async function dailyRoute(app: App, { experiments, warehouse }: ResultsDependencies): Promise<void> {
  app.get(
    '/v1/experiments/:key/results/daily',
    {
      config: { access: needs('analytics:read', 'experiments:write') },
      schema: {
        operationId: 'getExperimentDailyResults',
        tags: ['Experiments'],
        summary: 'One metric as of the end of each day',
        description:
          'Cumulative: each day counts everybody exposed and everything done up to its end. Of more than 92 days evenly chosen ones, the last among them.',
        params: ExperimentPath,
        querystring: Query,
        response: { 200: DailyResults, ...refusals(400, 401, 403, 404, 409, 422, 429, 503) },
      },
    },
    async ({ params, query }) => {
      const { locale = 'en', ...options } = query;
      const { experiment, ...stored } = experiments.stored(params.key);
      const { at, metric, days, ...rest } = await dailyResults(
        warehouse,
        { experiment, ...stored },
        Date.now(),
        options,
      );
      const answer = {
        ...{ experiment: params.key, metric: metric.key, kind: metric.kind, at: toTime(at), ...rest },
        control: controlOf(experiment),
        days: days.map(({ comparisons, ...day }) => ({
          ...day,
          comparisons: comparisons.map(({ variant, comparison, problem }) => ({
            ...{ variant, problem },
            absolute: comparison?.absolute ?? null,
            relative: comparison?.relative ?? null,
            pValue: comparison?.pValue ?? null,
            relativeProblem: comparison?.relativeProblem ?? null,
          })),
        })),
      };
      return explained(answer, locale) as Static<typeof DailyResults>;
    },
  );
}
