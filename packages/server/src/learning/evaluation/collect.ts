import { Random } from '@personalize/learn';
import type { FrozenPosterior } from '../../recommendation/index.ts';
import type { Placement } from '../../recommendation/placement.ts';
import type { ScoreInput, Scorer } from '../../recommendation/scorer.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import { replay } from '../training/replay.ts';
import { sampledProbabilities } from './frozen-target.ts';
import type { LoggedDecision, LoggedDecisions } from './logged-decisions.ts';
import { drawnFrom, loggedEpsilon, loggedPrefix } from './logged-prefix.ts';
import { Refused } from './problems.ts';
import type { CheckedEvaluation } from './request.ts';
import type { Rewards } from './rewards.ts';
import type { Scorers } from './scorers.ts';
import { type PlaceProbabilities, reachOfTarget, Target } from './target.ts';
import type { EvaluationWorld } from './world.ts';

/** Feature values kept for the reward model at most, bytes. */
const featureBytes = 192 << 20;
/** Candidates that a request may have; beyond that serving scores no more. */
const maxScores = 1024;

/** One decision as the judged policy would have met it. */
export interface JudgedDecision {
  logged: LoggedDecision;
  /** Whose: rewards of one customer depend on each other. */
  customer: number;
  /** Place in the judged policy's order of the item at each rank; −1 beyond its reach. */
  places: Int32Array;
  probabilities: PlaceProbabilities;
  /** Candidates in the judged policy's order. */
  placeCount: number;
  /** By place: 1 where the logging policy could have shown the item. */
  supported: Uint8Array;
  /** Probability of the logged slate up to each rank; undefined where it cannot be told. */
  prefix: Float64Array | undefined;
  /** Row of the first place's features; those of the slate follow the places'. */
  featureRow: number;
}

export interface Collected {
  decisions: JudgedDecision[];
  /** Decisions × ranks. */
  rewards: Float64Array;
  /** Feature vectors, missing values NaN; null when no reward model is asked for. */
  features: Float32Array | null;
  /** Of their columns. */
  names: readonly string[];
  width: number;
  maxPlaces: number;
}

export interface CollectParts {
  world: EvaluationWorld;
  rewards: Rewards;
  scorers: Scorers;
  placement: Placement;
  /** What a judged policy that learns knows. */
  posterior: FrozenPosterior | undefined;
  /** Whether feature vectors are wanted. */
  withFeatures: boolean;
}

/**
 * Replays the journal and rebuilds, at the instant of each decision, the candidates with their features, the
 * judged policy's choice among them and what the logging policy could have chosen.
 */
export async function collect(
  reader: JournalReader,
  found: LoggedDecisions,
  request: CheckedEvaluation,
  parts: CollectParts,
  hooks: { check(): void; onProgress(fraction: number): void },
): Promise<Collected> {
  const collector = new Collector(found, request, parts);
  await replay(reader, parts.world, {
    to: reader.head,
    stops: Float64Array.from(found.decisions, ({ stateOffset }) => stateOffset),
    onStop: (i) => collector.read(found.decisions[i]),
    onProgress: ({ applied, to }) => hooks.onProgress(applied / Math.max(1, to)),
    check: hooks.check,
  });
  return collector.finish();
}

class Collector {
  readonly #found: LoggedDecisions;
  readonly #parts: CollectParts;
  readonly #scorer: Scorer;
  readonly #target: Target;
  readonly #frozen;
  readonly #reach: number;
  readonly #diversifier;
  readonly #scores = new Float64Array(maxScores);
  readonly #loggingScores = new Float64Array(maxScores);
  readonly #decisions: JudgedDecision[] = [];
  readonly #customers = new Map<string, number>();
  #features: Float32Array;
  #rows = 0;
  #maxPlaces = 0;

  constructor(found: LoggedDecisions, request: CheckedEvaluation, parts: CollectParts) {
    this.#found = found;
    this.#parts = parts;
    const { world, scorers, placement } = parts;
    const scorer = scorers.get(request.policy.model);
    if (scorer === undefined) throw new Error(`${request.policy.model} was not handed over`);
    this.#scorer = scorer;
    this.#frozen =
      parts.posterior && world.recommendation.policies.thaw(parts.posterior, new Random(request.seed));
    this.#reach = this.#frozen?.reach ?? reachOfTarget(request.policy);
    this.#target = new Target(request.policy, found.ranks);
    this.#diversifier = world.diversifier();
    const perDecision = 2 * found.ranks + this.#reach;
    const bytes = found.decisions.length * perDecision * world.engine.width * 4;
    if (parts.withFeatures && bytes > featureBytes) {
      const most = Math.floor((found.decisions.length * featureBytes) / bytes);
      throw new Refused(
        'too-many-decisions',
        `a reward model over ${found.decisions.length} decisions of placement ${placement.name} would need ${Math.ceil(bytes / (1 << 20))} MB of features: set maxDecisions to at most ${most}, or leave the estimators with a model out`,
        found.decisions.length,
        most,
      );
    }
    this.#features = new Float32Array(parts.withFeatures ? bytes / 4 : 0);
  }

