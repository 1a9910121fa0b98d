import Type, { type Static } from 'typebox';
import type { OwnedDocuments } from '../../analytics/boards/index.ts';
import type { App } from '../app-instance.ts';
import { readerOf, readers } from '../boards/reader.ts';
import { IdPath, PutBack, storedSchema, storedToApi } from '../boards/stored.ts';
import { refusals, Time } from '../schemas.ts';

const Content = Type.Object(
  {
    at: Type.String({ format: 'date-time', description: 'When it happened.' }),
    text: Type.String({ minLength: 1, maxLength: 280 }),
    shared: Type.Boolean({ default: true, description: 'Everyone sees it.' }),
  },
  { additionalProperties: false, title: 'AnnotationContent' },
);
export type Annotation = Static<typeof Content>;
const Stored = storedSchema(Content, 'Annotation');
const Range = Type.Object(
  { from: Type.Optional(Time), to: Type.Optional(Time) },
  { additionalProperties: false },
);

/** Annotations: what happened when, drawn on every chart over time. */
export async function annotationsRoutes(
  app: App,
  { annotations }: { annotations: OwnedDocuments<Annotation> },
): Promise<void> {
  const config = { access: readers };
  const tags = ['Boards'];
  app.get(
    '/v1/annotations',
    {
      config,
      schema: {
        operationId: 'listAnnotations',
        tags,
        summary: 'Annotations of a time, oldest first',
        querystring: Range,
        response: {
          200: Type.Object({ data: Type.Array(Stored), nextCursor: Type.Null() }),
          ...refusals(400, 401, 403, 429),
        },
      },
    },
    async (request) => {
      const reader = readerOf(request.caller);
      const from = Date.parse(request.query.from ?? '1970-01-01T00:00:00Z');
      const to = Date.parse(request.query.to ?? '2100-01-01T00:00:00Z');
      const data = (await annotations.list(reader))
        .map((one) => ({ at: Date.parse(one.content.at), one }))
        .filter(({ at }) => at >= from && at < to)
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => storedToApi(one, reader));
      return { data, nextCursor: null };
    },
  );
  app.post(
    '/v1/annotations',
    {
      config,
      schema: {
        operationId: 'createAnnotation',
        tags,
        summary: 'Write down what happened',
        querystring: PutBack,
        body: Content,
        response: { 201: Stored, ...refusals(400, 401, 403, 409, 429) },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request.caller);
      const stored = await annotations.create(request.body, reader, request.query.id);
      return reply.code(201).send(storedToApi(stored, reader));
    },
  );
  app.delete(
    '/v1/annotations/:id',
    {
      config,
      schema: {
        operationId: 'removeAnnotation',
        tags,
        summary: 'Remove an annotation',
        params: IdPath,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      await annotations.remove(request.params.id, readerOf(request.caller));
      return reply.code(204).send(null);
    },
  );
}
