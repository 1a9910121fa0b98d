import { type Kysely, sql } from 'kysely';
import type { AuditEntry, AuditQuery, AuditRepository, Page } from './control-store.ts';
import { decodeCursor, requireLimit, toPage } from './page.ts';
import { auditFromRow, auditToRow } from './rows.ts';
import type { ControlDatabase } from './schema.ts';

export class KyselyAuditRepository implements AuditRepository {
  readonly #db: Kysely<ControlDatabase>;

  constructor(db: Kysely<ControlDatabase>) {
    this.#db = db;
  }

  async append(entry: AuditEntry): Promise<void> {
    await this.#db.insertInto('audit_entries').values(auditToRow(entry)).execute();
  }

  async list(query: AuditQuery): Promise<Page<AuditEntry>> {
    const limit = requireLimit(query.limit);
    let select = this.#db.selectFrom('audit_entries').selectAll();
    if (query.actions !== undefined) select = select.where('action', 'in', [...query.actions]);
    if (query.actor !== undefined) select = select.where('actor', '=', query.actor);
    if (query.target !== undefined) select = select.where('target', '=', query.target);
    if (query.from !== undefined) select = select.where('at', '>=', query.from);
    if (query.to !== undefined) select = select.where('at', '<', query.to);
    if (query.cursor !== undefined) {
      const [at, id] = decodeCursor(query.cursor, ['number', 'string']);
      select = select.where(sql<boolean>`("at", id) < (${at}, ${id})`);
    }
    const rows = await select
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, auditFromRow, (row) => [Number(row.at), row.id]);
  }

  async actions(): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('audit_entries')
      .select('action')
      .distinct()
      .orderBy('action')
      .execute();
    return rows.map(({ action }) => action);
  }
}
