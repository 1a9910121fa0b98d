import { describeDecision, describeProblem, type Locale, type Problem } from '@personalize/learn';
import Type from 'typebox';
import type { ExperimentService } from '../../experimentation/experiment-service.ts';
import { experimentResults } from '../../experimentation/results/experiment-results.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { Nullable, refusals, Time, toTime } from '../schemas.ts';
import { ExperimentPath } from './schemas.ts';

const Query = Type.Object(
  {
    method: Type.Optional(
      Type.Enum(['sequential', 'fixed', 'bayesian'], {
        description: '`sequential` (default) may be read at any time, `fixed` once, at the planned end.',
      }),
    ),
    correction: Type.Optional(
      Type.Enum(['holm', 'benjaminiHochberg', 'none'], {
        description: 'Of p-values over the goals, and apart over secondary metrics. Default holm.',
      }),
    ),
    alpha: Type.Optional(
      Type.Number({ minimum: 0.001, maximum: 0.5, description: 'Error rate. Default 0.05.' }),
    ),
    segments: Type.Optional(Type.Boolean({ description: 'Goals within each segment too.' })),
    locale: Type.Optional(Type.Enum(['en', 'pt-BR'], { description: 'Language of texts.' })),
  },
  { additionalProperties: false },
);

const Results = Type.Object(
  {
    experiment: Type.String(),
    at: Time,
    method: Type.String(),
    control: Type.String(),
    daysRun: Type.Integer(),
    exposures: Type.Array(
      Type.Object({ variant: Type.String(), weight: Type.Number(), customers: Type.Integer() }),
    ),
    exposuresByDay: Type.Array(
      Type.Object({
        day: Type.String({ description: 'UTC.' }),
        variant: Type.String(),
        customers: Type.Integer({ description: 'First exposed that day.' }),
      }),
    ),
    sampleRatio: Type.Unknown({ description: 'Do the exposures match the weights? `value` or `problem`.' }),
    multipleExposures: Type.Unknown({
      description: 'Customers seen in several variants; they count nowhere.',
    }),
    preExposure: Type.Array(Type.Unknown(), {
      description: 'Whether a metric already differed before exposure.',
    }),
    metrics: Type.Array(Type.Unknown(), {
      description:
        'Each metric: means per variant and, per treatment, the effect with interval and p-value, the posterior, the guardrail’s status and the variance that CUPED removed; null with a `problem`.',
    }),
    segments: Type.Array(Type.Unknown(), {
      description: 'Goals within each segment at exposure; segments may share customers.',
    }),
    edits: Type.Array(Type.Object({ at: Time, changes: Type.Array(Type.String()) }), {
      description: 'What was changed while it ran: figures before and after may mean different things.',
    }),
    decision: Type.Object({
      action: Type.String({ description: 'ship, rollBack, keepRunning, noDecision.' }),
      variant: Nullable(Type.String()),
      days: Nullable(Type.Number({ description: 'Days to keep running.' })),
      text: Type.String(),
      reasons: Type.Array(
        Type.Object({ key: Type.String(), parameters: Type.Unknown(), text: Type.String() }),
      ),
    }),
  },
  { title: 'ExperimentResults' },
);

export interface ResultsDependencies {
  experiments: ExperimentService;
  warehouse: Warehouse;
}

/** What an experiment has shown so far. */
export async function resultsRoute(app: App, { experiments, warehouse }: ResultsDependencies): Promise<void> {
  app.get(
    '/v1/experiments/:key/results',
    {
      config: { access: needs('analytics:read', 'experiments:write') },
      schema: {
        operationId: 'getExperimentResults',
        tags: ['Experiments'],
        summary: 'Results of an experiment, with a decision in words',
        params: ExperimentPath,
        querystring: Query,
        response: { 200: Results, ...refusals(400, 401, 403, 404, 409, 429, 503) },
      },
    },
    async ({ params, query }) => {
      const { locale = 'en', segments: bySegment, ...options } = query;
      const stored = experiments.stored(params.key);
      const results = await experimentResults(warehouse, stored, Date.now(), { ...options, bySegment });
      const { analysis, segments, at, ...counts } = results;
      const { decision, ...figures } = analysis;
      const words = describeDecision(decision, locale);
      return {
        ...{ experiment: params.key, at: toTime(at), ...counts, ...figures },
        ...explained({ ...figures, segments }, locale),
        edits: stored.edits.map((edit) => ({ at: toTime(edit.at), changes: edit.changes })),
        decision: {
          ...decision,
          text: words.headline,
          reasons: decision.reasons.map((reason, i) => ({ ...reason, text: words.reasons[i] })),
        },
      };
    },
  );
}

/** Adds the words to every `problem`, wherever it stands. */
function explained<T>(value: T, locale: Locale): T {
  return JSON.parse(
    JSON.stringify(value, (name, inner) =>
      name === 'problem' && inner !== null
        ? { ...inner, text: describeProblem(inner as Problem, locale) }
        : inner,
    ),
  ) as T;
}
