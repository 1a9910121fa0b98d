import type { Kysely, Migration } from 'kysely';

/** What jobs told while they ran: lines and points of curves, one JSON list per job. */
export const jobNotes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('job_notes')
      .addColumn('job_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .execute();
  },
};
