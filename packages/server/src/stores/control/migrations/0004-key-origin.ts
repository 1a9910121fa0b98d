import { type Kysely, type Migration, sql } from 'kysely';

/** A key names the origin of what is sent with it; before, it only knew whether that was simulated. */
export const keyOrigin: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('api_keys')
      .addColumn('origin', 'text', (column) => column.notNull().defaultTo('live'))
      .execute();
    await sql`UPDATE api_keys SET origin = 'simulated' WHERE simulated <> 0`.execute(db);
    await db.schema.alterTable('api_keys').dropColumn('simulated').execute();
  },
};
