import { describeDecision, describeProblem, type Locale, type Problem } from '@personalize/learn';
import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import type { ExperimentService, StoredExperiment } from '../../experimentation/experiment-service.ts';
import {
  type ExperimentResults,
  experimentResults,
} from '../../experimentation/results/experiment-results.ts';
import type { NoCuped } from '../../experimentation/results/metric-report.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals, toTime } from '../schemas.ts';
import { Results } from './results-schema.ts';
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
    by: Type.Optional(
      Type.String({
        maxLength: 300,
        description:
          'Split the goals by `channel`, `device`, `segment`, `segment.NAME` or `attribute.NAME`, as of the exposure; two with a comma between are crossed.',
      }),
    ),
    stratifyBy: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'Post-stratify by this dimension in place of the experiment’s; `none` switches it off.',
      }),
    ),
    locale: Type.Optional(Type.Enum(['en', 'pt-BR'], { description: 'Language of texts.' })),
  },
  { additionalProperties: false },
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
        response: { 200: Results, ...refusals(400, 401, 403, 404, 409, 422, 429, 503) },
      },
    },
    async ({ params, query }) => {
      const { locale = 'en', by, ...options } = query;
      const stored = experiments.stored(params.key);
      const results = await experimentResults(warehouse, stored, Date.now(), {
        ...options,
        by: dimensionsOf(by),
      });
      return toApi(stored, results, locale);
    },
  );
}

function dimensionsOf(by: string | undefined): string[] {
  const names = by === undefined ? [] : by.split(',').map((name) => name.trim());
  if (names.length <= 2) return names;
  const message = `must name one or two dimensions, got ${names.length}`;
  throw new AppError('invalid_request', `by ${message}`, { errors: [{ path: '/by', message }] });
}

function toApi(
  { experiment, edits }: StoredExperiment,
  { analysis, at, ...results }: ExperimentResults,
  locale: Locale,
): Static<typeof Results> {
  const { decision, multipleExposures, ...health } = analysis;
  const words = describeDecision(decision, locale);
  return explained(
    {
      ...{ experiment: experiment.key, at: toTime(at), ...results, ...health },
      multipleExposures: multipleExposures ?? { customers: 0, share: null, flagged: false },
      edits: edits.map((edit) => ({ at: toTime(edit.at), changes: edit.changes })),
      decision: {
        ...decision,
        text: words.headline,
        reasons: decision.reasons.map((reason, i) => ({ ...reason, text: words.reasons[i] })),
      },
    },
    locale,
  ) as Static<typeof Results>;
}

/** Adds the words to every problem and reason, wherever it stands. */
export function explained(value: object, locale: Locale): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, inner) => {
      if (inner === null) return inner;
      if (name === 'problem' || name === 'relativeProblem') {
        return { ...inner, text: describeProblem(inner as Problem, locale) };
      }
      return name === 'cupedReason' ? { key: inner, text: noCuped[locale][inner as NoCuped] } : inner;
    }),
  );
}

const noCuped: Record<Locale, Record<NoCuped, string>> = {
  en: {
    switched_off: 'CUPED is switched off for this metric',
    kind: 'CUPED does not work for metrics of this kind',
    nothing_before_exposure: 'in some variant customers did not differ in this before they were exposed',
    no_comparison: 'there is no comparison to sharpen',
  },
  'pt-BR': {
    switched_off: 'o CUPED está desligado para esta métrica',
    kind: 'o CUPED não se aplica a métricas deste tipo',
    nothing_before_exposure: 'em alguma variante os clientes não diferiam nisso antes da exposição',
    no_comparison: 'não há comparação para refinar',
  },
};
