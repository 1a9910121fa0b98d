import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { FeatureEngine } from '../features/feature-engine.ts';
import type { DecisionRecord, JournalRecord } from '../stores/journal/record.ts';
import { maxCandidates } from './candidates.ts';
import type { Catalog } from './catalog/catalog.ts';
import { checkRequest } from './check-request.ts';
import { confidence } from './confidence.ts';
import { Diversifier } from './diversify.ts';
import type { Explainer } from './explain.ts';
import type { CandidateGatherer } from './gather.ts';
import { decisionRecord } from './log.ts';
import type { Placement } from './placement.ts';
import { policyFor } from './policies/placement-policy.ts';
import { policyName, reachOf } from './policies/policy-config.ts';
import type { PolicyEngine } from './policies/policy-engine.ts';
import {
  maxBatch,
  type Recommendation,
  type RecommendationAnswer,
  type RecommendationRequest,
  type VariantOf,
} from './recommendation.ts';
import type { Engagement } from './rewards/engagement.ts';
import type { ScoreInput, Scorer } from './scorer.ts';
import type { Popularity } from './sources/popularity.ts';

export interface RecommenderOptions {
  engine: FeatureEngine;
  catalog: Catalog;
  popularity: Popularity;
  gatherer: CandidateGatherer;
  explainer: Explainer;
  engagement: Engagement;
  policies: PolicyEngine;
  /** Whether a known customer is in a segment now. */
  inSegment(customerRow: number, segment: string): boolean;
  /** Item attributes that make two items alike. */
  similarityAttributes: readonly string[];
  /** The placement now; undefined when there is none of that name. */
  placement(name: string): Placement | undefined;
  /** The ranker that a placement's `ranker` means now. */
  scorer(reference: string): Scorer;
  /** The customer's row after identity resolution; −1 for an unknown one. */
  customerRow(identity: { customerId?: string; anonymousId?: string }): number;
  /** Offset of the next record to be applied. */
  appliedOffset(): number;
  append(records: JournalRecord[]): Promise<unknown>;
  /** The experiment's variant that answers a request; undefined without waiting when none can. */
  variantOf?: VariantOf;
  /** Told of each decision before it is logged, with what the ranker saw; must be fast and copy what it keeps. */
  onDecided?(record: DecisionRecord, input: ScoreInput, scores: Float64Array): void;
  /** Epoch ms. */
  now(): number;
}

/** Main-thread time between two turns of the event loop while a batch is made, ms. */
const sliceMs = 5;

/** A request carried through all stages: what the client gets and what the journal gets. */
interface Decided {
  answer: RecommendationAnswer;
  record: DecisionRecord;
}

/**
 * Answers requests: retrieve → filter → featurize → score → choose → explain → log. Everything up to the log
 * is synchronous and reads memory only; the answer leaves when its decision is durable.
 */
export class Recommender {
  readonly #options: RecommenderOptions;
  readonly #diversifier: Diversifier;
  readonly #scores = new Float64Array(maxCandidates);

  constructor(options: RecommenderOptions) {
    this.#options = options;
    this.#diversifier = new Diversifier(options.catalog, options.similarityAttributes);
  }

  /**
   * Throws `invalid_request` (limits, filters), `not_found` (placement), `unprocessable` (placement switched
   * off), and what the journal's append rejects with; an unknown customer is no error.
   */
  async recommend(request: RecommendationRequest): Promise<RecommendationAnswer> {
    const { answer, record } = this.#decide(await this.#withVariant(request));
    await this.#options.append([record]);
    return answer;
  }

