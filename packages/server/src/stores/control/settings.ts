import type { Kysely } from 'kysely';
import type { SettingRepository } from './control-store.ts';
import type { ControlDatabase } from './schema.ts';

export class KyselySettingRepository implements SettingRepository {
  readonly #db: Kysely<ControlDatabase>;

  constructor(db: Kysely<ControlDatabase>) {
    this.#db = db;
  }

  get(name: string): Promise<string | undefined> {
    return getSetting(this.#db, name);
  }

  set(name: string, value: string): Promise<void> {
    return setSetting(this.#db, name, value);
  }
}

export async function getSetting(db: Kysely<ControlDatabase>, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}

export async function setSetting(db: Kysely<ControlDatabase>, name: string, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
