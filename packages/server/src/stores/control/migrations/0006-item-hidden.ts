import type { Kysely, Migration } from 'kysely';

const batch = 500;

interface Tables {
  items: { item_id: string; body: string; hidden: number };
}

/** Whether an item is hidden, beside its document, so that lists can ask for it. */
export const itemHidden: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('items')
      .addColumn('hidden', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
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
      const hidden = rows
        .filter(({ body }) => (JSON.parse(body) as { hidden?: boolean }).hidden === true)
        .map((row) => row.item_id);
      if (hidden.length > 0) {
        await tables.updateTable('items').set({ hidden: 1 }).where('item_id', 'in', hidden).execute();
      }
      after = rows[rows.length - 1].item_id;
    }
  },
};