  read(logged: LoggedDecision): void {
    const { world, placement } = this.#parts;
    const { gatherer, engine } = world;
    const { ranks, problems } = this.#found;
    world.upkeep(logged.at);
    const customerRow = world.identity.find(logged);
    const request = { context: logged.context, ...logged.restrictions };
    gatherer.gather(request, placement, customerRow, logged.items.length, logged.at);
    const input = gatherer.featurize(request);
    this.#scorer.score(input, this.#scores);
    const order = Int32Array.from(this.#order(input, this.#scores, ranks, this.#reach));
    if (order.length < ranks) {
      problems.add('slate-too-short');
      return;
    }
    const slateRows = Int32Array.from(logged.items, (itemId) => engine.items.find(itemId));
    const placeOfRow = new Map(Array.from(order, (position, place) => [input.rows[position], place]));
    const places = Int32Array.from({ length: ranks }, (_, rank) => placeOfRow.get(slateRows[rank]) ?? -1);
    const logging = this.#loggingOrder(logged, input);
    const decision: JudgedDecision = {
      logged,
      customer: this.#customerOf(logged),
      places,
      placeCount: order.length,
      probabilities: this.#probabilities(input, order),
      supported: this.#support(logged, input, order, logging),
      prefix: this.#prefix(logged, input, slateRows, logging),
      featureRow: this.#rows,
    };
    if (decision.prefix === undefined) problems.add('prefix-unknown');
    this.#maxPlaces = Math.max(this.#maxPlaces, order.length);
    if (this.#features.length > 0) this.#keepFeatures(logged, input, order, slateRows, customerRow);
    this.#decisions.push(decision);
  }

  finish(): Collected {
    const { ranks } = this.#found;
    const { rewards } = this.#parts;
    const earned = new Float64Array(this.#decisions.length * ranks);
    this.#decisions.forEach(({ logged }, i) => {
      for (let rank = 0; rank < ranks; rank++) earned[i * ranks + rank] = rewards.of(logged.decisionId, rank);
    });
    const { width, names } = this.#parts.world.engine;
    return {
      names,
      decisions: this.#decisions,
      rewards: earned,
      features: this.#features.length === 0 ? null : this.#features,
      width,
      maxPlaces: this.#maxPlaces,
    };
  }

  #probabilities(input: ScoreInput, pool: Int32Array): PlaceProbabilities {
    const { ranks } = this.#found;
    if (this.#frozen === undefined) {
      return this.#target.probabilities(Float64Array.from(pool, (position) => this.#scores[position]));
    }
    const drawn = this.#frozen.orders({ pool, slots: ranks, scores: this.#scores, input });
    return sampledProbabilities(drawn, pool.length, ranks);
  }

  #order(input: ScoreInput, scores: Float64Array, slots: number, reach: number): Int32Array {
    const { diversity } = this.#parts.placement;
    return this.#diversifier.order(input.rows, scores, input.count, slots, reach, diversity);
  }

  /** Positions in the order that the logging ranker gave the candidates; undefined when its model is gone. */
  #loggingOrder(logged: LoggedDecision, input: ScoreInput): Int32Array | undefined {
    const scorer = this.#parts.scorers.get(logged.model);
    if (scorer === undefined) return undefined;
    scorer.score(input, this.#loggingScores);
    const epsilon = loggedEpsilon(logged.policy);
    const slots = logged.items.length;
    const { policy } = this.#parts.placement;
    const own = 'reach' in policy && epsilon === undefined ? policy.reach : undefined;
    const reach = epsilon === 0 ? 0 : (own ?? drawnFrom(slots, maxScores) - slots);
    return Int32Array.from(this.#order(input, this.#loggingScores, slots, reach));
  }

  #support(
    logged: LoggedDecision,
    input: ScoreInput,
    order: Int32Array,
    logging: Int32Array | undefined,
  ): Uint8Array {
    const supported = new Uint8Array(order.length);
    if (loggedEpsilon(logged.policy) === 0) return supported;
    if (logging === undefined) return supported.fill(1);
    const shown = new Set(Array.from(logging, (position) => input.rows[position]));
    order.forEach((position, place) => {
      supported[place] = shown.has(input.rows[position]) ? 1 : 0;
    });
    return supported;
  }

  #prefix(
    logged: LoggedDecision,
    input: ScoreInput,
    slateRows: Int32Array,
    logging: Int32Array | undefined,
  ): Float64Array | undefined {
    const epsilon = loggedEpsilon(logged.policy);
    if (epsilon === undefined) return undefined;
    const placeOfRow = new Map(Array.from(logging ?? [], (position, place) => [input.rows[position], place]));
    const size = drawnFrom(logged.items.length, input.count);
    const placeOf = (rank: number) => placeOfRow.get(slateRows[rank]) ?? -1;
    return loggedPrefix({ propensities: logged.propensities, size, epsilon, placeOf }, this.#found.ranks);
  }

  #keepFeatures(
    logged: LoggedDecision,
    input: ScoreInput,
    order: Int32Array,
    slateRows: Int32Array,
    customerRow: number,
  ): void {
    const { engine } = this.#parts.world;
    const { width } = engine;
    const { ranks } = this.#found;
    const { matrix } = input;
    let at = this.#rows * width;
    for (const position of order) {
      this.#features.set(matrix.subarray(position * width, (position + 1) * width), at);
      at += width;
    }
    const vectors = new Float64Array(ranks * width);
    const itemRows = slateRows.subarray(0, ranks);
    engine.read({ customerRow, itemRows, count: ranks, context: logged.context, at: logged.at }, vectors);
    this.#features.set(vectors, at);
    this.#rows += order.length + ranks;
  }

  #customerOf({ customerId, anonymousId, decisionId }: LoggedDecision): number {
    const key =
      customerId === undefined
        ? anonymousId === undefined
          ? `d:${decisionId}`
          : `a:${anonymousId}`
        : `c:${customerId}`;
    const known = this.#customers.get(key);
    if (known !== undefined) return known;
    this.#customers.set(key, this.#customers.size);
    return this.#customers.size - 1;
  }
}
