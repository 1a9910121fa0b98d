import type { Static } from 'typebox';
import { AppError } from '../../errors.ts';
import { textProblem } from '../../ingestion/index.ts';
import type { RecommendationAnswer as Answer } from '../../recommendation/recommendation.ts';
import type { Recommender } from '../../recommendation/recommender.ts';
import type { App } from '../app-instance.ts';
import { type Caller, needs } from '../auth/access.ts';
import { originOf } from '../events/ingest-route.ts';
import { refusals, toTime } from '../schemas.ts';
import { BatchAnswer, BatchRequest, RecommendationAnswer, RecommendationRequest } from './schemas.ts';

export interface RecommendationsDependencies {
  recommender: Recommender;
  /** Told how long each answer took, from request to durable decision. */
  onAnswered(elapsedMs: number): void;
}

/** What to show to whom, now. */
export async function recommendationsRoutes(app: App, deps: RecommendationsDependencies): Promise<void> {
  const options = { config: { access: needs('recommendations:read') }, compress: false as const };
  app.post(
    '/v1/recommendations',
    {
      ...options,
      schema: {
        operationId: 'recommend',
        tags: ['Recommendations'],
        summary: 'Recommend items to a customer',
        description:
          "Unknown customers get the placement's fallback. Every answer to a key is logged as a decision, unless it is a preview. A signed-in person always gets a preview: nothing is logged, counted or learnt from.",
        body: RecommendationRequest,
        response: { 200: RecommendationAnswer, ...refusals(400, 401, 403, 404, 413, 415, 422, 429, 503) },
      },
    },
    async (request) => {
      const started = performance.now();
      requireCustomer(request.body, '');
      const { preview, ...body } = request.body;
      const asked = { ...body, origin: originOf(request.caller) };
      if (preview || isPerson(request.caller)) return toApi(deps.recommender.preview(asked));
      const answer = await deps.recommender.recommend(asked);
      deps.onAnswered(performance.now() - started);
      return toApi(answer);
    },
  );
  app.post(
    '/v1/recommendations/batch',
    {
      ...options,
      schema: {
        operationId: 'recommendBatch',
        tags: ['Recommendations'],
        summary: 'Recommend to several customers (emails, caches); one bad request refuses all',
        description: 'Each answer to a key is logged as a decision; a signed-in person gets previews.',
        body: BatchRequest,
        response: { 200: BatchAnswer, ...refusals(400, 401, 403, 404, 413, 415, 422, 429, 503) },
      },
    },
    async (request) => {
      const origin = originOf(request.caller);
      for (const [i, one] of request.body.requests.entries()) requireCustomer(one, `/requests/${i}`);
      const asked = request.body.requests.map((one) => ({ ...one, origin }));
      const answers = isPerson(request.caller)
        ? asked.map((one) => deps.recommender.preview(one))
        : await deps.recommender.recommendBatch(asked);
      return { answers: answers.map(toApi) };
    },
  );
}

/** A key stands for a program that shows the answer to the customer; a person who signed in only looks. */
function isPerson(caller: Caller): boolean {
  return caller.kind === 'person';
}

function requireCustomer(body: Static<typeof RecommendationRequest>, path: string): void {
  const { customerId, anonymousId } = body;
  if (customerId === undefined && anonymousId === undefined) {
    const message = 'one of customerId and anonymousId is needed';
    throw new AppError('invalid_request', message, { errors: [{ path: `${path}/customerId`, message }] });
  }
  for (const field of ['customerId', 'anonymousId', 'placement'] as const) {
    const problem = body[field] === undefined ? undefined : textProblem(body[field]);
    if (problem === undefined) continue;
    throw new AppError('invalid_request', `${field} ${problem}`, {
      errors: [{ path: `${path}/${field}`, message: problem }],
    });
  }
}

function toApi(answer: Answer): Static<typeof RecommendationAnswer> {
  return { ...answer, timestamp: toTime(answer.timestamp) };
}
