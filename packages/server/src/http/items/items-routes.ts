import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import { limits } from '../../ingestion/index.ts';
import type { ItemRepository } from '../../stores/control/control-store.ts';
import type { Item } from '../../stores/journal/record.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { sendProblem } from '../problem.ts';
import { Id, pageOf, pageQuery, refusals } from '../schemas.ts';
import { type CatalogCommands, missingItem } from './catalog-commands.ts';
import { itemProblem, requireItem } from './check-item.ts';
import {
  type ApiItem,
  fromApi,
  ItemBody,
  ItemPatch,
  ItemSchema,
  ItemsAnswer,
  ItemsBody,
  SimilarItem,
  toApi,
} from './schemas.ts';

export interface ItemsDependencies {
  commands: CatalogCommands;
  get(itemId: string): Item | undefined;
  /** The list, with everything written so far in it. */
  list: ItemRepository['list'];
  similar(itemId: string, limit: number): Static<typeof SimilarItem>[];
}

const Path = Type.Object({ itemId: Id('The item.') });
const tags = ['Catalog'];

/** The catalog: what can be recommended. */
export async function itemsRoutes(app: App, deps: ItemsDependencies): Promise<void> {
  const write = { access: needs('catalog:write') };
  const read = { access: needs('catalog:write', 'recommendations:read', 'analytics:read') };
  app.post(
    '/v1/items',
    {
      config: write,
      bodyLimit: limits.bodyBytes,
      // Each item is judged on its own.
      validatorCompiler: () => () => true,
      schema: {
        operationId: 'upsertItems',
        tags,
        summary: 'Add or replace items',
        body: ItemsBody,
        response: { 200: ItemsAnswer, ...refusals(400, 401, 403, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const items: unknown = (request.body as { items?: unknown } | null)?.items;
      if (!Array.isArray(items) || items.length === 0 || items.length > limits.events) {
        const message = `must be an array of 1 to ${limits.events} items`;
        throw new AppError('invalid_request', `items ${message}`, { errors: [{ path: '/items', message }] });
      }
      const good: Item[] = [];
      const rejected: { index: number; code: string; path: string; detail: string }[] = [];
      for (const [index, item] of items.entries()) {
        const problem = itemProblem(item);
        if (problem === undefined) good.push(fromApi(item as ApiItem));
        else rejected.push({ index, ...problem, path: `/items/${index}${problem.path}` });
      }
      if (good.length === 0) {
        const error = new AppError(
          'invalid_request',
          `no item was acceptable; ${rejected[0].path}: ${rejected[0].detail}`,
          {
            errors: rejected.map(({ path, detail }) => ({ path, message: detail })),
          },
        );
        return sendProblem(reply, error, { upserted: 0, rejected });
      }
      await deps.commands.upsert(good);
      return { upserted: good.length, rejected };
    },
  );
  app.get(
    '/v1/items',
    {
      config: read,
      schema: {
        operationId: 'listItems',
        tags,
        summary: 'List items',
        querystring: pageQuery({
          search: Type.Optional(
            Type.String({ minLength: 1, maxLength: 200, description: 'In ids and titles.' }),
          ),
          category: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
          itemId: Type.Optional(
            Type.Array(Id('An item.'), { minItems: 1, maxItems: 200, description: 'Only these.' }),
          ),
          hidden: Type.Optional(Type.Boolean({ description: 'Only hidden ones, or only the others.' })),
          availability: Type.Optional(
            Type.Enum(['now', 'later', 'past'], {
              description: 'By availableFrom and availableUntil: available now, not yet, or no longer.',
            }),
          ),
        }),
        response: { 200: pageOf(ItemSchema), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request) => {
      const { itemId, availability: kind, ...query } = request.query;
      const availability = kind && { kind, at: Date.now() };
      const page = await deps.list({ ...query, availability, itemIds: itemId });
      return { data: page.data.map(toApi), nextCursor: page.nextCursor };
    },
  );
  app.get(
    '/v1/items/:itemId',
    {
      config: read,
      schema: {
        operationId: 'getItem',
        tags,
        summary: 'One item',
        params: Path,
        response: { 200: ItemSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const item = deps.get(request.params.itemId);
      if (item === undefined) throw missingItem();
      return toApi(item);
    },
  );
  app.put(
    '/v1/items/:itemId',
    {
      config: write,
      schema: {
        operationId: 'putItem',
        tags,
        summary: 'Add or replace one item',
        params: Path,
        body: ItemBody,
        response: { 200: ItemSchema, ...refusals(400, 401, 403, 413, 415, 429, 503) },
      },
    },
    async (request) => {
      const { itemId } = request.params;
      if (request.body.itemId !== undefined && request.body.itemId !== itemId) {
        throw new AppError('invalid_request', 'itemId in the body must be as in the path', {
          errors: [{ path: '/itemId', message: 'must be as in the path' }],
        });
      }
      const item = requireItem({ ...request.body, itemId });
      await deps.commands.upsert([fromApi(item)]);
      return item;
    },
  );
  app.patch(
    '/v1/items/:itemId',
    {
      config: write,
      schema: {
        operationId: 'changeItem',
        tags,
        summary: 'Change fields of one item; null removes an optional one',
        params: Path,
        body: ItemPatch,
        response: { 200: ItemSchema, ...refusals(400, 401, 403, 404, 413, 415, 429, 503) },
      },
    },
    async (request) => {
      const changed = await deps.commands.change(request.params.itemId, (item) => {
        const merged: Record<string, unknown> = { ...toApi(item), ...request.body };
        for (const name of Object.keys(merged)) if (merged[name] === null) delete merged[name];
        return fromApi(requireItem(merged));
      });
      return toApi(changed);
    },
  );
  app.delete(
    '/v1/items/:itemId',
    {
      config: write,
      schema: {
        operationId: 'removeItem',
        tags,
        summary: 'Remove one item',
        params: Path,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      await deps.commands.remove(request.params.itemId);
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/v1/items/:itemId/similar',
    {
      config: read,
      schema: {
        operationId: 'similarItems',
        tags,
        summary: 'Items that customers put together with this one, or that are like it',
        params: Path,
        querystring: Type.Object(
          { limit: Type.Integer({ minimum: 1, maximum: 32, default: 10 }) },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({ data: Type.Array(SimilarItem), nextCursor: Type.Null() }),
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request) => {
      if (deps.get(request.params.itemId) === undefined) throw missingItem();
      const data = deps.similar(request.params.itemId, request.query.limit);
      return { data, nextCursor: null };
    },
  );
}
