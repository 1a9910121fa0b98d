import { randomUUID } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { type Board, cardSchema, runCard, type Share, type Stored } from '../../analytics/boards/index.ts';
import { AppError } from '../../errors.ts';
import { inReadersLanguage, Language } from '../analytics/language.ts';
import type { App } from '../app-instance.ts';
import { publicAccess } from '../auth/access.ts';
import { refuseRate } from '../auth/authenticate.ts';
import type { RateLimiter } from '../auth/rate-limiter.ts';
import type { BoardsDependencies } from '../boards/boards-routes.ts';
import { cardAnswer, toCardAnswer } from '../boards/card-answer.ts';
import { editors, readerOf, readers } from '../boards/reader.ts';
import { AuthorSchema, IdPath } from '../boards/stored.ts';
import { Nullable, refusals, Time, toTime, toTimeOrNull } from '../schemas.ts';

const ShareSchema = Type.Object(
  {
    ...{ id: Type.String(), author: AuthorSchema, createdAt: Time, expiresAt: Time },
    revokedAt: Nullable(Time),
  },
  { title: 'BoardShare' },
);
const { id, title, kind, width, height } = cardSchema.properties;
const { metrics, dimensions, granularity } = cardSchema.properties.query.properties;
const SharedBoard = Type.Object(
  {
    title: Type.String(),
    description: Type.Optional(Type.String()),
    days: Type.Optional(Type.Integer()),
    from: Type.Optional(Time),
    to: Type.Optional(Time),
    timeZone: Type.Optional(Type.String()),
    expiresAt: Time,
    names: Type.Record(Type.String(), Type.Record(Type.String(), Type.String()), {
      description: 'What its metrics are called, by locale.',
    }),
    cards: Type.Array(
      Type.Object({
        ...{ id, title, kind, width, height },
        query: Type.Object({ metrics, dimensions, granularity }),
      }),
    ),
  },
  { title: 'SharedBoard', description: 'A board without what its questions leave out.' },
);
const Token = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 200, description: 'The last part of the link.' }),
});
const Problems = refusals(400, 404, 410, 422, 429, 503);

const dayMs = 86_400_000;
/** Requests a minute of one address through links, and with tokens that open nothing. */
const linkLimit = 240;
const failureLimit = 30;

