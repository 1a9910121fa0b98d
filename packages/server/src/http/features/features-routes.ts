import Type, { type Static } from 'typebox';
import type { FeatureDefinition } from '../../features/definition.ts';
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

export interface FeaturesDependencies {
  features: readonly FeatureDefinition[];
}

/** What `personalize.config.ts` declares, for pages that explain it. */
export async function featuresRoutes(app: App, deps: FeaturesDependencies): Promise<void> {
  const config = { access: needs('analytics:read', 'customers:read', 'models:write') };
  const features: Static<typeof Feature>[] = deps.features.map((definition) => {
    const { name, kind, scope, description, ...rest } = definition;
    return { name, kind, scope, description: description ?? null, definition: rest };
  });
  app.get(
    '/v1/features',
    {
      config,
      schema: {
        operationId: 'listFeatures',
        tags: ['Customers'],
        summary: 'The features that are computed',
        response: {
          200: Type.Object({ data: Type.Array(Feature), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async () => ({ data: features, nextCursor: null }),
  );
}
