import type { FieldError } from '../../errors.ts';
import type { ToldCode } from '../../told.ts';
import type { Item, JsonObject, Origin } from '../journal/record.ts';
import type { ModelRepository } from './model-repository.ts';

/** Port: catalog, keys, people, placements, jobs, audit. Embedded: SQLite by Kysely; in a cluster PostgreSQL, same queries. */
export interface ControlStore {
  items: ItemRepository;
  keys: KeyRepository;
  users: UserRepository;
  sessions: SessionRepository;
  placements: DocumentRepository;
  /** Named documents of a collection (`segments`, `experiments`…); needs no table of its own. `placements` is one of them. */
  documents(collection: string): DocumentRepository;
  jobs: JobRepository;
  audit: AuditRepository;
  models: ModelRepository;
  /** Small settings by name (`catalogOffset`, `demoStartedAt`…). */
  settings: SettingRepository;
  /** Leaves no bytes of deleted or replaced rows in any file; part of an erasure. Writers wait meanwhile. */
  purge(): Promise<void>;
  close(): Promise<void>;
}

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

export interface ItemQuery {
  search?: string;
  category?: string;
  /** Only hidden ones, or only the others. */
  hidden?: boolean;
  /** Only those that can be recommended at a time, epoch ms, cannot yet, or no longer. */
  availability?: { kind: 'now' | 'later' | 'past'; at: number };
  /** Only these. */
  itemIds?: readonly string[];
  /** 1 to 1000. */
  limit: number;
  cursor?: string;
}

export interface ItemRepository {
  /**
   * Upserts, then removes, in one transaction together with the journal offset after them, so a replay
   * changes nothing. Of several versions of one item the last counts.
   */
  apply(changes: { upserts: Item[]; removals: string[] }, nextOffset: number): Promise<void>;
  /** Offset of the first journal record whose item changes are not in here yet. */
  appliedOffset(): Promise<number>;
  get(itemId: string): Promise<Item | undefined>;
  /**
   * Items whose title or id holds `search`, whatever its case and accents: those that start with it first,
   * then by title. `limit` 1 to 1000. A cursor stays good while items come and go.
   */
  list(query: ItemQuery): Promise<Page<Item>>;
  /** Everything, in batches, ordered by itemId. */
  all(): AsyncIterable<Item[]>;
  count(): Promise<number>;
}

export const scopes = [
  'events:write',
  'recommendations:read',
  'catalog:write',
  'customers:read',
  'customers:write',
  'analytics:read',
  'models:write',
  'experiments:write',
  'admin',
] as const;
export type KeyScope = (typeof scopes)[number];
export const roles = ['viewer', 'analyst', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The secret itself is never stored: only its SHA-256 and its first characters for people to recognise it. */
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: KeyScope[];
  /** Requests a minute; null = the server's default. */
  rateLimit: number | null;
  /** What events sent with this key are marked as, whatever their sender says. */
  origin: Origin;
  createdAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
}

export interface KeyRepository {
  insert(key: ApiKey, secretHash: string): Promise<void>;
  /** Live keys only. */
  findByHash(secretHash: string): Promise<ApiKey | undefined>;
  list(): Promise<ApiKey[]>;
  revoke(id: string, at: number): Promise<boolean>;
  markUsed(id: string, at: number): Promise<void>;
}

export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  locale: 'en' | 'pt-BR';
  /** IANA name of the zone that times are shown in; null: the device's own. */
  timeZone: string | null;
  createdAt: number;
  disabledAt: number | null;
}

export interface UserRepository {
  insert(user: User, passwordHash: string): Promise<void>;
  findByEmail(email: string): Promise<{ user: User; passwordHash: string } | undefined>;
  get(id: string): Promise<User | undefined>;
  list(): Promise<User[]>;
  update(
    id: string,
    change: Partial<Pick<User, 'name' | 'role' | 'locale' | 'timeZone' | 'disabledAt'>> & {
      passwordHash?: string;
    },
  ): Promise<boolean>;
  /** With every session of theirs. */
  remove(id: string): Promise<boolean>;
  count(): Promise<number>;
}

/** Sign-in sessions; the cookie's value is never stored, only its SHA-256. */
export interface SessionRepository {
  insert(session: { tokenHash: string; userId: string; createdAt: number; expiresAt: number }): Promise<void>;
  find(tokenHash: string, now: number): Promise<{ userId: string; expiresAt: number } | undefined>;
  remove(tokenHash: string): Promise<void>;
  removeOfUser(userId: string): Promise<void>;
  removeExpired(now: number): Promise<number>;
}

/** Named JSON documents with optimistic concurrency: `expectedVersion` 0 = must not exist, undefined = any. */
export interface DocumentRepository {
  get(name: string): Promise<StoredDocument | undefined>;
  list(): Promise<StoredDocument[]>;
  /** Returns the new version; rejects with `conflict` when `expectedVersion` does not match. */
  put(name: string, body: JsonObject, at: number, expectedVersion?: number): Promise<number>;
  remove(name: string): Promise<boolean>;
}

export interface StoredDocument {
  name: string;
  version: number;
  body: JsonObject;
  updatedAt: number;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** Long work. `subject` is wiped when the job ends if it names a customer. */
export interface Job {
  id: string;
  kind: string;
  state: JobState;
  /** 0..1. */
  progress: number;
  message: string;
  /** The message as a code; null or absent where it has none. */
  told?: ToldCode | null;
  input: JsonObject;
  result: JsonObject | null;
  error: string | null;
  /** Why it failed as codes, where they are known; null or absent where it did not. */
  errors?: FieldError[] | null;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
}

export interface JobRepository {
  insert(job: Job): Promise<void>;
  update(id: string, change: Partial<Omit<Job, 'id' | 'kind' | 'createdAt'>>): Promise<boolean>;
  get(id: string): Promise<Job | undefined>;
  list(query: { kind?: string; state?: JobState; limit: number; cursor?: string }): Promise<Page<Job>>;
  /** Replaces what a job told while it ran. */
  putNotes(id: string, notes: readonly JsonObject[]): Promise<void>;
  /** What was put last; empty when nothing was. */
  notes(id: string): Promise<JsonObject[]>;
}

export interface AuditEntry {
  id: string;
  at: number;
  /** Key id, user id, `system` or `cli`. */
  actor: string;
  action: string;
  target: string;
  detail: JsonObject;
}

export interface AuditQuery {
  /** Any of these. */
  actions?: readonly string[];
  actor?: string;
  target?: string;
  /** Epoch ms; `from` is included, `to` is not. */
  from?: number;
  to?: number;
  /** 1 to 1000. */
  limit: number;
  cursor?: string;
}

export interface AuditRepository {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<Page<AuditEntry>>;
  /** Each action that was ever noted, in order of the alphabet. */
  actions(): Promise<string[]>;
}

export interface SettingRepository {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}
