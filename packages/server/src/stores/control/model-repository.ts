import type { JsonObject } from '../journal/record.ts';

/** A page of a list, as the other repositories give it. */
interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** The registry's records. What the documents hold is the registry's business. */
export interface ModelRepository {
  /** Stores a version under the next number of its name, which is returned; numbers are never given again. */
  insert(version: Omit<StoredModelVersion, 'version'>): Promise<number>;
  get(name: string, version: number): Promise<StoredModelVersion | undefined>;
  /** Every version, ordered by name and number, without reports. */
  all(): Promise<Omit<StoredModelVersion, 'report'>[]>;
  /** False when there is no such version. */
  update(name: string, version: number, change: ModelVersionChange): Promise<boolean>;
  aliases(): Promise<StoredAlias[]>;
  /**
   * Moves an alias (`version` null removes it) and writes its history in one transaction. Rejects with
   * `conflict` when the alias does not stand at `previous` any more.
   */
  move(change: Omit<AliasChange, 'number'>): Promise<AliasChange>;
  /** Newest first. */
  history(name: string, alias: string, query: { limit: number; cursor?: string }): Promise<Page<AliasChange>>;
  addShadowAnswers(answers: readonly ShadowAnswer[]): Promise<void>;
  /** Newest first. */
  shadowAnswers(query: { shadow?: string; limit: number; cursor?: string }): Promise<Page<ShadowAnswer>>;
  /** Removes all but the newest `keep`; returns how many. */
  trimShadowAnswers(keep: number): Promise<number>;
}

export type ModelVersionState = 'ready' | 'removed';

export interface StoredModelVersion {
  name: string;
  version: number;
  kind: string;
  /** `removed`: the record is kept, its artifact is gone. */
  state: ModelVersionState;
  createdAt: number;
  createdBy: string;
  notes: string;
  tags: string[];
  /** What serving needs to know. */
  body: JsonObject;
  /** Metrics, curves and gates: large, read only when asked for. */
  report: JsonObject;
}

export type ModelVersionChange = Partial<
  Pick<StoredModelVersion, 'state' | 'notes' | 'tags' | 'body' | 'report'>
>;

export interface StoredAlias {
  name: string;
  alias: string;
  version: number;
  changedAt: number;
}

export interface AliasChange {
  name: string;
  alias: string;
  /** From 1, per alias. */
  number: number;
  /** Null: the alias was removed. */
  version: number | null;
  /** Null: the alias did not exist. */
  previous: number | null;
  changedAt: number;
  changedBy: string;
  reason: string;
  detail: JsonObject;
}

/** What a shadow model would have answered beside what was answered. */
export interface ShadowAnswer {
  decisionId: string;
  /** `name@version` of the shadow. */
  shadow: string;
  /** `name@version` that answered. */
  model: string;
  placement: string;
  decidedAt: number;
  body: JsonObject;
}
