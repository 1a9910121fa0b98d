import { Readable } from 'node:stream';
import Type, { type Static } from 'typebox';
import { writeCsv } from '../../reporting/tables/csv.ts';
import { type Column, mediaTypes } from '../../reporting/tables/table.ts';
import type { AuditEntry, AuditQuery, AuditRepository } from '../../stores/control/control-store.ts';
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

const Name = Type.String({ minLength: 1, maxLength: 256 });
const When = Type.String({ format: 'date-time' });
const filters = {
  action: Type.Optional(Type.Array(Name, { maxItems: 50, description: 'Any of these.' })),
  actor: Type.Optional(Name),
  target: Type.Optional(Name),
  from: Type.Optional(When),
  to: Type.Optional(When),
};
const CsvQuery = Type.Object(filters, { additionalProperties: false });

const csvColumns: Column[] = [
  { name: 'at', type: 'time' },
  { name: 'actor', type: 'string' },
  { name: 'action', type: 'string' },
  { name: 'target', type: 'string' },
  { name: 'detail', type: 'json' },
];
const csvBatch = 500;

/** Who changed what: keys, people, segments, models, erasures. */
export async function auditRoute(app: App, { audit }: { audit: AuditRepository }): Promise<void> {
  const config = { access: needs('admin') };
  app.get(
    '/v1/audit',
    {
      config,
      schema: {
        operationId: 'listAudit',
        tags: ['Access'],
        summary: 'List audit entries, newest first',
        querystring: pageQuery(filters),
        response: { 200: pageOf(Entry), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = await audit.list({ ...toFilter(filter), limit, cursor });
      return {
        data: page.data.map((entry) => ({ ...entry, at: toTime(entry.at) })),
        nextCursor: page.nextCursor,
      };
    },
  );
  app.get(
    '/v1/audit/actions',
    {
      config,
      schema: {
        operationId: 'listAuditActions',
        tags: ['Access'],
        summary: 'Every action that the audit log knows',
        response: { 200: Type.Object({ data: Type.Array(Type.String()) }), ...refusals(401, 403, 429) },
      },
    },
    async () => ({ data: await audit.actions() }),
  );
  app.get(
    '/v1/audit/export',
    {
      config,
      schema: {
        operationId: 'exportAudit',
        tags: ['Access'],
        summary: 'Audit entries as CSV, newest first',
        querystring: CsvQuery,
        response: {
          200: { description: 'The file.', content: { 'text/csv': { schema: Type.String() } } },
          ...refusals(400, 401, 403, 429),
        },
      },
    },
    async (request, reply) => {
      const batches = pages(audit, toFilter(request.query));
      return reply
        .header('content-type', mediaTypes.csv)
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(Readable.from(writeCsv(csvColumns, batches, { bom: true }), { objectMode: false }));
    },
  );
}

function toFilter({ action, from, to, ...rest }: Static<typeof CsvQuery>): Omit<AuditQuery, 'limit'> {
  return {
    ...rest,
    ...(action === undefined || action.length === 0 ? {} : { actions: action }),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
  };
}

async function* pages(
  audit: AuditRepository,
  filter: Omit<AuditQuery, 'limit'>,
): AsyncGenerator<Record<keyof AuditEntry, unknown>[]> {
  for (let cursor: string | undefined; ; ) {
    const page = await audit.list({ ...filter, limit: csvBatch, cursor });
    yield page.data.map((entry) => ({ ...entry }));
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}
