import Type from 'typebox';
import {
  type Board,
  boardSchema,
  type OwnedDocuments,
  parseBoard,
  runCard,
  type ShareService,
} from '../../analytics/boards/index.ts';
import type { AnalyticsService } from '../../analytics/semantic/index.ts';
import type { AuditRepository } from '../../stores/control/control-store.ts';
import { inReadersLanguage, Language } from '../analytics/language.ts';
import type { App } from '../app-instance.ts';
import { refusals, Time, toTime } from '../schemas.ts';
import { cardAnswer, toCardAnswer } from './card-answer.ts';
import { readerOf, readers } from './reader.ts';
import { IdPath, IfMatch, PutBack, storedSchema, storedToApi, versionOf } from './stored.ts';

export interface BoardsDependencies {
  boards: OwnedDocuments<Board>;
  shares: ShareService;
  analytics: AnalyticsService;
  audit: AuditRepository;
}

const BoardAnswer = storedSchema(boardSchema, 'Board');
const Summary = Type.Object({
  ...{ id: Type.String(), title: Type.String(), shared: Type.Boolean(), cards: Type.Integer() },
  ...{ author: Type.String(), updatedAt: Time, mayEdit: Type.Boolean() },
});

/** Boards: charts and tables that people put together. */
export async function boardsRoutes(
  app: App,
  { boards, shares, analytics }: BoardsDependencies,
): Promise<void> {
  const config = { access: readers };
  const tags = ['Boards'];
  app.get(
    '/v1/boards',
    {
      config,
      schema: {
        operationId: 'listBoards',
        tags,
        summary: 'Your boards and shared ones, newest change first',
        response: {
          200: Type.Object({ data: Type.Array(Summary), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async (request) => {
      const reader = readerOf(request.caller);
      const data = (await boards.list(reader)).map((one) => {
        const { mayEdit } = storedToApi(one, reader);
        const { title, shared, cards } = one.content;
        const updatedAt = toTime(one.updatedAt);
        return {
          id: one.id,
          title,
          shared,
          cards: cards.length,
          author: one.author.name,
          updatedAt,
          mayEdit,
        };
      });
      return { data, nextCursor: null };
    },
  );
  app.post(
    '/v1/boards',
    {
      config,
      schema: {
        operationId: 'createBoard',
        tags,
        summary: 'Make a board',
        querystring: PutBack,
        body: boardSchema,
        response: { 201: BoardAnswer, ...refusals(400, 401, 403, 409, 429) },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request.caller);
      const { id } = request.query;
      if (id !== undefined) await shares.requirePutBack(id, reader);
      const stored = await boards.create(parseBoard(request.body), reader, id);
      return reply.code(201).send(storedToApi(stored, reader));
    },
  );
  app.get(
    '/v1/boards/:id',
    {
      config,
      schema: {
        operationId: 'getBoard',
        tags,
        summary: 'One board',
        params: IdPath,
        response: { 200: BoardAnswer, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const reader = readerOf(request.caller);
      return storedToApi(await boards.get(request.params.id, reader), reader);
    },
  );
  app.put(
    '/v1/boards/:id',
    {
      config,
      schema: {
        operationId: 'putBoard',
        tags,
        summary: 'Change a board',
        params: IdPath,
        headers: IfMatch,
        body: boardSchema,
        response: { 200: BoardAnswer, ...refusals(400, 401, 403, 404, 409, 429) },
      },
    },
    async (request) => {
      const reader = readerOf(request.caller);
      const expected = versionOf(request.headers['if-match']);
      const stored = await boards.put(request.params.id, parseBoard(request.body), reader, expected);
      return storedToApi(stored, reader);
    },
  );
  app.delete(
    '/v1/boards/:id',
    {
      config,
      schema: {
        operationId: 'removeBoard',
        tags,
        summary: 'Remove a board',
        description: 'Its links stop working until it is put back.',
        params: IdPath,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      await boards.remove(request.params.id, readerOf(request.caller));
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/v1/boards/:id/cards/:card',
    {
      config,
      schema: {
        operationId: 'readBoardCard',
        tags,
        summary: "A card's figures over its board's time",
        params: Type.Object({ ...IdPath.properties, card: Type.String({ minLength: 1, maxLength: 64 }) }),
        querystring: Language,
        response: { 200: cardAnswer, ...refusals(400, 401, 403, 404, 422, 429, 503) },
      },
    },
    async (request) => {
      const { content } = await boards.get(request.params.id, readerOf(request.caller));
      const { card } = request.params;
      return toCardAnswer(
        await inReadersLanguage(request, (locale) => runCard(analytics, content, card, Date.now(), locale)),
      );
    },
  );
}
