import Type from 'typebox';
import { AppError } from '../../errors.ts';
import { limits } from '../../ingestion/index.ts';
import type { PlacementService } from '../../recommendation/placement-service.ts';
import { maxLimit } from '../../recommendation/recommendation.ts';
import type { Recommender } from '../../recommendation/recommender.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { RecommendationAnswer, RequestContext } from '../recommendations/schemas.ts';
import { Id, refusals, toTime } from '../schemas.ts';

const PreviewRequest = Type.Object(
  {
    customerId: Type.Optional(Id('For whom. One of `customerId` and `anonymousId` is needed.')),
    anonymousId: Type.Optional(Id('For whom, before signing in.')),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: maxLimit })),
    context: Type.Optional(RequestContext),
    locale: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('pt-BR')])),
    settings: Type.Optional(
      Type.Unknown({
        description: 'A placement as PUT takes it, which need not be stored. Default: the stored one.',
      }),
    ),
  },
  { additionalProperties: false, title: 'PlacementPreviewRequest' },
);

/** What settings would answer, before they serve anyone. */
export async function previewRoute(
  app: App,
  deps: { placements: PlacementService; recommender: Recommender },
): Promise<void> {
  app.post(
    '/v1/placements/:name/preview',
    {
      config: { access: needs('recommendations:read', 'catalog:write', 'experiments:write') },
      schema: {
        operationId: 'previewPlacement',
        tags: ['Placements'],
        summary: 'What a placement, or changed settings of it, would answer',
        description:
          'With reasons and the number of candidates after each stage. What the policy holds to be best is shown, without exploring; nothing is logged, counted or learnt from.',
        params: Type.Object({ name: Type.String({ minLength: 1, maxLength: limits.nameLength }) }),
        body: PreviewRequest,
        response: { 200: RecommendationAnswer, ...refusals(400, 401, 403, 404, 413, 415, 429) },
      },
    },
    async (request) => {
      const { settings, ...asked } = request.body;
      if (asked.customerId === undefined && asked.anonymousId === undefined) {
        const message = 'one of customerId and anonymousId is needed';
        throw new AppError('invalid_request', message, { errors: [{ path: '/customerId', message }] });
      }
      const { name } = request.params;
      const placement =
        settings === undefined
          ? deps.placements.stored(name).placement
          : deps.placements.check(name, settings);
      const answer = deps.recommender.preview({ ...asked, placement: name }, placement);
      return { ...answer, timestamp: toTime(answer.timestamp) };
    },
  );
}
