import type { Kysely, Migration } from 'kysely';

/** A job's message as a code, for readers of another language. */
export const jobTold: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('jobs').addColumn('told', 'text').execute();
  },
};
