import type { Kysely, Migration } from 'kysely';

/** The time zone that a person reads times in; null: the one of the device. */
export const userTimeZone: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('users').addColumn('time_zone', 'text').execute();
  },
};
