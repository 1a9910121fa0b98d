import { randomUUID } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import type { ApiKey, AuditRepository, KeyRepository } from '../../stores/control/control-store.ts';
import { origins } from '../../stores/journal/record.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import type { KeyDirectory } from '../auth/key-directory.ts';
import { keyPrefix, newKeySecret, secretHash } from '../auth/secrets.ts';
import type { Sessions } from '../auth/sessions.ts';
import { Id, Nullable, refusals, Time, toTime, toTimeOrNull } from '../schemas.ts';
import { ScopeSchema } from '../session/schemas.ts';

const Key = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    prefix: Type.String({ description: 'The first characters of the key, to recognise it by.' }),
    scopes: Type.Array(ScopeSchema),
    rateLimit: Nullable(Type.Integer({ description: "Requests a minute; null = the server's default." })),
    origin: Type.Enum([...origins], { description: 'What events sent with it are marked as.' }),
    createdAt: Time,
    lastUsedAt: Nullable(Time),
    revokedAt: Nullable(Time),
  },
  { title: 'Key' },
);

const NewKey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    scopes: Type.Array(ScopeSchema, { minItems: 1, maxItems: 9, uniqueItems: true }),
    rateLimit: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 10_000_000 }))),
    origin: Type.Optional(
      Type.Enum([...origins], {
        default: 'live',
        description: '`simulated` for simulations, `import` for history.',
      }),
    ),
  },
  { additionalProperties: false },
);

export interface KeysDependencies {
  repository: KeyRepository;
  directory: KeyDirectory;
  sessions: Sessions;
  audit: AuditRepository;
}

/** Making, listing and revoking keys. A key's secret is shown once, when it is made. */
export async function keysRoutes(app: App, deps: KeysDependencies): Promise<void> {
  const config = { access: needs('admin') };
  app.get(
    '/v1/keys',
    {
      config,
      schema: {
        operationId: 'listKeys',
        tags: ['Access'],
        summary: 'List keys',
        response: {
          200: Type.Object({ data: Type.Array(Key), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async () => ({ data: (await deps.repository.list()).map(toKey), nextCursor: null }),
  );
  app.post(
    '/v1/keys',
    {
      config,
      schema: {
        operationId: 'createKey',
        tags: ['Access'],
        summary: 'Make a key',
        body: NewKey,
        response: {
          201: Type.Object({ key: Key, secret: Type.String({ description: 'Shown only now.' }) }),
          ...refusals(400, 401, 403, 429),
        },
      },
    },
    async (request, reply) => {
      const secret = newKeySecret();
      const key: ApiKey = {
        id: randomUUID(),
        name: request.body.name,
        prefix: keyPrefix(secret),
        scopes: request.body.scopes,
        rateLimit: request.body.rateLimit ?? null,
        origin: request.body.origin ?? 'live',
        createdAt: Date.now(),
        lastUsedAt: null,
        revokedAt: null,
      };
      await deps.repository.insert(key, secretHash(secret));
      deps.directory.clear();
      await deps.audit.append({
        id: randomUUID(),
        at: key.createdAt,
        actor: actorOf(request.caller),
        action: 'key.created',
        target: key.id,
        detail: { scopes: key.scopes, origin: key.origin },
      });
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ key: toKey(key), secret });
    },
  );
  app.delete(
    '/v1/keys/:id',
    {
      config,
      schema: {
        operationId: 'revokeKey',
        tags: ['Access'],
        summary: 'Revoke a key',
        params: Type.Object({ id: Id('The key.') }),
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const at = Date.now();
      if (!(await deps.repository.revoke(id, at)))
        throw new AppError('not_found', 'there is no live key of this id');
      deps.directory.clear();
      await deps.sessions.closeAll({ keyId: id });
      const actor = actorOf(request.caller);
      await deps.audit.append({ id: randomUUID(), at, actor, action: 'key.revoked', target: id, detail: {} });
      return reply.code(204).send(null);
    },
  );
}

function toKey(key: ApiKey): Static<typeof Key> {
  return {
    ...key,
    createdAt: toTime(key.createdAt),
    lastUsedAt: toTimeOrNull(key.lastUsedAt),
    revokedAt: toTimeOrNull(key.revokedAt),
  };
}
