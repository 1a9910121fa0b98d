import type { FeatureEngine } from '../features/feature-engine.ts';
import { type RecentEvents, recentView } from '../profiles/recent-events.ts';
import { CandidateSet, maxCandidates } from './candidates.ts';
import type { Catalog } from './catalog/catalog.ts';
import { EligibilityFilter } from './filter.ts';
import type { Placement, SourceName } from './placement.ts';
import { type Purchases, purchaseView } from './purchases.ts';
import type { RecommendationRequest } from './recommendation.ts';
import { retrieve } from './retrieve.ts';
import type { ScoreInput } from './scorer.ts';
import { cartFromEvents, fillSeeds, seedLimit } from './seeds.ts';
import type { CandidateSource, RetrievalContext } from './sources/source.ts';

export interface GathererOptions {
  engine: FeatureEngine;
  catalog: Catalog;
  purchases: Purchases;
  recentEvents: RecentEvents;
  sources: Readonly<Record<SourceName, CandidateSource>>;
}

/** The part of a request that decides which candidates there are. */
export type GatherRequest = Pick<RecommendationRequest, 'context' | 'filter' | 'exclude'>;

/**
 * The stages retrieve → filter → featurize, for one request at a time. Requests go through it as they
 * arrive, and training goes through it again at the same instants of a replay. Its arrays are reused.
 */
export class CandidateGatherer {
  readonly candidates = new CandidateSet();
  /** Events and purchases known of the customer of the latest request. */
  interactions = 0;
  readonly #options: GathererOptions;
  readonly #filter: EligibilityFilter;
  readonly #purchases = purchaseView();
  readonly #context: RetrievalContext = {
    customerRow: -1,
    at: 0,
    seeds: new Int32Array(seedLimit),
    seedWeights: new Float64Array(seedLimit),
    seedCount: 0,
    recent: recentView(),
  };
  readonly #matrix: Float64Array;

  constructor(options: GathererOptions) {
    this.#options = options;
    this.#filter = new EligibilityFilter(options.catalog);
    this.#matrix = new Float64Array(maxCandidates * options.engine.width);
  }

  /**
   * Fills {@link candidates}. `customerRow` < 0: unknown; `limit`: how many the answer wants. Returns the
   * first step of the fallback that gave anything; undefined when none was needed.
   */
  gather(
    request: GatherRequest,
    placement: Placement,
    customerRow: number,
    limit: number,
    at: number,
  ): SourceName | undefined {
    const { catalog, recentEvents, purchases, sources } = this.#options;
    const context = this.#context;
    context.customerRow = customerRow;
    context.at = at;
    recentEvents.read(customerRow, context.recent);
    purchases.read(customerRow, this.#purchases);
    this.interactions = context.recent.count + this.#purchases.count;

    const pageItem = request.context?.itemId === undefined ? -1 : catalog.rowOf(request.context.itemId);
    const cart = this.#cart(request, at);
    fillSeeds(context, pageItem, cart);
    this.#filter.begin({
      filters: request.filter ? [...placement.filters, ...request.filter] : placement.filters,
      at,
      purchases: this.#purchases,
      cart,
      exclude: [pageItem, ...(request.exclude ?? []).map((id) => catalog.rowOf(id))],
    });
    const { candidates } = this;
    candidates.begin(Math.max(limit, placement.candidateLimit), catalog.rows, this.#filter.accept);
    return retrieve(sources, placement, context, this.interactions > 0, limit, candidates);
  }

  /** Reads the candidates' vectors at the instant of the latest {@link gather}. */
  featurize(request: GatherRequest): ScoreInput {
    const { engine } = this.#options;
    const { rows, count, evidence } = this.candidates;
    const { customerRow, at } = this.#context;
    const context = { channel: request.context?.channel, device: request.context?.device };
    engine.read({ customerRow, itemRows: rows, count, context, at }, this.#matrix);
    return { matrix: this.#matrix, count, width: engine.width, rows, evidence, at };
  }

  #cart(request: GatherRequest, at: number): number[] {
    const given = request.context?.cart;
    const { catalog, recentEvents } = this.#options;
    if (!given) return cartFromEvents(this.#context.recent, recentEvents.types, at);
    return given.map((id) => catalog.rowOf(id)).filter((row) => row >= 0);
  }
}
