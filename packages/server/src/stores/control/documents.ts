import type { Kysely } from 'kysely';
import { refusal } from '../../errors.ts';
import { show } from '../../show.ts';
import type { JsonObject } from '../journal/record.ts';
import type { DocumentRepository, StoredDocument } from './control-store.ts';
import { documentFromRow } from './rows.ts';
import type { ControlDatabase } from './schema.ts';

/** The documents of one collection; collections do not see each other. */
export class KyselyDocumentRepository implements DocumentRepository {
  readonly #db: Kysely<ControlDatabase>;
  readonly #collection: string;

  constructor(db: Kysely<ControlDatabase>, collection: string) {
    this.#db = db;
    this.#collection = collection;
  }

  async get(name: string): Promise<StoredDocument | undefined> {
    const row = await this.#db
      .selectFrom('documents')
      .selectAll()
      .where('collection', '=', this.#collection)
      .where('name', '=', name)
      .executeTakeFirst();
    return row && documentFromRow(row);
  }

  async list(): Promise<StoredDocument[]> {
    const rows = await this.#db
      .selectFrom('documents')
      .selectAll()
      .where('collection', '=', this.#collection)
      .orderBy('name')
      .execute();
    return rows.map(documentFromRow);
  }

  async put(name: string, body: JsonObject, at: number, expectedVersion?: number): Promise<number> {
    const text = JSON.stringify(body);
    if (expectedVersion === undefined) return this.#putAny(name, text, at);
    const version = await (expectedVersion === 0
      ? this.#create(name, text, at)
      : this.#replace(name, text, at, expectedVersion));
    if (version !== undefined) return version;
    const current = (await this.get(name))?.version ?? 0;
    const found = current === 0 ? 'it does not exist' : `it has version ${current}`;
    const expected = expectedVersion === 0 ? 'not to exist' : `to have version ${expectedVersion}`;
    throw refusal(
      'conflict',
      expectedVersion === 0 ? 'nameTaken' : 'changedElsewhere',
      `${name} was expected ${expected}, but ${found}; read it again and repeat`,
      { got: show(name) },
    );
  }

  async remove(name: string): Promise<boolean> {
    const result = await this.#db
      .deleteFrom('documents')
      .where('collection', '=', this.#collection)
      .where('name', '=', name)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  async #putAny(name: string, body: string, at: number): Promise<number> {
    const { version } = await this.#db
      .insertInto('documents')
      .values({ collection: this.#collection, name, version: 1, body, updated_at: at })
      .onConflict((conflict) =>
        conflict
          .columns(['collection', 'name'])
          .doUpdateSet((build) => ({ version: build('documents.version', '+', 1), body, updated_at: at })),
      )
      .returning('version')
      .executeTakeFirstOrThrow();
    return version;
  }

  async #create(name: string, body: string, at: number): Promise<number | undefined> {
    const row = await this.#db
      .insertInto('documents')
      .values({ collection: this.#collection, name, version: 1, body, updated_at: at })
      .onConflict((conflict) => conflict.columns(['collection', 'name']).doNothing())
      .returning('version')
      .executeTakeFirst();
    return row?.version;
  }

  async #replace(name: string, body: string, at: number, version: number): Promise<number | undefined> {
    const row = await this.#db
      .updateTable('documents')
      .set({ version: version + 1, body, updated_at: at })
      .where('collection', '=', this.#collection)
      .where('name', '=', name)
      .where('version', '=', version)
      .returning('version')
      .executeTakeFirst();
    return row?.version;
  }
}
