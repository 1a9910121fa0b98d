import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import { limits } from '../../ingestion/index.ts';
import type { Models, Predictor } from '../../learning/index.ts';
import type { HeuristicScorer } from '../../recommendation/heuristic-scorer.ts';
import type { PlacementService } from '../../recommendation/placement-service.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { Nullable, refusals } from '../schemas.ts';
import { ModelPath } from './schemas.ts';

export interface PredictDependencies {
  models: Models;
  predictor: Predictor;
  placements: PlacementService;
  heuristic: HeuristicScorer;
}

const Id = Type.String({ minLength: 1, maxLength: limits.idLength });
const Body = Type.Object(
  {
    customers: Type.Optional(
      Type.Array(
        Type.Object(
          { customerId: Type.Optional(Id), anonymousId: Type.Optional(Id) },
          { additionalProperties: false, minProperties: 1 },
        ),
        {
          minItems: 1,
          maxItems: 10_000,
        },
      ),
    ),
    customerIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 10_000 })),
    items: Type.Optional(
      Type.Array(Id, { minItems: 1, maxItems: 10_000, description: 'Default: the placement’s candidates.' }),
    ),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    alias: Type.Optional(
      Type.String({ maxLength: 64, description: 'Default `champion`, else the newest version.' }),
    ),
    placement: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'Whose sources give candidates and evidence; default `home`.',
      }),
    ),
    context: Type.Optional(
      Type.Object(
        {
          channel: Type.Optional(Type.String({ maxLength: 200 })),
          device: Type.Optional(Type.String({ maxLength: 200 })),
        },
        { additionalProperties: false },
      ),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000, description: 'Best items kept per customer.' }),
    ),
    explain: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const Answer = Type.Object(
  {
    model: Type.String({ description: '`name@version`.' }),
    predictions: Type.Array(
      Type.Object({
        customerId: Type.Optional(Type.String()),
        anonymousId: Type.Optional(Type.String()),
        itemId: Type.String(),
        score: Type.Number(),
        probability: Nullable(Type.Number({ description: 'Of the model’s label; null when it gives none.' })),
        contributions: Type.Optional(
          Type.Array(Type.Object({ feature: Type.String(), contribution: Type.Number() })),
        ),
      }),
    ),
  },
  { title: 'Predictions' },
);

/** Scores of any model for any customers and items, as they stand now; nothing is logged. */
export async function predictRoute(app: App, deps: PredictDependencies): Promise<void> {
  app.post(
    '/v1/models/:name/predict',
    {
      config: { access: needs('models:write') },
      schema: {
        operationId: 'predict',
        tags: ['Models'],
        summary: 'Score customers and items with a model',
        params: ModelPath,
        body: Body,
        response: { 200: Answer, ...refusals(400, 401, 403, 404, 413, 415, 422, 429, 503) },
      },
    },
    async ({ params: { name }, body }) => {
      const { customers = [], customerIds = [], placement = 'home', version: _, alias: __, ...rest } = body;
      const people = [...customers, ...customerIds.map((customerId) => ({ customerId }))];
      if (people.length === 0) {
        const message = 'one of customers and customerIds is needed';
        throw new AppError('invalid_request', message, { errors: [{ path: '/customers', message }] });
      }
      const version = chosen(deps.models, name, body);
      const request = { ...rest, customers: people, placement: deps.placements.stored(placement).placement };
      if (version.kind === 'heuristic') {
        const predictions = await deps.predictor.predict(deps.heuristic, undefined, request);
        return { model: deps.heuristic.modelVersion, predictions };
      }
      const scorer = await deps.models.server.use(version);
      const predictions = await deps.predictor.predict(scorer, scorer.model.probability, request);
      return { model: scorer.modelVersion, predictions };
    },
  );
}

function chosen({ registry }: Models, name: string, { version, alias }: Static<typeof Body>) {
  if (version !== undefined && alias !== undefined) {
    throw new AppError('invalid_request', 'version and alias exclude each other; give one of them');
  }
  if (version !== undefined) return registry.get(name, version);
  const named = registry.resolve(`${name}@${alias ?? 'champion'}`);
  if (named !== undefined) return named;
  if (alias !== undefined) {
    throw new AppError(
      'not_found',
      `there is no alias ${alias} of ${name}; GET /v1/models/${name} lists them`,
    );
  }
  const newest = registry.versions(name).find(({ state }) => state === 'ready');
  if (newest !== undefined) return newest;
  throw new AppError('unprocessable', `no version of ${name} has its file any more; train or import one`);
}
