import type { FeatureDefinition } from '../../features/index.ts';
import { type AliasState, type ModelVersion, referenceOf } from '../registry/model-version.ts';
import { parseReference } from '../registry/names.ts';
import type { ModelRegistry } from '../registry/registry.ts';
import { loadModel } from './load-model.ts';
import type { LoadedModel } from './loaded-model.ts';
import { ModelFailures } from './model-failures.ts';
import { RegistryScorer } from './registry-scorer.ts';

export interface ModelServerOptions {
  registry: ModelRegistry;
  engineNames: readonly string[];
  definitions: readonly FeatureDefinition[];
  /** Told of a model that could not be loaded, or failed while it served (once a minute at most). */
  onProblem(reference: string, error: unknown): void;
}

/** What a reference is served by, and why not by what it names. */
export interface ServingState {
  reference: string;
  /** `name@version`; null: nothing, so the built-in ranker serves. */
  serving: string | null;
  /** Why the version that the reference names does not serve. */
  problem: string | null;
}

/** Models kept for other than aliases: predictions, comparisons, versions that placements name. */
const spareModels = 8;
/** Time that a replaced model is kept, for work that still holds it, ms. */
const lingerMs = 30_000;

/**
 * Holds what aliases name in memory and swaps it at once when an alias moves: a request scores with the old
 * model or the new one, never with none. A file that is damaged or does not fit leaves the last good one
 * in place.
 */
export class ModelServer {
  readonly #options: ModelServerOptions;
  /** By alias reference. */
  readonly #serving = new Map<string, RegistryScorer>();
  readonly #problems = new Map<string, string>();
  /** By `name@version`, oldest use first. */
  readonly #spare = new Map<string, Promise<RegistryScorer>>();
  /** Versions that placements name, loaded when first asked for. */
  readonly #pinned = new Map<string, RegistryScorer | undefined>();
  /** Replaced models by the timer that will close them. */
  readonly #linger = new Map<NodeJS.Timeout, Promise<RegistryScorer>>();
  readonly #failures: ModelFailures;
  #closed = false;

