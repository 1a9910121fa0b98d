import type { Kysely } from 'kysely';
import type { ApiKey, KeyRepository } from './control-store.ts';
import { keyFromRow, keyToRow } from './rows.ts';
import type { ControlDatabase } from './schema.ts';

export class KyselyKeyRepository implements KeyRepository {
  readonly #db: Kysely<ControlDatabase>;

  constructor(db: Kysely<ControlDatabase>) {
    this.#db = db;
  }

  async insert(key: ApiKey, secretHash: string): Promise<void> {
    await this.#db.insertInto('api_keys').values(keyToRow(key, secretHash)).execute();
  }

  async findByHash(secretHash: string): Promise<ApiKey | undefined> {
    const row = await this.#db
      .selectFrom('api_keys')
      .selectAll()
      .where('secret_hash', '=', secretHash)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return row && keyFromRow(row);
  }

  async list(): Promise<ApiKey[]> {
    const rows = await this.#db
      .selectFrom('api_keys')
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(keyFromRow);
  }

  async revoke(id: string, at: number): Promise<boolean> {
    const result = await this.#db
      .updateTable('api_keys')
      .set({ revoked_at: at })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async markUsed(id: string, at: number): Promise<void> {
    await this.#db.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute();
  }
}
