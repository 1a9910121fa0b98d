import { AppError } from '../../errors.ts';
import type { FeatureEngine } from '../../features/index.ts';
import {
  type Contribution,
  type Placement,
  type RecommendationService,
  type ScoreInput,
  type Scorer,
  sourceNames,
} from '../../recommendation/index.ts';

/** Pairs of one prediction request at most. */
export const maxPairs = 20_000;
/** Main-thread time between two turns of the event loop, ms. */
const sliceMs = 5;

export interface Person {
  customerId?: string;
  anonymousId?: string;
}

export interface PredictRequest {
  customers: readonly Person[];
  /** Item ids; by default the placement's candidates for each customer. */
  items?: readonly string[];
  /** Whose sources give candidates and evidence. */
  placement: Placement;
  context?: { channel?: string; device?: string };
  /** Rows of a customer kept, best first; default all. */
  limit?: number;
  explain?: boolean;
}

export interface Prediction extends Person {
  itemId: string;
  score: number;
  /** Calibrated probability of the model's label; null when the model has none. */
  probability: number | null;
  contributions?: Contribution[];
}

export interface PredictorOptions {
  engine: FeatureEngine;
  recommendation: Pick<RecommendationService, 'gatherer' | 'catalog'>;
  customerRow(person: Person): number;
  now(): number;
}

/** Scores any customers and items with any model, as a recommendation made now would score them; logs nothing. */
export class Predictor {
  readonly #options: PredictorOptions;

  constructor(options: PredictorOptions) {
    this.#options = options;
  }

  /** @throws AppError `invalid_request` for too many pairs, `not_found` for an item that the catalog lacks */
  async predict(
    scorer: Scorer,
    probability: ((score: number) => number) | undefined,
    request: PredictRequest,
  ): Promise<Prediction[]> {
    const { customers, items, placement, limit = Number.POSITIVE_INFINITY } = request;
    const perCustomer = items?.length ?? placement.candidateLimit;
    if (customers.length * perCustomer > maxPairs) {
      throw new AppError(
        'invalid_request',
        `customers × items must be at most ${maxPairs}, got ${customers.length} × ${perCustomer}; send several requests`,
      );
    }
    const itemRows = items?.map((itemId) => this.#itemRow(itemId));
    // One request's arrays: other predictions may run between its slices.
    const gatherer = this.#options.recommendation.gatherer();
    const predictions: Prediction[] = [];
    let sliceEnd = performance.now() + sliceMs;
    for (const person of customers) {
      const input = this.#input(gatherer, person, request, itemRows);
      const scores = new Float64Array(input.count);
      scorer.score(input, scores);
      const found = Array.from(scores, (score, i): Prediction => {
        if (!Number.isFinite(score)) {
          throw new AppError('unprocessable', `${scorer.modelVersion} gave no finite score`);
        }
        return {
          ...person,
          itemId: this.#options.recommendation.catalog.get(input.rows[i])!.itemId,
          score,
          probability: probability?.(score) ?? null,
          ...(request.explain === true ? { contributions: scorer.explain?.(input, i, true) ?? [] } : {}),
        };
      });
      found.sort((a, b) => b.score - a.score);
      predictions.push(...found.slice(0, limit));
      if (performance.now() < sliceEnd) continue;
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = performance.now() + sliceMs;
    }
    return predictions;
  }

  #itemRow(itemId: string): number {
    const row = this.#options.recommendation.catalog.rowOf(itemId);
    if (row >= 0) return row;
    throw new AppError(
      'not_found',
      `there is no item ${JSON.stringify(itemId.slice(0, 100))} in the catalog`,
    );
  }

  #input(
    gatherer: ReturnType<RecommendationService['gatherer']>,
    person: Person,
    { placement, context }: PredictRequest,
    itemRows: number[] | undefined,
  ): ScoreInput {
    const { engine, customerRow, now } = this.#options;
    const at = now();
    const row = customerRow(person);
    gatherer.gather({ context }, placement, row, placement.defaultLimit, at);
    if (itemRows === undefined) return gatherer.featurize({ context });
    const { candidates } = gatherer;
    const count = itemRows.length;
    const rows = Int32Array.from(itemRows);
    const matrix = new Float64Array(count * engine.width);
    engine.read({ customerRow: row, itemRows: rows, count, context: context ?? {}, at }, matrix);
    const evidence = new Float64Array(count * sourceNames.length);
    const positions = new Map<number, number>();
    for (let i = 0; i < candidates.count; i++) positions.set(candidates.rows[i], i);
    for (let i = 0; i < count; i++) {
      const position = positions.get(rows[i]);
      if (position === undefined) continue;
      const from = position * sourceNames.length;
      evidence.set(candidates.evidence.subarray(from, from + sourceNames.length), i * sourceNames.length);
    }
    return { matrix, count, width: engine.width, rows, evidence, at };
  }
}
