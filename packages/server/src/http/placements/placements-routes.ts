import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import { limits } from '../../ingestion/index.ts';
import { placementSchema } from '../../recommendation/placement.ts';
import type { PlacementService, StoredPlacement } from '../../recommendation/placement-service.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals, Time, toTime } from '../schemas.ts';
import { bodyChecksItself } from '../validation.ts';

const Placement = Type.Object(
  { ...placementSchema.properties, version: Type.Integer(), updatedAt: Time },
  { title: 'Placement', description: 'A slot where recommendations show.' },
);
const PlacementBody = Type.Object(
  { ...placementSchema.properties, name: Type.Optional(placementSchema.properties.name) },
  { additionalProperties: false },
);
const Path = Type.Object({ name: Type.String({ minLength: 1, maxLength: limits.nameLength }) });
const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      pattern: '^"?\\d+"?$',
      description: 'The version that is being replaced; 0: must be new.',
    }),
  ),
});

/** Placements are configuration: what is put here serves from the next request on. */
export async function placementsRoutes(app: App, deps: { placements: PlacementService }): Promise<void> {
  const read = { access: needs('recommendations:read', 'analytics:read', 'catalog:write') };
  const write = { access: needs('catalog:write', 'experiments:write') };
  const tags = ['Placements'];
  app.get(
    '/v1/placements',
    {
      config: read,
      schema: {
        operationId: 'listPlacements',
        tags,
        summary: 'List placements',
        response: {
          200: Type.Object({ data: Type.Array(Placement), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async () => ({ data: deps.placements.list().map(toApi), nextCursor: null }),
  );
  app.get(
    '/v1/placements/:name',
    {
      config: read,
      schema: {
        operationId: 'getPlacement',
        tags,
        summary: 'One placement',
        params: Path,
        response: { 200: Placement, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      const stored = deps.placements.stored(request.params.name);
      reply.header('etag', `"${stored.version}"`);
      return toApi(stored);
    },
  );
  app.put(
    '/v1/placements/:name',
    {
      config: write,
      validatorCompiler: bodyChecksItself,
      schema: {
        operationId: 'putPlacement',
        tags,
        summary: 'Make or replace a placement',
        params: Path,
        headers: IfMatch,
        body: PlacementBody,
        response: { 200: Placement, ...refusals(400, 401, 403, 409, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const expected = request.headers['if-match'];
      const version = expected === undefined ? undefined : Number(expected.replaceAll('"', ''));
      const stored = await deps.placements.put(request.params.name, withoutMetadata(request.body), version);
      reply.header('etag', `"${stored.version}"`);
      return toApi(stored);
    },
  );
  app.delete(
    '/v1/placements/:name',
    {
      config: write,
      schema: {
        operationId: 'removePlacement',
        tags,
        summary: 'Remove a placement',
        params: Path,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      await deps.placements.remove(request.params.name);
      return reply.code(204).send(null);
    },
  );
}

/** What GET answered may be put back as it is. */
function withoutMetadata(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('invalid_request', 'the body must be a placement', {
      errors: [{ path: '', message: 'must be an object' }],
    });
  }
  const { version: _version, updatedAt: _updatedAt, ...placement } = body as Record<string, unknown>;
  return placement;
}

function toApi({ placement, version, updatedAt }: StoredPlacement): Static<typeof Placement> {
  return { ...placement, version, updatedAt: toTime(updatedAt) };
}
