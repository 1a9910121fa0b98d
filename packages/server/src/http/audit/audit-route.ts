import Type from 'typebox';
import type { AuditRepository } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { FreeObject, pageOf, pageQuery, refusals, Time, toTime } from '../schemas.ts';

const Entry = Type.Object(
  {
    id: Type.String(),
    at: Time,
    actor: Type.String({ description: 'Key or person, by id; `system` or `cli`.' }),
    action: Type.String(),
    target: Type.String(),
    detail: FreeObject,
  },
  { title: 'AuditEntry' },
);

/** Who changed what: keys, people, erasures. */
export async function auditRoute(app: App, { audit }: { audit: AuditRepository }): Promise<void> {
  app.get(
    '/v1/audit',
    {
      config: { access: needs('admin') },
      schema: {
        operationId: 'listAudit',
        tags: ['Access'],
        summary: 'List audit entries, newest first',
        querystring: pageQuery({ action: Type.Optional(Type.String({ maxLength: 64 })) }),
        response: { 200: pageOf(Entry), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request) => {
      const page = await audit.list(request.query);
      return {
        data: page.data.map((entry) => ({ ...entry, at: toTime(entry.at) })),
        nextCursor: page.nextCursor,
      };
    },
  );
}
