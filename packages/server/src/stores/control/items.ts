import { type CompiledQuery, type Kysely, sql } from 'kysely';
import type { Item } from '../journal/record.ts';
import type { ItemQuery, ItemRepository, Page } from './control-store.ts';
import { escapeLike, fold } from './fold.ts';
import { decodeCursor, requireLimit, toPage } from './page.ts';
import { itemFromRow, itemToRow } from './rows.ts';
import type { ControlDatabase, ItemRow } from './schema.ts';
import { getSetting, setSetting } from './settings.ts';

/** Rows in one INSERT: its time bounds how long a reader waits behind it. */
const chunkSize = 250;
const offsetSetting = 'catalogOffset';
const columns = [
  ...(['item_id', 'category', 'search_title', 'search_id', 'hidden'] as const),
  ...(['available_from', 'available_until', 'body'] as const),
];

const cursorShape = ['number', 'string', 'string'] as const;

export class KyselyItemRepository implements ItemRepository {
  readonly #db: Kysely<ControlDatabase>;
  /** The INSERT of a full chunk, compiled once: building it costs more than running it. */
  #fullChunk: CompiledQuery | undefined;

  constructor(db: Kysely<ControlDatabase>) {
    this.#db = db;
  }

  async apply(changes: { upserts: Item[]; removals: string[] }, nextOffset: number): Promise<void> {
    const { upserts, removals } = changes;
    await this.#db.transaction().execute(async (transaction) => {
      for (let i = 0; i < upserts.length; i += chunkSize) {
        await transaction.executeQuery(this.#upsert(upserts.slice(i, i + chunkSize)));
      }
      for (let i = 0; i < removals.length; i += chunkSize) {
        const ids = removals.slice(i, i + chunkSize);
        await transaction.deleteFrom('items').where('item_id', 'in', ids).execute();
      }
      await setSetting(transaction, offsetSetting, String(nextOffset));
    });
  }

  async appliedOffset(): Promise<number> {
    return Number((await getSetting(this.#db, offsetSetting)) ?? 0);
  }

  async get(itemId: string): Promise<Item | undefined> {
    const row = await this.#db
      .selectFrom('items')
      .select('body')
      .where('item_id', '=', itemId)
      .executeTakeFirst();
    return row && itemFromRow(row);
  }

  async list(query: ItemQuery): Promise<Page<Item>> {
    const limit = requireLimit(query.limit);
    const search = fold(query.search?.trim() ?? '');
    const rows = await (search === ''
      ? this.#page(query, limit + 1)
      : this.#search(search, query, limit + 1));
    return toPage(rows, limit, itemFromRow, (row) => [row.rank, row.search_title, row.item_id]);
  }

  async *all(): AsyncGenerator<Item[]> {
    for (let after: string | undefined; ; ) {
      let query = this.#db.selectFrom('items').select(['item_id', 'body']).orderBy('item_id').limit(500);
      if (after !== undefined) query = query.where('item_id', '>', after);
      const rows = await query.execute();
      if (rows.length === 0) return;
      after = rows[rows.length - 1].item_id;
      yield rows.map(itemFromRow);
    }
  }

  async count(): Promise<number> {
    const { count } = await this.#db
      .selectFrom('items')
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** By title, then id. */
  #page({ category, hidden, availability, itemIds, cursor }: ItemQuery, limit: number) {
    let items = this.#db
      .selectFrom('items')
      .select(['item_id', 'search_title', 'body'])
      .select(sql<number>`0`.as('rank'));
    if (category !== undefined) items = items.where('category', '=', category);
    if (hidden !== undefined) items = items.where('hidden', '=', hidden ? 1 : 0);
    if (availability !== undefined) items = items.where(available(availability));
    if (itemIds !== undefined) items = items.where('item_id', 'in', [...itemIds]);
    if (cursor !== undefined) {
      const [, title, id] = decodeCursor(cursor, cursorShape);
      items = items.where(sql<boolean>`(search_title, item_id) > (${title}, ${id})`);
    }
    return items.orderBy('search_title').orderBy('item_id').limit(limit).execute();
  }

  /** By how well the text matches (0: title or id starts with it; 1: holds it), then title, then id. */
  #search(search: string, { category, hidden, availability, itemIds, cursor }: ItemQuery, limit: number) {
    const starts = like(`${escapeLike(search)}%`);
    let found = this.#db
      .selectFrom('items')
      .select(['item_id', 'search_title', 'body'])
      .select(sql<number>`CASE WHEN ${starts} THEN 0 ELSE 1 END`.as('rank'))
      .where(like(`%${escapeLike(search)}%`));
    if (category !== undefined) found = found.where('category', '=', category);
    if (hidden !== undefined) found = found.where('hidden', '=', hidden ? 1 : 0);
    if (availability !== undefined) found = found.where(available(availability));
    if (itemIds !== undefined) found = found.where('item_id', 'in', [...itemIds]);
    let page = this.#db.selectFrom(found.as('found')).selectAll();
    if (cursor !== undefined) {
      const [rank, title, id] = decodeCursor(cursor, cursorShape);
      page = page.where(sql<boolean>`("rank", search_title, item_id) > (${rank}, ${title}, ${id})`);
    }
    return page.orderBy('rank').orderBy('search_title').orderBy('item_id').limit(limit).execute();
  }

  #upsert(items: Item[]): CompiledQuery {
    // The last of several versions of one item: one INSERT may touch a row only once.
    const rows = [...new Map(items.map((item) => [item.itemId, itemToRow(item)])).values()];
    if (rows.length < chunkSize) return this.#compileUpsert(rows);
    this.#fullChunk ??= this.#compileUpsert(rows);
    const parameters = rows.flatMap((row) => columns.map((column) => row[column]));
    return { ...this.#fullChunk, parameters };
  }

  #compileUpsert(rows: ItemRow[]): CompiledQuery {
    return this.#db
      .insertInto('items')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('item_id').doUpdateSet((build) => ({
          category: build.ref('excluded.category'),
          search_title: build.ref('excluded.search_title'),
          search_id: build.ref('excluded.search_id'),
          hidden: build.ref('excluded.hidden'),
          available_from: build.ref('excluded.available_from'),
          available_until: build.ref('excluded.available_until'),
          body: build.ref('excluded.body'),
        })),
      )
      .compile();
  }
}

function available({ kind, at }: NonNullable<ItemQuery['availability']>) {
  if (kind === 'later') return sql<boolean>`available_from > ${at}`;
  if (kind === 'past') return sql<boolean>`available_until <= ${at}`;
  return sql<boolean>`coalesce(available_from, 0) <= ${at} AND (available_until IS NULL OR available_until > ${at})`;
}

function like(pattern: string) {
  return sql<boolean>`(search_title LIKE ${pattern} ESCAPE '\\' OR search_id LIKE ${pattern} ESCAPE '\\')`;
}
