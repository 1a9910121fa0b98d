/** Between the port's types and the tables' rows. PostgreSQL's driver gives bigint as text, hence `Number`. */
import type { Item, JsonObject, Origin } from '../journal/record.ts';
import type {
  ApiKey,
  AuditEntry,
  Job,
  JobState,
  KeyScope,
  Role,
  StoredDocument,
  User,
} from './control-store.ts';
import { fold } from './fold.ts';
import type { ApiKeyRow, AuditRow, DocumentRow, ItemRow, JobRow, UserRow } from './schema.ts';

export function itemToRow(item: Item): ItemRow {
  return {
    item_id: item.itemId,
    category: item.category,
    search_title: fold(item.title),
    search_id: fold(item.itemId),
    hidden: item.hidden === true ? 1 : 0,
    available_from: item.availableFrom ?? null,
    available_until: item.availableUntil ?? null,
    body: JSON.stringify(item),
  };
}

export function itemFromRow(row: Pick<ItemRow, 'body'>): Item {
  return JSON.parse(row.body) as Item;
}

export function keyToRow(key: ApiKey, secretHash: string): ApiKeyRow {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    secret_hash: secretHash,
    scopes: JSON.stringify(key.scopes),
    rate_limit: key.rateLimit,
    origin: key.origin,
    created_at: key.createdAt,
    last_used_at: key.lastUsedAt,
    revoked_at: key.revokedAt,
  };
}

export function keyFromRow(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: JSON.parse(row.scopes) as KeyScope[],
    rateLimit: row.rate_limit,
    origin: row.origin as Origin,
    createdAt: Number(row.created_at),
    lastUsedAt: numberOrNull(row.last_used_at),
    revokedAt: numberOrNull(row.revoked_at),
  };
}

export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

export function userToRow(user: User, passwordHash: string): UserRow {
  return {
    id: user.id,
    email: user.email,
    email_key: emailKey(user.email),
    name: user.name,
    role: user.role,
    locale: user.locale,
    time_zone: user.timeZone,
    password_hash: passwordHash,
    created_at: user.createdAt,
    disabled_at: user.disabledAt,
  };
}

export function userFromRow(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role as Role,
    locale: row.locale as User['locale'],
    timeZone: row.time_zone,
    createdAt: Number(row.created_at),
    disabledAt: numberOrNull(row.disabled_at),
  };
}

export function documentFromRow(row: DocumentRow): StoredDocument {
  return {
    name: row.name,
    version: row.version,
    body: JSON.parse(row.body) as JsonObject,
    updatedAt: Number(row.updated_at),
  };
}

/** Only what is given: an update leaves the other columns alone. */
export function jobToRow(job: Partial<Job>): Partial<JobRow> {
  const row: Partial<JobRow> = {};
  if (job.id !== undefined) row.id = job.id;
  if (job.kind !== undefined) row.kind = job.kind;
  if (job.state !== undefined) row.state = job.state;
  if (job.progress !== undefined) row.progress = job.progress;
  if (job.message !== undefined) row.message = job.message;
  if (job.told !== undefined) row.told = job.told === null ? null : JSON.stringify(job.told);
  if (job.input !== undefined) row.input = JSON.stringify(job.input);
  if (job.result !== undefined) row.result = job.result === null ? null : JSON.stringify(job.result);
  if (job.error !== undefined) row.error = job.error;
  if (job.errors !== undefined) row.errors = job.errors === null ? null : JSON.stringify(job.errors);
  if (job.createdAt !== undefined) row.created_at = job.createdAt;
  if (job.startedAt !== undefined) row.started_at = job.startedAt;
  if (job.finishedAt !== undefined) row.finished_at = job.finishedAt;
  return row;
}

export function jobFromRow(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state as JobState,
    progress: row.progress,
    message: row.message,
    told: row.told === null ? null : (JSON.parse(row.told) as Job['told']),
    input: JSON.parse(row.input) as JsonObject,
    result: row.result === null ? null : (JSON.parse(row.result) as JsonObject),
    error: row.error,
    errors: row.errors === null ? null : (JSON.parse(row.errors) as Job['errors']),
    createdAt: Number(row.created_at),
    startedAt: numberOrNull(row.started_at),
    finishedAt: numberOrNull(row.finished_at),
  };
}

export function auditToRow(entry: AuditEntry): AuditRow {
  return { ...entry, detail: JSON.stringify(entry.detail) };
}

export function auditFromRow(row: AuditRow): AuditEntry {
  return { ...row, at: Number(row.at), detail: JSON.parse(row.detail) as JsonObject };
}

function numberOrNull(value: number | null): number | null {
  return value === null ? null : Number(value);
}
