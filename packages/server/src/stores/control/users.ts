import type { Kysely } from 'kysely';
import type { User, UserRepository } from './control-store.ts';
import { emailKey, userFromRow, userToRow } from './rows.ts';
import type { ControlDatabase, UserRow } from './schema.ts';

export class KyselyUserRepository implements UserRepository {
  readonly #db: Kysely<ControlDatabase>;

  constructor(db: Kysely<ControlDatabase>) {
    this.#db = db;
  }

  async insert(user: User, passwordHash: string): Promise<void> {
    await this.#db.insertInto('users').values(userToRow(user, passwordHash)).execute();
  }

  async findByEmail(email: string): Promise<{ user: User; passwordHash: string } | undefined> {
    const row = await this.#db
      .selectFrom('users')
      .selectAll()
      .where('email_key', '=', emailKey(email))
      .executeTakeFirst();
    return row && { user: userFromRow(row), passwordHash: row.password_hash };
  }

  async get(id: string): Promise<User | undefined> {
    const row = await this.#db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
    return row && userFromRow(row);
  }

  async list(): Promise<User[]> {
    const rows = await this.#db.selectFrom('users').selectAll().orderBy('created_at').orderBy('id').execute();
    return rows.map(userFromRow);
  }

  async update(
    id: string,
    change: Partial<Pick<User, 'name' | 'role' | 'locale' | 'timeZone' | 'disabledAt'>> & {
      passwordHash?: string;
    },
  ): Promise<boolean> {
    const row: Partial<UserRow> = {};
    if (change.name !== undefined) row.name = change.name;
    if (change.role !== undefined) row.role = change.role;
    if (change.locale !== undefined) row.locale = change.locale;
    if (change.timeZone !== undefined) row.time_zone = change.timeZone;
    if (change.disabledAt !== undefined) row.disabled_at = change.disabledAt;
    if (change.passwordHash !== undefined) row.password_hash = change.passwordHash;
    if (Object.keys(row).length === 0) return (await this.get(id)) !== undefined;
    const result = await this.#db.updateTable('users').set(row).where('id', '=', id).executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async remove(id: string): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('sessions').where('user_id', '=', id).execute();
      const result = await transaction.deleteFrom('users').where('id', '=', id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    });
  }

  async count(): Promise<number> {
    const { count } = await this.#db
      .selectFrom('users')
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  }
}
