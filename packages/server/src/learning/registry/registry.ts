import { AppError } from '../../errors.ts';
import type { ArtifactStore } from '../../stores/artifacts/artifact-store.ts';
import type { AuditRepository, Page } from '../../stores/control/control-store.ts';
import type { AliasChange, ModelRepository } from '../../stores/control/model-repository.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import { Turns } from '../../turns.ts';
import type { GateResult } from '../gates/gate.ts';
import { fromStored, plain, reportFrom, toStored } from './convert.ts';
import { emptyReport, type ModelReport } from './model-report.ts';
import { type AliasState, type ModelVersion, referenceOf } from './model-version.ts';
import { heuristicName, parseReference, requireAliasName, requireModelName } from './names.ts';
import { auditEntry, builtIn, missing, refusal } from './records.ts';

export interface RegistryOptions {
  repository: ModelRepository;
  artifacts: ArtifactStore;
  audit: AuditRepository;
  /** Version of this program. */
  codeVersion: string;
  /** Columns of the deployment's vectors, for the built-in ranker's signature. */
  featureNames: readonly string[];
  /** Epoch ms. */
  now(): number;
}

export type NewVersion = Omit<
  ModelVersion,
  'version' | 'state' | 'artifact' | 'sha256' | 'bytes' | 'codeVersion' | 'createdAt'
> & { file: Uint8Array };

export interface AliasRequest {
  name: string;
  alias: string;
  version: number;
  /** Key id, user id, `system` or `cli`. */
  by: string;
  reason: string;
  /** What the gates said; written into the history. */
  gates?: GateResult[];
  /** Set although a gate refused. */
  override?: boolean;
}

/** What of a version may change once it is registered. */
export interface VersionChange {
  notes?: string;
  tags?: string[];
  /** What evaluating found. */
  label?: string | null;
  calibrator?: ModelVersion['calibrator'];
  summary?: Record<string, number>;
  report?: ModelReport;
}

/** Called after an alias moved; `version` null: it was removed. */
export type AliasListener = (change: AliasChange) => void | Promise<void>;

/**
 * Versions of models and what their aliases mean. Metadata is in memory, so that serving can ask without
 * waiting; files are in the artifact store under `models/NAME/VERSION`.
 */
export class ModelRegistry {
  readonly #options: RegistryOptions;
  readonly #versions = new Map<string, ModelVersion>();
  readonly #aliases = new Map<string, AliasState>();
  readonly #listeners: AliasListener[] = [];
  /** Changes of versions and aliases: each reads what it changes, and no alias moves to a file that is removed. */
  readonly #turns = new Turns();
  readonly #builtIn: ModelVersion;

  private constructor(options: RegistryOptions) {
    this.#options = options;
    this.#builtIn = builtIn(options.featureNames, options.codeVersion);
  }

  static async open(options: RegistryOptions): Promise<ModelRegistry> {
    const registry = new ModelRegistry(options);
    for (const stored of await options.repository.all()) {
      registry.#versions.set(referenceOf(stored), fromStored(stored));
    }
    for (const alias of await options.repository.aliases()) {
      registry.#aliases.set(`${alias.name}@${alias.alias}`, alias);
    }
    return registry;
  }

  /** Epoch ms, by the clock that stamps versions. */
  now(): number {
    return this.#options.now();
  }

