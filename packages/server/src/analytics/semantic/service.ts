import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { type AnomaliesAnswer, type AnomaliesInput, runAnomalies } from '../analyses/anomalies.ts';
import { type FunnelAnswer, type FunnelInput, runFunnel } from '../analyses/funnel.ts';
import { type LifetimeAnswer, type LifetimeInput, runLifetime } from '../analyses/lifetime.ts';
import { type PathsAnswer, type PathsInput, runPaths } from '../analyses/paths.ts';
import { type RetentionAnswer, type RetentionInput, runRetention } from '../analyses/retention.ts';
import { type RfmAnswer, type RfmInput, runRfm } from '../analyses/rfm.ts';
import { checkQuery, type QueryInput } from './check-query.ts';
import type { Freshness } from './freshness.ts';
import type { SemanticModel } from './model.ts';
import type { Answer } from './query.ts';
import { runQuery } from './run.ts';
import { rawTables } from './tables.ts';

export interface AnalyticsOptions {
  warehouse: Pick<Warehouse, 'query'>;
  model: SemanticModel;
  freshness(): Freshness;
  /** Of days when a query names none. */
  timeZone: string;
  now?: () => number;
}

/** An answer and what it cost; `freshAsOf` in epoch ms. */
export type Timed<A> = Omit<A, 'rowsRead'> & {
  meta: { elapsedMs: number; rowsRead: number; freshAsOf: number };
};

interface Entry {
  version: number;
  at: number;
  answer: Promise<Answer>;
}

const maxEntries = 200;
const maxCachedRows = 5000;
/** Erasures and changes of the catalog move no version. */
const maxAgeMs = 30_000;

/** Answers analytical questions. The same question is read once until new events can be read. */
export class AnalyticsService {
  readonly #options: AnalyticsOptions;
  readonly #now: () => number;
  /** Least recently used first. */
  readonly #cache = new Map<string, Entry>();

  constructor(options: AnalyticsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Throws `invalid_request` for a bad question; rejects with `overloaded` when it takes too long or too much memory. */
  async query(input: QueryInput): Promise<Answer> {
    const { warehouse, model } = this.#options;
    const start = performance.now();
    const query = checkQuery(input, model, this.#options.timeZone);
    const { version, asOf } = this.#options.freshness();
    const key = JSON.stringify(query);
    const found = this.#cache.get(key);
    if (found?.version === version && this.#now() - found.at < maxAgeMs) {
      this.#cache.delete(key);
      this.#cache.set(key, found);
      const answer = await found.answer;
      return {
        ...answer,
        meta: { ...answer.meta, elapsedMs: performance.now() - start, cached: true },
      };
    }
    const answer = runQuery(warehouse, model, query).then(
      (result): Answer => ({
        ...result,
        meta: { ...result.meta, elapsedMs: performance.now() - start, freshAsOf: asOf, cached: false },
      }),
    );
    const entry = { version, at: this.#now(), answer };
    this.#remember(key, entry);
    try {
      const done = await answer;
      if (done.rows.length > maxCachedRows) this.#forget(key, entry);
      return done;
    } catch (error) {
      this.#forget(key, entry);
      throw error;
    }
  }

  /** How many people take steps in order. Never cached. */
  funnel(input: FunnelInput): Promise<Timed<FunnelAnswer>> {
    const { warehouse, model, timeZone } = this.#options;
    return this.#timed(() => runFunnel(warehouse, model, { timeZone, ...input }));
  }

  /** How many people come back. Never cached. */
  retention(input: RetentionInput): Promise<Timed<RetentionAnswer>> {
    const { warehouse, model, timeZone } = this.#options;
    return this.#timed(() => runRetention(warehouse, model, input, timeZone, this.#now()));
  }

  /** Which steps follow each other. Never cached. */
  paths(input: PathsInput): Promise<Timed<PathsAnswer>> {
    const { warehouse, model, timeZone } = this.#options;
    return this.#timed(() => runPaths(warehouse, model, { timeZone, ...input }));
  }

  /** Buyers by recency, frequency and value. Never cached. */
  rfm(input: RfmInput): Promise<Timed<RfmAnswer>> {
    const { warehouse, model, timeZone } = this.#options;
    return this.#timed(() => runRfm(warehouse, model, { timeZone, ...input }));
  }

  /** What cohorts spend as time goes on. Never cached. */
  lifetime(input: LifetimeInput): Promise<Timed<LifetimeAnswer>> {
    const { warehouse, model, timeZone } = this.#options;
    return this.#timed(() => runLifetime(warehouse, model, input, timeZone, this.#now()));
  }

  /** A metric with its expected band. The values are cached as those of {@link query}. */
  anomalies(input: AnomaliesInput): Promise<Timed<AnomaliesAnswer>> {
    const { timeZone } = this.#options;
    return this.#timed(() => runAnomalies((query) => this.query(query), { timeZone, ...input }, this.#now()));
  }

  async #timed<A extends { rowsRead: number }>(run: () => Promise<A>): Promise<Timed<A>> {
    const start = performance.now();
    const { asOf } = this.#options.freshness();
    const { rowsRead, ...answer } = await run();
    return { ...answer, meta: { elapsedMs: performance.now() - start, rowsRead, freshAsOf: asOf } };
  }

  /** Names, descriptions and which dimensions each metric can be split by. */
  schema() {
    const { metrics, dimensions } = this.#options.model;
    const text = { text: () => '' } as never;
    return {
      metrics: [...metrics.values()].map(({ definition, measures }) => ({
        name: definition.name,
        description: definition.description ?? null,
        format: definition.format ?? 'number',
        dimensions: [...dimensions.values()]
          .filter(({ name, sql }) =>
            measures.every(({ source }) => {
              const { kind, time } = rawTables[source];
              return name === 'date' || sql(kind, time, text) !== undefined;
            }),
          )
          .map(({ name }) => name),
      })),
      dimensions: [...dimensions.values()].map(({ name, type, description }) => ({
        name,
        type,
        description: description ?? null,
      })),
      granularities: ['minute', 'hour', 'day', 'week', 'month'],
      timeZone: this.#options.timeZone,
    };
  }

  #remember(key: string, entry: Entry): void {
    this.#cache.delete(key);
    this.#cache.set(key, entry);
    if (this.#cache.size > maxEntries) this.#cache.delete(this.#cache.keys().next().value as string);
  }

  #forget(key: string, entry: Entry): void {
    if (this.#cache.get(key) === entry) this.#cache.delete(key);
  }
}
