import Type, { type Static } from 'typebox';
import type { OwnedDocuments } from '../../analytics/boards/index.ts';
import type { App } from '../app-instance.ts';
import { readerOf, readers } from '../boards/reader.ts';
import { IdPath, PutBack, storedSchema, storedToApi } from '../boards/stored.ts';
import { refusals } from '../schemas.ts';

const ViewContent = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    path: Type.String({
      ...{ maxLength: 200, pattern: '^/(?!/)[^?#\\\\\\s]*$' },
      description: 'The page: /customers.',
    }),
    search: Type.String({ maxLength: 8000, description: 'Its state, as in the address, without the ?.' }),
    shared: Type.Boolean({ default: false }),
  },
  { additionalProperties: false, title: 'SavedViewContent' },
);
export type SavedView = Static<typeof ViewContent>;
const View = storedSchema(ViewContent, 'SavedView');

/** Saved views: a page's whole state, which its address holds, under a name. */
export async function viewsRoutes(app: App, { views }: { views: OwnedDocuments<SavedView> }): Promise<void> {
  const config = { access: readers };
  const tags = ['Boards'];
  app.get(
    '/v1/views',
    {
      config,
      schema: {
        operationId: 'listViews',
        tags,
        summary: 'Your saved views and shared ones',
        response: {
          200: Type.Object({ data: Type.Array(View), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async (request) => {
      const reader = readerOf(request.caller);
      return { data: (await views.list(reader)).map((one) => storedToApi(one, reader)), nextCursor: null };
    },
  );
  app.post(
    '/v1/views',
    {
      config,
      schema: {
        operationId: 'createView',
        tags,
        summary: 'Save a view',
        querystring: PutBack,
        body: ViewContent,
        response: { 201: View, ...refusals(400, 401, 403, 409, 429) },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request.caller);
      const stored = await views.create(request.body, reader, request.query.id);
      return reply.code(201).send(storedToApi(stored, reader));
    },
  );
  app.put(
    '/v1/views/:id',
    {
      config,
      schema: {
        operationId: 'putView',
        tags,
        summary: 'Rename, share or replace a view',
        params: IdPath,
        body: ViewContent,
        response: { 200: View, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const reader = readerOf(request.caller);
      return storedToApi(await views.put(request.params.id, request.body, reader), reader);
    },
  );
  app.delete(
    '/v1/views/:id',
    {
      config,
      schema: {
        operationId: 'removeView',
        tags,
        summary: 'Remove a view',
        params: IdPath,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      await views.remove(request.params.id, readerOf(request.caller));
      return reply.code(204).send(null);
    },
  );
}
