import Type from 'typebox';
import { AppError } from '../../errors.ts';
import {
  callType,
  fromSegmentCall,
  type Ingestor,
  limits,
  type SegmentCallType,
  segmentCalls,
} from '../../ingestion/index.ts';
import { show } from '../../show.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { originOf, readSentAt } from '../events/ingest-route.ts';
import { useFastJsonBody } from '../json-body.ts';
import { FreeObject, refusals } from '../schemas.ts';

const Call = Type.Object(
  {
    userId: Type.Optional(Type.Unknown()),
    anonymousId: Type.Optional(Type.Unknown()),
    messageId: Type.Optional(Type.String()),
    timestamp: Type.Optional(Type.Unknown()),
    sentAt: Type.Optional(Type.Unknown()),
    context: Type.Optional(FreeObject),
    properties: Type.Optional(FreeObject),
    traits: Type.Optional(FreeObject),
  },
  {
    title: 'SegmentCall',
    description: "One call of Segment's HTTP tracking API; further fields are accepted.",
  },
);
const Batch = Type.Object({ batch: Type.Array(Call, { minItems: 1, maxItems: limits.events }) });
const Success = Type.Object({
  success: Type.Boolean(),
  rejected: Type.Optional(
    Type.Array(
      Type.Object({ index: Type.Integer(), code: Type.String(), path: Type.String(), detail: Type.String() }),
    ),
  ),
});

const summaries: Record<SegmentCallType, string> = {
  track: 'What a customer did',
  identify: 'Who a customer is',
  page: 'A page that was viewed',
  screen: 'A screen that was viewed',
  group: 'What a customer belongs to',
  alias: 'Two ids of one customer',
};

/**
 * Segment's HTTP tracking API, so that its libraries can send here by changing their host. The key travels as
 * user name of HTTP Basic, as they send it, or as a bearer key.
 */
export async function segmentRoutes(app: App, { ingestor }: { ingestor: Ingestor }): Promise<void> {
  useFastJsonBody(app);
  const options = {
    config: { access: needs('events:write') },
    compress: false as const,
    bodyLimit: limits.bodyBytes,
    validatorCompiler: () => () => true,
  };
  const response = { 200: Success, ...refusals(400, 401, 403, 413, 415, 429, 503) };
  app.post(
    '/v1/batch',
    {
      ...options,
      schema: {
        operationId: 'segmentBatch',
        tags: ['Segment'],
        summary: 'Several calls at once',
        body: Batch,
        response,
      },
    },
    async (request) => {
      const body = asFields(request.body);
      if (!Array.isArray(body.batch) || body.batch.length === 0 || body.batch.length > limits.events) {
        const got = Array.isArray(body.batch) ? `${body.batch.length} entries` : show(body.batch);
        throw invalid('/batch', `must have 1 to ${limits.events} entries, got ${got}`);
      }
      const calls = body.batch.map((call, i) => ({ call, type: callType(call, `/batch/${i}`) }));
      return ingest(ingestor, request, body.sentAt, calls, (i) => `/batch/${i}`);
    },
  );
  for (const type of segmentCalls) {
    app.post(
      `/v1/${type}`,
      {
        ...options,
        schema: {
          operationId: `segment${type[0].toUpperCase()}${type.slice(1)}`,
          tags: ['Segment'],
          summary: summaries[type],
          body: Call,
          response,
        },
      },
      async (request) => {
        const body = asFields(request.body);
        return ingest(ingestor, request, body.sentAt, [{ call: body, type }], () => '');
      },
    );
  }
}

async function ingest(
  ingestor: Ingestor,
  request: { caller: Parameters<typeof originOf>[0] },
  sentAt: unknown,
  calls: { call: unknown; type: SegmentCallType }[],
  path: (index: number) => string,
) {
  const sources: number[] = [];
  const events = calls.flatMap(({ call, type }, i) => {
    const made = fromSegmentCall(call, type, path(i));
    for (const _ of made) sources.push(i);
    return made;
  });
  const result = await ingestor.ingest(events, {
    sentAt: readSentAt((sentAt ?? undefined) as string | number | undefined),
    origin: originOf(request.caller),
  });
  const rejected = result.rejected.map(({ index, code, path: inside, detail }) => ({
    index: sources[index],
    code,
    path: path(sources[index]) + inside,
    detail,
  }));
  if (rejected.length > 0 && result.accepted === 0 && result.duplicates === 0) {
    throw new AppError('no_acceptable_event', `${rejected[0].path || 'the call'}: ${rejected[0].detail}`, {
      errors: rejected.map(({ path: at, detail }) => ({ path: at, message: detail })),
    });
  }
  return rejected.length === 0 ? { success: true } : { success: true, rejected };
}

function asFields(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw invalid('', `must be an object, got ${show(body)}`);
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', `${path || 'the body'} ${message}`, { errors: [{ path, message }] });
}