  /** Every model's name, the built-in one included, in order. */
  names(): string[] {
    return [...new Set([heuristicName, ...[...this.#versions.values()].map(({ name }) => name)])].sort();
  }

  /** Newest first. @throws AppError `not_found` for a name without versions */
  versions(name: string): ModelVersion[] {
    if (name === heuristicName) return [this.#builtIn];
    const found = [...this.#versions.values()].filter((one) => one.name === name);
    if (found.length === 0) throw missing(`model ${JSON.stringify(name.slice(0, 100))}`);
    return found.sort((a, b) => b.version - a.version);
  }

  find(name: string, version: number): ModelVersion | undefined {
    return name === heuristicName && version === 1
      ? this.#builtIn
      : this.#versions.get(referenceOf({ name, version }));
  }

  /** @throws AppError `not_found` */
  get(name: string, version: number): ModelVersion {
    const found = this.find(name, version);
    if (found === undefined)
      throw missing(`version ${version} of model ${JSON.stringify(name.slice(0, 100))}`);
    return found;
  }

  /** Metrics, curves and gates. @throws AppError `not_found` */
  async report(name: string, version: number): Promise<ModelReport> {
    this.get(name, version);
    const stored = await this.#options.repository.get(name, version);
    return stored === undefined ? emptyReport : reportFrom(stored);
  }

  /** The version that `name@alias`, `name@version` or `heuristic` means now. */
  resolve(reference: string): ModelVersion | undefined {
    const parsed = parseReference(reference);
    if (parsed === undefined) return undefined;
    if ('version' in parsed) return this.find(parsed.name, parsed.version);
    const alias = this.alias(parsed.name, parsed.alias);
    return alias && this.find(alias.name, alias.version);
  }

  alias(name: string, alias: string): AliasState | undefined {
    return this.#aliases.get(`${name}@${alias}`);
  }

  aliases(name?: string): AliasState[] {
    return [...this.#aliases.values()].filter((one) => name === undefined || one.name === name);
  }

  /** The artifact's bytes, held against their SHA-256. @throws AppError `storage_failed` when damaged, `not_found` */
  async file({ artifact, sha256, name, version, state }: ModelVersion): Promise<Uint8Array> {
    if (state === 'removed') {
      throw new AppError(
        'unprocessable',
        `retention removed the file of ${name}@${version}; import or train it again`,
      );
    }
    if (artifact === null || sha256 === null) throw missing(`a file of ${name}@${version}`);
    return this.#options.artifacts.get(artifact, sha256);
  }

  /** Stores a file and its record as the next version. @throws AppError `invalid_request` for the name */
  async register({ file, ...given }: NewVersion, report: ModelReport): Promise<ModelVersion> {
    const { repository, artifacts, audit, codeVersion, now } = this.#options;
    requireModelName(given.name);
    const createdAt = now();
    // The file comes first: a crash leaves an unused file, never a version without one.
    const artifact = `models/${given.name}/${createdAt}-${Math.floor(Math.random() * 2 ** 40).toString(36)}/model`;
    const sha256 = await artifacts.put(artifact, file);
    const made = {
      ...given,
      state: 'ready' as const,
      artifact,
      sha256,
      bytes: file.length,
      codeVersion,
      createdAt,
    };
    const version = await repository.insert(toStored(made, report));
    const stored: ModelVersion = { ...made, version };
    this.#versions.set(referenceOf(stored), stored);
    await audit.append(
      auditEntry(createdAt, given.createdBy, 'model.registered', referenceOf(stored), {
        kind: given.kind,
        sha256,
      }),
    );
    return stored;
  }

  /** Notes, tags and what judging found later. @throws AppError `not_found` */
  annotate(name: string, version: number, change: VersionChange, by: string): Promise<ModelVersion> {
    return this.#turns.take(() => this.#annotate(name, version, change, by));
  }

  async #annotate(name: string, version: number, change: VersionChange, by: string): Promise<ModelVersion> {
    const stored = this.get(name, version);
    if (name === heuristicName)
      throw new AppError('invalid_request', 'the built-in ranker cannot be changed');
    const { report, ...fields } = change;
    const changed = { ...stored, ...fields };
    const record = toStored(changed, report ?? emptyReport);
    await this.#options.repository.update(name, version, {
      ...{ notes: record.notes, tags: record.tags, body: record.body },
      ...(report === undefined ? {} : { report: record.report }),
    });
    this.#versions.set(referenceOf(changed), changed);
    if (fields.notes !== undefined || fields.tags !== undefined) {
      const { audit, now } = this.#options;
      await audit.append(auditEntry(now(), by, 'model.annotated', referenceOf(changed), plain(fields)));
    }
    return changed;
  }

  onAlias(listener: AliasListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Points an alias at a version; resolves when it serves. Judging comes before this.
   * @throws AppError `not_found`, `unprocessable` when the file is gone, `conflict` when another moved it meanwhile
   */
  async setAlias(request: AliasRequest): Promise<AliasChange> {
    return this.#tell(await this.#turns.take(() => this.#setAlias(request)));
  }

  async #setAlias(request: AliasRequest): Promise<AliasChange> {
    const { name, alias, version, by, reason, gates = [], override = false } = request;
    requireModelName(name);
    requireAliasName(alias);
    const target = this.get(name, version);
    if (target.state === 'removed') {
      throw new AppError(
        'unprocessable',
        `retention removed the file of ${name}@${version}; choose another version`,
      );
    }
    const detail = plain({ ...(gates.length > 0 ? { gates } : {}), ...(override ? { override } : {}) });
    const action = override ? 'model.alias.overridden' : 'model.alias.set';
    return this.#move({ name, alias, version, by, reason, detail, action });
  }

  /** @throws AppError `not_found` when there is no such alias */
  async removeAlias(name: string, alias: string, by: string, reason: string): Promise<AliasChange> {
    if (this.alias(name, alias) === undefined) throw missing(`alias ${name}@${alias}`);
    const action = 'model.alias.removed';
    return this.#tell(await this.#move({ name, alias, version: null, by, reason, detail: {}, action }));
  }

  /** Newest first. */
  history(
    name: string,
    alias: string,
    query: { limit: number; cursor?: string },
  ): Promise<Page<AliasChange>> {
    return this.#options.repository.history(name, alias, query);
  }

  /**
   * Puts an alias back to the newest version in its history that is not the present one and still has its
   * file; with nothing to go back to the alias is removed, so the built-in ranker serves.
   * @param skip versions that must not be chosen
   * @throws AppError `not_found` without such an alias
   */
  async rollback(
    name: string,
    alias: string,
    by: string,
    reason: string,
    skip: number[] = [],
  ): Promise<AliasChange> {
    return this.#tell(await this.#turns.take(() => this.#rollback(name, alias, by, reason, skip)));
  }

  async #rollback(
    name: string,
    alias: string,
    by: string,
    reason: string,
    skip: readonly number[],
  ): Promise<AliasChange> {
    const current = this.alias(name, alias);
    if (current === undefined) throw missing(`alias ${name}@${alias}`);
    const version = await this.#previous(current, new Set([...skip, current.version]));
    const detail: JsonObject = { rollback: true };
    return this.#move({ name, alias, version, by, reason, detail, action: 'model.alias.rolledBack' });
  }

  /**
   * Removes files of the oldest versions beyond `keep`, never of one that an alias names or a rollback of
   * `champion` would choose. Records stay. Returns what was removed.
   */
  applyRetention(name: string, keep: number, by: string): Promise<ModelVersion[]> {
    return this.#turns.take(() => this.#applyRetention(name, keep, by));
  }

  async #applyRetention(name: string, keep: number, by: string): Promise<ModelVersion[]> {
    const { repository, artifacts, audit, now } = this.#options;
    const needed = new Set<number>();
    for (const alias of this.aliases(name)) {
      needed.add(alias.version);
      const back = await this.#previous(alias, new Set([alias.version]));
      if (back !== null) needed.add(back);
    }
    const removed: ModelVersion[] = [];
    const ready = this.versions(name).filter(({ state }) => state === 'ready');
    for (const one of ready.slice(keep)) {
      if (needed.has(one.version) || one.artifact === null) continue;
      const gone: ModelVersion = { ...one, state: 'removed' };
      await repository.update(name, one.version, { state: 'removed' });
      this.#versions.set(referenceOf(one), gone);
      await artifacts.remove(one.artifact);
      await audit.append(auditEntry(now(), by, 'model.removed', referenceOf(one), { keep }));
      removed.push(gone);
    }
    return removed;
  }

  async #previous({ name, alias }: AliasState, skip: ReadonlySet<number>): Promise<number | null> {
    const left = new Set(skip);
    let cursor: string | undefined;
    do {
      const page = await this.history(name, alias, { limit: 100, cursor });
      for (const { version, previous, detail } of page.data) {
        if (version !== null && !left.has(version) && this.find(name, version)?.state === 'ready')
          return version;
        // What an earlier rollback left is not gone back to, unless it was chosen again since.
        if (detail.rollback === true && previous !== null) left.add(previous);
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return null;
  }

  async #move(change: {
    name: string;
    alias: string;
    version: number | null;
    by: string;
    reason: string;
    detail: JsonObject;
    action: string;
  }): Promise<AliasChange> {
    const { name, alias, version, by, reason, detail, action } = change;
    if (reason.trim() === '') throw refusal('reason must say why, in at least one word');
    const { repository, audit, now } = this.#options;
    const changedAt = now();
    const previous = this.alias(name, alias)?.version ?? null;
    const made = await repository.move({
      name,
      alias,
      version,
      previous,
      changedAt,
      changedBy: by,
      reason,
      detail,
    });
    const key = `${name}@${alias}`;
    if (version === null) this.#aliases.delete(key);
    else this.#aliases.set(key, { name, alias, version, changedAt });
    await audit.append(auditEntry(changedAt, by, action, key, { version, previous, reason, ...detail }));
    return made;
  }

  /** Outside of turns: loading a model takes its time, and another change need not wait for it. */
  async #tell(change: AliasChange): Promise<AliasChange> {
    for (const listener of this.#listeners) await listener(change);
    return change;
  }
}