  /** At most {@link maxBatch} requests, answered in their order and logged together; one invalid request refuses all. */
  async recommendBatch(requests: readonly RecommendationRequest[]): Promise<RecommendationAnswer[]> {
    if (requests.length < 1 || requests.length > maxBatch) {
      throw new AppError('invalid_request', `requests must be 1 to ${maxBatch}, got ${requests.length}`);
    }
    const decided: Decided[] = [];
    let sliceEnd = performance.now() + sliceMs;
    for (const [i, request] of requests.entries()) {
      decided.push(await this.#inBatch(request, i));
      if (performance.now() < sliceEnd) continue;
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = performance.now() + sliceMs;
    }
    // The journal's arrival times never decrease: other records may have been appended between the slices.
    const receivedAt = this.#options.now();
    for (const { record } of decided) record.receivedAt = receivedAt;
    await this.#options.append(decided.map(({ record }) => record));
    return decided.map(({ answer }) => answer);
  }

  /** What would be answered now, with reasons, without logging or exploring. `placement` need not be stored. */
  preview(request: RecommendationRequest, placement?: Placement): RecommendationAnswer {
    return this.#decide({ ...request, explain: true }, placement ?? this.#placement(request)).answer;
  }

  async #inBatch(request: RecommendationRequest, index: number): Promise<Decided> {
    try {
      return this.#decide(await this.#withVariant(request));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(error.code, `requests/${index}: ${error.message}`, {
        errors: error.errors?.map(({ path, message }) => ({ path: `/requests/${index}${path}`, message })),
      });
    }
  }

  /** A request that cannot be answered is nobody's exposure, so it is checked first. */
  async #withVariant(request: RecommendationRequest): Promise<RecommendationRequest> {
    const { variantOf } = this.#options;
    if (variantOf === undefined || request.variant !== undefined) return request;
    checkRequest(request);
    if (!this.#placement(request).enabled) return request;
    const variant = await variantOf(request);
    return variant === undefined ? request : { ...request, variant };
  }

  #placement({ placement: name, variant }: RecommendationRequest): Placement {
    const stored = this.#options.placement(name);
    if (!stored) {
      throw new AppError(
        'not_found',
        `there is no placement ${JSON.stringify(name.slice(0, 100))}; GET /v1/placements lists them`,
      );
    }
    return variant?.placement ? { ...stored, ...variant.placement } : stored;
  }

  #decide(request: RecommendationRequest, given?: Placement): Decided {
    const placement = given ?? this.#placement(request);
    if (!placement.enabled && !given) {
      throw new AppError('unprocessable', `placement "${placement.name}" is switched off; enable it first`);
    }
    checkRequest(request);
    const limit = request.limit ?? placement.defaultLimit;
    const stateOffset = this.#options.appliedOffset();
    const at = this.#options.now();

    const { gatherer } = this.#options;
    const customerRow = this.#options.customerRow(request);
    const fallback = gatherer.gather(request, placement, customerRow, limit, at);
    const { candidates } = gatherer;
    const input = gatherer.featurize(request);
    let scorer = this.#options.scorer(placement.ranker);
    scorer.score(input, this.#scores);
    const next = this.#options.scorer(placement.ranker);
    if (next !== scorer) {
      // It went out of service over this very request.
      scorer = next;
      scorer.score(input, this.#scores);
    }

    const { policy, segment, variant } = policyFor(
      placement,
      request.variant,
      (name) => customerRow >= 0 && this.#options.inSegment(customerRow, name),
    );
    const pool = this.#diversifier.order(
      candidates.rows,
      this.#scores,
      candidates.count,
      limit,
      reachOf(policy),
      placement.diversity,
    );
    const slate = this.#options.policies.choose({
      ...{ policy, segment, variant, pool, input, at, placement: placement.name },
      slots: limit,
      scores: this.#scores,
      explore: given === undefined,
    });
    const locale = request.locale ?? 'en';
    const recommendations = Array.from(slate.order, (position, k) => {
      const found = this.#present(placement.name, position, k + 1, at);
      const { kind, content, reasons } = this.#options.explainer.explain(
        scorer,
        input,
        candidates,
        position,
        locale,
        request.explain === true,
      );
      found.recommendationType = kind;
      found.content = content;
      found.propensity = slate.propensities[k];
      found.expectedEngagement = scorer.expectedEngagement?.(found.score) ?? found.expectedEngagement;
      if (request.explain) found.reasons = reasons;
      return found;
    });
    const answer: RecommendationAnswer = {
      decisionId: randomUUID(),
      customerId: request.customerId ?? null,
      anonymousId: request.anonymousId,
      placement: placement.name,
      timestamp: at,
      model: scorer.modelVersion,
      policy: policyName(policy),
      variant: request.variant?.name,
      fallback,
      candidates: {
        retrieved: candidates.retrieved,
        eligible: candidates.count,
        ...(given === undefined ? {} : { pool: pool.length, sources: candidates.bySource() }),
      },
      recommendations,
    };
    const record = decisionRecord(
      request,
      placement,
      answer,
      slate,
      candidates,
      input,
      stateOffset,
      this.#options.engine.hash,
    );
    if (given === undefined) this.#options.onDecided?.(record, input, this.#scores);
    return { answer, record };
  }

  /** One slot of the answer, still without propensity and reason. */
  #present(placement: string, position: number, rank: number, at: number): Recommendation {
    const { candidates, interactions } = this.#options.gatherer;
    const row = candidates.rows[position];
    const item = this.#options.catalog.get(row)!;
    const score = this.#scores[position];
    return {
      rank,
      itemId: item.itemId,
      title: item.title,
      content: '',
      recommendationType: 'other',
      score: Number.isFinite(score) ? score : 0,
      propensity: 1,
      confidenceScore: confidence(this.#options.popularity, interactions, row, at),
      expectedEngagement: this.#options.engagement.expected(placement, rank, row),
      category: item.category,
      price: item.price,
      currency: item.currency,
      url: item.url,
      imageUrl: item.imageUrl,
    };
  }
}
