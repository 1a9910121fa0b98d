import Type from 'typebox';
import type { ControlStore } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals } from '../schemas.ts';

const Query = Type.Object(
  {
    id: Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 100 }),
  },
  { additionalProperties: false },
);
const Actor = Type.Object(
  { id: Type.String(), kind: Type.Enum(['key', 'person']), name: Type.String() },
  { title: 'Actor' },
);

/** Whose ids they are that stand beside changes. */
export async function actorsRoute(
  app: App,
  { keys, users }: Pick<ControlStore, 'keys' | 'users'>,
): Promise<void> {
  app.get(
    '/v1/actors',
    {
      config: { access: needs('analytics:read', 'models:write') },
      schema: {
        operationId: 'listActors',
        tags: ['Access'],
        summary: 'Names of the keys and people with these ids; ids of nobody are left out',
        querystring: Query,
        response: { 200: Type.Object({ data: Type.Array(Actor) }), ...refusals(400, 401, 403, 429) },
      },
    },
    async ({ query }) => {
      const wanted = new Set(query.id);
      const named = (kind: 'key' | 'person', list: readonly { id: string; name: string }[]) =>
        list.filter(({ id }) => wanted.has(id)).map(({ id, name }) => ({ id, kind, name }));
      const [allKeys, people] = await Promise.all([keys.list(), users.list()]);
      return { data: [...named('person', people), ...named('key', allKeys)] };
    },
  );
}