/** Links that show one board to whoever has them, until they expire or are revoked. */
export async function sharesRoutes(
  app: App,
  { boards, shares, analytics, audit, limiter }: BoardsDependencies & { limiter: RateLimiter },
): Promise<void> {
  const tags = ['Boards'];
  const note = (actor: string, action: string, share: Share) =>
    audit.append({
      ...{ id: randomUUID(), at: Date.now(), actor, action, target: share.boardId },
      detail: { share: share.id, expiresAt: toTime(share.expiresAt) },
    });
  app.get(
    '/v1/boards/:id/shares',
    {
      config: { access: readers },
      schema: {
        operationId: 'listBoardShares',
        tags,
        summary: 'Links to a board, newest first',
        params: IdPath,
        response: {
          200: Type.Object({ data: Type.Array(ShareSchema), nextCursor: Type.Null() }),
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request) => {
      const board = await boards.get(request.params.id, readerOf(request.caller));
      return { data: (await shares.list(board.id)).map(toApi), nextCursor: null };
    },
  );
  app.post(
    '/v1/boards/:id/shares',
    {
      config: { access: editors },
      schema: {
        operationId: 'createBoardShare',
        tags,
        summary: 'Make a read-only link to a board',
        description: 'The token is answered once and not stored. The link is the page /shared/TOKEN.',
        params: IdPath,
        body: Type.Object(
          { days: Type.Integer({ minimum: 1, maximum: 365, default: 7, description: 'Until it expires.' }) },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({ ...ShareSchema.properties, token: Type.String() }),
          ...refusals(400, 401, 403, 404, 409, 429),
        },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request.caller);
      const board = await boards.get(request.params.id, reader);
      const { share, token } = await shares.create(board, reader, Date.now() + request.body.days * dayMs);
      await note(reader.id, 'board.shared', share);
      return reply.code(201).send({ ...toApi(share), token });
    },
  );
  app.delete(
    '/v1/boards/:id/shares/:share',
    {
      config: { access: editors },
      schema: {
        operationId: 'revokeBoardShare',
        tags,
        summary: 'Revoke a link at once',
        params: Type.Object({ ...IdPath.properties, share: Type.String({ maxLength: 64 }) }),
        response: { 200: ShareSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const reader = readerOf(request.caller);
      const board = await boards.get(request.params.id, reader);
      const share = await shares.revoke(board.id, request.params.share);
      await note(reader.id, 'board.share_revoked', share);
      return toApi(share);
    },
  );

  function namesOf({ cards }: Board): Record<string, Record<string, string>> {
    const used = new Set(cards.flatMap(({ query }) => query.metrics));
    return Object.fromEntries(
      analytics
        .schema()
        .metrics.flatMap(({ name, description }) =>
          description !== null && used.has(name) ? [[name, { ...description }]] : [],
        ),
    );
  }

  /** The board behind a token, within the address's limits. */
  async function open(
    token: string,
    ip: string,
    reply: Parameters<typeof refuseRate>[0],
  ): Promise<{ share: Share; board: Stored<Board> }> {
    const decision = limiter.take(`share:${ip}`, linkLimit);
    if (!decision.allowed) throw refuseRate(reply, decision);
    try {
      const share = await shares.find(token);
      const board = await boards.find(share.boardId);
      if (board === undefined) throw new AppError('gone', 'the board of this link was removed');
      reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store');
      return { share, board };
    } catch (error) {
      const failed = limiter.take(`share-failure:${ip}`, failureLimit);
      if (!failed.allowed) throw refuseRate(reply, failed);
      throw error;
    }
  }

  app.get(
    '/v1/shared/:token',
    {
      config: { access: publicAccess },
      schema: {
        operationId: 'getSharedBoard',
        tags,
        summary: 'The board of a link',
        security: [],
        params: Token,
        response: { 200: SharedBoard, ...Problems },
      },
    },
    async (request, reply) => {
      const { share, board } = await open(request.params.token, request.ip, reply);
      const { shared: _shared, cards, ...rest } = board.content;
      return {
        ...rest,
        cards: cards.map(({ query, ...card }) => ({
          ...card,
          query: {
            metrics: query.metrics,
            ...(query.dimensions === undefined ? {} : { dimensions: query.dimensions }),
            ...(query.granularity === undefined ? {} : { granularity: query.granularity }),
          },
        })),
        names: namesOf(board.content),
        expiresAt: toTime(share.expiresAt),
      };
    },
  );
  app.get(
    '/v1/shared/:token/cards/:card',
    {
      config: { access: publicAccess },
      schema: {
        operationId: 'readSharedCard',
        tags,
        summary: "A card's figures, through a link",
        security: [],
        params: Type.Object({ ...Token.properties, card: Type.String({ minLength: 1, maxLength: 64 }) }),
        querystring: Language,
        response: { 200: cardAnswer, ...Problems },
      },
    },
    async (request, reply) => {
      const { board } = await open(request.params.token, request.ip, reply);
      const { card } = request.params;
      return toCardAnswer(
        await inReadersLanguage(request, (locale) =>
          runCard(analytics, board.content, card, Date.now(), locale),
        ),
      );
    },
  );
}

function toApi(share: Share): Static<typeof ShareSchema> {
  const { author, createdAt, expiresAt, revokedAt } = share;
  return {
    ...{ id: share.id, author },
    ...{ createdAt: toTime(createdAt), expiresAt: toTime(expiresAt), revokedAt: toTimeOrNull(revokedAt) },
  };
}
