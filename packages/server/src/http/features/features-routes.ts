import Type, { type Static } from 'typebox';
import type { FeatureDefinition } from '../../features/definition.ts';
import type { SegmentDefinition } from '../../profiles/segments/definition.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { FreeObject, Nullable, refusals } from '../schemas.ts';

const Description = Nullable(Type.Object({ en: Type.String(), 'pt-BR': Type.String() }));

const Feature = Type.Object(
  {
    name: Type.String(),
    kind: Type.String(),
    scope: Type.String(),
    description: Description,
    definition: FreeObject,
  },
  { title: 'Feature' },
);

const Segment = Type.Object(
  {
    name: Type.String(),
    title: Type.String(),
    description: Description,
    group: Nullable(Type.String()),
    rule: FreeObject,
  },
  { title: 'Segment' },
);

export interface FeaturesDependencies {
  features: readonly FeatureDefinition[];
  segments: readonly SegmentDefinition[];
}

const list = <T extends typeof Feature | typeof Segment>(item: T) =>
  Type.Object({ data: Type.Array(item), nextCursor: Type.Null() });

/** What `personalize.config.ts` declares, for pages that explain it. */
export async function featuresRoutes(app: App, deps: FeaturesDependencies): Promise<void> {
  const config = { access: needs('analytics:read', 'customers:read', 'models:write') };
  const features: Static<typeof Feature>[] = deps.features.map((definition) => {
    const { name, kind, scope, description, ...rest } = definition;
    return { name, kind, scope, description: description ?? null, definition: rest };
  });
  const segments: Static<typeof Segment>[] = deps.segments.map(({ name, description, group, rule }) => ({
    name,
    title: name,
    description: description ?? null,
    group: group ?? null,
    rule: rule as Record<string, unknown>,
  }));
  app.get(
    '/v1/features',
    {
      config,
      schema: {
        operationId: 'listFeatures',
        tags: ['Customers'],
        summary: 'The features that are computed',
        response: { 200: list(Feature), ...refusals(401, 403, 429) },
      },
    },
    async () => ({ data: features, nextCursor: null }),
  );
  app.get(
    '/v1/segments',
    {
      config,
      schema: {
        operationId: 'listSegments',
        tags: ['Customers'],
        summary: 'The segments and their rules',
        response: { 200: list(Segment), ...refusals(401, 403, 429) },
      },
    },
    async () => ({ data: segments, nextCursor: null }),
  );
}