  constructor(options: ModelServerOptions) {
    this.#options = options;
    const { onProblem } = options;
    this.#failures = new ModelFailures({ onProblem, reopen: (version) => this.#reopen(version) });
    options.registry.onAlias(({ name, alias, version }) => this.#moved(name, alias, version));
  }

  /** Loads what the aliases name; a model that cannot be loaded is reported and passed over. */
  async start(): Promise<void> {
    for (const alias of this.#options.registry.aliases()) await this.#load(alias);
  }

  /** The ranker of a placement's reference now; undefined when the built-in one serves. */
  scorer(reference: string): RegistryScorer | undefined {
    const known = this.#serving.get(reference) ?? this.#pinned.get(reference);
    if (known !== undefined) return known.out === undefined ? known : undefined;
    if (this.#pinned.has(reference)) return undefined;
    const parsed = parseReference(reference);
    if (parsed === undefined || !('version' in parsed)) return undefined;
    this.#pin(reference, parsed);
    return undefined;
  }

  /** Loads versions that placements name by number, so that they serve from the first request. */
  async prepare(references: readonly string[]): Promise<void> {
    for (const reference of new Set(references)) {
      const parsed = parseReference(reference);
      if (parsed === undefined || !('version' in parsed)) continue;
      const version = this.#options.registry.find(parsed.name, parsed.version);
      if (version === undefined || version.kind === 'heuristic') continue;
      try {
        this.#pinned.set(reference, await this.use(version));
      } catch (error) {
        this.#options.onProblem(reference, error);
      }
    }
  }

  /**
   * A version to score with outside of recommendations. Kept for a while.
   * @throws AppError `storage_failed` (damaged), `unprocessable` (does not fit)
   */
  use(version: ModelVersion): Promise<RegistryScorer> {
    const key = referenceOf(version);
    for (const scorer of this.#serving.values())
      if (scorer.modelVersion === key) return Promise.resolve(scorer);
    const known = this.#spare.get(key);
    this.#spare.delete(key);
    const loading = known ?? this.#open(version);
    this.#spare.set(key, loading);
    loading.catch(() => this.#spare.delete(key));
    if (this.#spare.size > spareModels) {
      const [oldest, scorer] = this.#spare.entries().next().value!;
      this.#spare.delete(oldest);
      this.#retire(scorer);
    }
    return loading;
  }

  /** Loads a version anew after its record changed; wherever it serves, it is swapped at once. */
  async reload(version: ModelVersion): Promise<void> {
    const key = referenceOf(version);
    const before = this.#spare.get(key);
    this.#spare.delete(key);
    const scorer = await this.#open(version);
    if (this.#closed) return scorer.model.close();
    this.#spare.set(key, Promise.resolve(scorer));
    for (const [reference, serving] of this.#serving) {
      if (serving.modelVersion === key) this.#replace(reference, scorer);
    }
    if (this.#pinned.get(key) !== undefined) this.#pinned.set(key, scorer);
    if (before !== undefined) this.#retire(before);
  }

  state(): ServingState[] {
    return this.#options.registry.aliases().map(({ name, alias }) => this.stateOf(`${name}@${alias}`));
  }

  stateOf(reference: string): ServingState {
    return {
      reference,
      serving: this.scorer(reference)?.modelVersion ?? null,
      problem: this.#problems.get(reference) ?? this.#serving.get(reference)?.out ?? null,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#failures.close();
    for (const timer of this.#linger.keys()) clearTimeout(timer);
    const spare = await Promise.allSettled([...this.#linger.values(), ...this.#spare.values()]);
    const scorers = [
      ...this.#serving.values(),
      ...[...this.#pinned.values()].filter((one) => one !== undefined),
      ...spare.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    ];
    await Promise.all(scorers.map(({ model }) => model.close()));
  }

  async #moved(name: string, alias: string, version: number | null): Promise<void> {
    const reference = `${name}@${alias}`;
    if (version === null) {
      this.#replace(reference, undefined);
      this.#problems.delete(reference);
    } else await this.#load({ name, alias, version, changedAt: 0 });
  }

  async #load(named: AliasState): Promise<void> {
    const { name, alias, version } = named;
    const reference = `${name}@${alias}`;
    const { registry, onProblem } = this.#options;
    try {
      await this.#serve(named, registry.get(name, version));
      if (this.#isNamed(named)) this.#problems.delete(reference);
    } catch (error) {
      onProblem(reference, error);
      if (!this.#isNamed(named)) return;
      this.#problems.set(reference, error instanceof Error ? error.message : String(error));
      if (!this.#serving.has(reference)) await this.#serveLastGood(named);
    }
  }

  /** After a restart nothing serves yet: the newest earlier version of the alias whose file is whole does. */
  async #serveLastGood(failed: AliasState): Promise<void> {
    const { name, alias } = failed;
    const { registry, onProblem } = this.#options;
    const { data } = await registry.history(name, alias, { limit: 100 });
    const tried = new Set([failed.version]);
    for (const { version } of data) {
      if (version === null || tried.has(version)) continue;
      tried.add(version);
      const target = registry.find(name, version);
      if (target?.state !== 'ready') continue;
      try {
        await this.#serve(failed, target);
        return;
      } catch (error) {
        onProblem(`${name}@${alias}`, error);
      }
    }
  }

  async #serve(named: AliasState, target: ModelVersion): Promise<void> {
    // One that was loaded to be judged serves as it is.
    const scorer = await this.use(target);
    if (this.#closed || !this.#isNamed(named)) return;
    this.#replace(`${named.name}@${named.alias}`, scorer);
  }

  /** False when the alias has moved on while its model was loaded. */
  #isNamed({ name, alias, version }: AliasState): boolean {
    return this.#options.registry.alias(name, alias)?.version === version;
  }

  async #open(version: ModelVersion): Promise<RegistryScorer> {
    const { registry, engineNames, definitions } = this.#options;
    const model: LoadedModel = await loadModel(version, await registry.file(version));
    return new RegistryScorer({
      ...{ model, engineNames, definitions },
      onFailure: (error) => this.#failures.note(version, error, model.out?.() !== undefined),
    });
  }

  /** Where a model that is out serves or is kept, another one of its version takes its place. */
  async #reopen(version: ModelVersion): Promise<void> {
    const key = referenceOf(version);
    const serves = [...this.#serving.values()].some(({ modelVersion }) => modelVersion === key);
    if (!this.#closed && (serves || this.#pinned.has(key) || this.#spare.has(key)))
      await this.reload(version);
  }

  #pin(reference: string, { name, version }: { name: string; version: number }): void {
    const stored = this.#options.registry.find(name, version);
    if (stored === undefined || stored.kind === 'heuristic') return;
    this.#pinned.set(reference, undefined);
    this.use(stored)
      .then((scorer) => this.#pinned.set(reference, scorer))
      .catch((error: unknown) => this.#options.onProblem(reference, error));
  }

  #replace(reference: string, scorer: RegistryScorer | undefined): void {
    const before = this.#serving.get(reference);
    if (scorer === undefined) this.#serving.delete(reference);
    else this.#serving.set(reference, scorer);
    if (before !== undefined) this.#retire(Promise.resolve(before));
  }

  /** Closes a model later, unless it serves elsewhere or is kept to serve again. */
  #retire(loading: Promise<RegistryScorer>): void {
    const timer = setTimeout(() => {
      this.#linger.delete(timer);
      loading
        .then(async (scorer) => {
          const kept = await this.#spare.get(scorer.modelVersion)?.catch(() => undefined);
          const inUse = [kept, ...this.#serving.values(), ...this.#pinned.values()].includes(scorer);
          return inUse ? undefined : scorer.model.close();
        })
        .catch(() => undefined);
    }, lingerMs);
    timer.unref();
    this.#linger.set(timer, loading);
  }
}
