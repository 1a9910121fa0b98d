import { type Kysely, sql } from 'kysely';
import type { JsonObject } from '../journal/record.ts';
import type { Job, JobRepository, JobState, Page } from './control-store.ts';
import { decodeCursor, requireLimit, toPage } from './page.ts';
import { jobFromRow, jobToRow } from './rows.ts';
import type { ControlDatabase, JobRow } from './schema.ts';

export class KyselyJobRepository implements JobRepository {
  readonly #db: Kysely<ControlDatabase>;

  constructor(db: Kysely<ControlDatabase>) {
    this.#db = db;
  }

  async insert(job: Job): Promise<void> {
    await this.#db
      .insertInto('jobs')
      .values(jobToRow(job) as JobRow)
      .execute();
  }

  async update(id: string, change: Partial<Omit<Job, 'id' | 'kind' | 'createdAt'>>): Promise<boolean> {
    const row = jobToRow(change);
    if (Object.keys(row).length === 0) return (await this.get(id)) !== undefined;
    const result = await this.#db.updateTable('jobs').set(row).where('id', '=', id).executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async get(id: string): Promise<Job | undefined> {
    const row = await this.#db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();
    return row && jobFromRow(row);
  }

  async putNotes(id: string, notes: readonly JsonObject[]): Promise<void> {
    const body = JSON.stringify(notes);
    await this.#db
      .insertInto('job_notes')
      .values({ job_id: id, body })
      .onConflict((conflict) => conflict.column('job_id').doUpdateSet({ body }))
      .execute();
  }

  async notes(id: string): Promise<JsonObject[]> {
    const row = await this.#db
      .selectFrom('job_notes')
      .select('body')
      .where('job_id', '=', id)
      .executeTakeFirst();
    return row === undefined ? [] : (JSON.parse(row.body) as JsonObject[]);
  }

  /** Newest first. */
  async list(query: { kind?: string; state?: JobState; limit: number; cursor?: string }): Promise<Page<Job>> {
    const limit = requireLimit(query.limit);
    let select = this.#db.selectFrom('jobs').selectAll();
    if (query.kind !== undefined) select = select.where('kind', '=', query.kind);
    if (query.state !== undefined) select = select.where('state', '=', query.state);
    if (query.cursor !== undefined) {
      const [at, id] = decodeCursor(query.cursor, ['number', 'string']);
      select = select.where(sql<boolean>`(created_at, id) < (${at}, ${id})`);
    }
    const rows = await select
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, jobFromRow, (row) => [Number(row.created_at), row.id]);
  }
}
