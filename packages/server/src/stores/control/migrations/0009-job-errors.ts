import type { Kysely, Migration } from 'kysely';

/** Why a job failed as codes, for readers of another language; null for those that failed before. */
export const jobErrors: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('jobs').addColumn('errors', 'text').execute();
  },
};
