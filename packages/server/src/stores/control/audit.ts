import { type Kysely, sql } from 'kysely';
import type { AuditEntry, AuditRepository, Page } from './control-store.ts';
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

  /** Newest first. */
  async list(query: { action?: string; limit: number; cursor?: string }): Promise<Page<AuditEntry>> {
    const limit = requireLimit(query.limit);
    let select = this.#db.selectFrom('audit_entries').selectAll();
    if (query.action !== undefined) select = select.where('action', '=', query.action);
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
}
