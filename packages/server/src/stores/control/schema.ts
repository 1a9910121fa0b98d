/**
 * The control store's tables as Kysely sees them. Text, integers and nulls only, so that SQLite and
 * PostgreSQL agree: times are epoch milliseconds, booleans 0 or 1, documents JSON text.
 */
export interface ControlDatabase {
  items: ItemRow;
  api_keys: ApiKeyRow;
  users: UserRow;
  sessions: SessionRow;
  documents: DocumentRow;
  jobs: JobRow;
  job_notes: { job_id: string; body: string };
  audit_entries: AuditRow;
  settings: { name: string; value: string };
  model_versions: ModelVersionRow;
  model_aliases: { name: string; alias: string; version: number; changed_at: number };
  alias_history: AliasChangeRow;
  shadow_answers: ShadowAnswerRow;
}

export interface ItemRow {
  item_id: string;
  category: string;
  /** Folded title and id (see fold.ts); what search looks through and lists are ordered by. */
  search_title: string;
  search_id: string;
  /** 0 or 1. */
  hidden: number;
  /** Epoch ms; null: always. */
  available_from: number | null;
  available_until: number | null;
  body: string;
}

export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  secret_hash: string;
  scopes: string;
  rate_limit: number | null;
  origin: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface UserRow {
  id: string;
  email: string;
  /** Lower-cased email; unique. */
  email_key: string;
  name: string;
  role: string;
  locale: string;
  time_zone: string | null;
  password_hash: string;
  created_at: number;
  disabled_at: number | null;
}

export interface SessionRow {
  token_hash: string;
  user_id: string;
  created_at: number;
  expires_at: number;
}

export interface DocumentRow {
  collection: string;
  name: string;
  version: number;
  body: string;
  updated_at: number;
}

export interface JobRow {
  id: string;
  kind: string;
  state: string;
  progress: number;
  message: string;
  told: string | null;
  input: string;
  result: string | null;
  error: string | null;
  errors: string | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
}

export interface AuditRow {
  id: string;
  at: number;
  actor: string;
  action: string;
  target: string;
  detail: string;
}

export interface ModelVersionRow {
  name: string;
  version: number;
  kind: string;
  state: string;
  created_at: number;
  created_by: string;
  notes: string;
  tags: string;
  body: string;
  report: string;
}

export interface AliasChangeRow {
  name: string;
  alias: string;
  number: number;
  version: number | null;
  previous: number | null;
  changed_at: number;
  changed_by: string;
  reason: string;
  detail: string;
}

export interface ShadowAnswerRow {
  decision_id: string;
  shadow: string;
  model: string;
  placement: string;
  decided_at: number;
  body: string;
}
