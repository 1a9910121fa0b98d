import type { Kysely, Migration } from 'kysely';

const batch = 500;

interface Tables {
  items: {
    item_id: string;
    body: string;
    available_from: number | null;
    available_until: number | null;
  };
}

/** When an item can be recommended, beside its document, so that lists can ask for it. Epoch ms. */
export const itemAvailability: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const column of ['available_from', 'available_until']) {
      await db.schema.alterTable('items').addColumn(column, 'bigint').execute();
    }
    const tables = db as Kysely<Tables>;
    for (let after = ''; ; ) {
      const rows = await tables
        .selectFrom('items')
        .select(['item_id', 'body'])
        .where('item_id', '>', after)
        .orderBy('item_id')
        .limit(batch)
        .execute();
      if (rows.length === 0) return;
      for (const { item_id, body } of rows) {
        const { availableFrom = null, availableUntil = null } = JSON.parse(body) as {
          availableFrom?: number;
          availableUntil?: number;
        };
        if (availableFrom === null && availableUntil === null) continue;
        await tables
          .updateTable('items')
          .set({ available_from: availableFrom, available_until: availableUntil })
          .where('item_id', '=', item_id)
          .execute();
      }
      after = rows[rows.length - 1].item_id;
    }
  },
};
