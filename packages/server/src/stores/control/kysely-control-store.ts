import type { Kysely } from 'kysely';
import { KyselyAuditRepository } from './audit.ts';
import type { ControlStore, DocumentRepository } from './control-store.ts';
import { KyselyDocumentRepository } from './documents.ts';
import { KyselyItemRepository } from './items.ts';
import { KyselyJobRepository } from './jobs.ts';
import { KyselyKeyRepository } from './keys.ts';
import { KyselyModelRepository } from './models.ts';
import type { ControlDatabase } from './schema.ts';
import { KyselySessionRepository } from './sessions.ts';
import { KyselySettingRepository } from './settings.ts';
import { KyselyUserRepository } from './users.ts';

/** The repositories over any database that Kysely speaks to; only the dialect and `purge` differ between engines. */
export class KyselyControlStore implements ControlStore {
  readonly items: KyselyItemRepository;
  readonly keys: KyselyKeyRepository;
  readonly users: KyselyUserRepository;
  readonly sessions: KyselySessionRepository;
  readonly placements: DocumentRepository;
  readonly jobs: KyselyJobRepository;
  readonly audit: KyselyAuditRepository;
  readonly models: KyselyModelRepository;
  readonly settings: KyselySettingRepository;
  readonly #db: Kysely<ControlDatabase>;
  readonly #purge: () => Promise<void>;

  constructor(db: Kysely<ControlDatabase>, purge: () => Promise<void>) {
    this.#db = db;
    this.#purge = purge;
    this.items = new KyselyItemRepository(db);
    this.keys = new KyselyKeyRepository(db);
    this.users = new KyselyUserRepository(db);
    this.sessions = new KyselySessionRepository(db);
    this.placements = this.documents('placements');
    this.jobs = new KyselyJobRepository(db);
    this.audit = new KyselyAuditRepository(db);
    this.models = new KyselyModelRepository(db);
    this.settings = new KyselySettingRepository(db);
  }

  documents(collection: string): DocumentRepository {
    return new KyselyDocumentRepository(this.#db, collection);
  }

  purge(): Promise<void> {
    return this.#purge();
  }

  close(): Promise<void> {
    return this.#db.destroy();
  }
}
