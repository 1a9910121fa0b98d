import Type from 'typebox';
import { AppError } from '../../errors.ts';
import { championAlias, type Models } from '../../learning/index.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import { pageOf, pageQuery, refusals } from '../schemas.ts';
import {
  AliasBody,
  AliasChangeSchema,
  AliasPath,
  changeToApi,
  emptyBody,
  ModelPath,
  RollbackBody,
} from './schemas.ts';

const tags = ['Models'];

/** Which version an alias means, who said so, and going back. */
export async function aliasesRoutes(app: App, { models }: { models: Models }): Promise<void> {
  const read = { access: needs('analytics:read', 'models:write', 'recommendations:read') };
  const write = { access: needs('models:write') };
  app.put(
    '/v1/models/:name/aliases/:alias',
    {
      config: write,
      schema: {
        operationId: 'setModelAlias',
        tags,
        summary: 'Point an alias at a version; it serves when this is answered',
        description: 'To become `champion` a version must pass every gate, or be overridden with a reason.',
        params: AliasPath,
        body: AliasBody,
        response: {
          200: AliasChangeSchema,
          ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
        },
      },
    },
    async ({ params, body, caller }) => {
      const { version, reason, override } = body;
      if (override === true && reason === undefined) {
        const message = 'is needed to override gates';
        throw new AppError('invalid_request', `reason ${message}`, {
          errors: [{ path: '/reason', message }],
        });
      }
      return changeToApi(
        await models.setAlias({
          ...{ ...params, version, by: actorOf(caller), reason: reason ?? 'no reason given' },
          ...(override === undefined ? {} : { override }),
        }),
      );
    },
  );
  app.delete(
    '/v1/models/:name/aliases/:alias',
    {
      config: write,
      schema: {
        operationId: 'removeModelAlias',
        tags,
        summary: 'Remove an alias; placements that name it fall back to the built-in ranker',
        params: AliasPath,
        querystring: Type.Object(
          { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 409, 429, 503) },
      },
    },
    async ({ params: { name, alias }, query, caller }, reply) => {
      await models.registry.removeAlias(name, alias, actorOf(caller), query.reason ?? 'no reason given');
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/v1/models/:name/aliases/:alias/history',
    {
      config: read,
      schema: {
        operationId: 'listModelAliasChanges',
        tags,
        summary: 'Who moved an alias, when and why, newest first',
        params: AliasPath,
        querystring: pageQuery({}),
        response: { 200: pageOf(AliasChangeSchema), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params: { name, alias }, query }) => {
      models.registry.versions(name);
      const page = await models.registry.history(name, alias, query);
      return { data: page.data.map(changeToApi), nextCursor: page.nextCursor };
    },
  );
  app.post(
    '/v1/models/:name/rollback',
    {
      config: write,
      preValidation: emptyBody,
      schema: {
        operationId: 'rollBackModel',
        tags,
        summary: 'Put an alias (by default `champion`) back to the version before',
        description: 'With nothing to go back to the alias is removed, and the built-in ranker serves.',
        params: ModelPath,
        body: RollbackBody,
        response: {
          200: AliasChangeSchema,
          ...refusals(400, 401, 403, 404, 409, 413, 415, 429, 503),
        },
      },
    },
    async ({ params: { name }, body, caller }) =>
      changeToApi(
        await models.registry.rollback(
          name,
          body.alias ?? championAlias,
          actorOf(caller),
          body.reason ?? 'no reason given',
        ),
      ),
  );
}
