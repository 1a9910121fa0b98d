import { SoftmaxPolicy } from '@personalize/learn';
import { explorationReach, marginalPropensity } from '../../recommendation/policy.ts';
import type { CheckedEvaluation } from './request.ts';

/** Nodes of the integration behind softmax propensities: their error stays below a thousandth. */
const softmaxNodes = 128;
/** A slate's probabilities under the judged policy, over the places of its own order of the candidates. */
export interface PlaceProbabilities {
  /** Probability of each place at each rank: ranks × places, row-major; every rank sums to 1. */
  marginal: Float64Array;
  /** Probability of the ranks up to each one being filled by these places; −1 is a place beyond the order. */
  prefix(places: Int32Array): Float64Array;
  /** Writes every place's probability at a rank, below these places. */
  conditional(places: Int32Array, rank: number, out: Float64Array): void;
}

/** Places that the policy may draw from, beyond the ranks. */
export function reachOfTarget({ kind, epsilon }: CheckedEvaluation['policy']): number {
  return kind === 'greedy' || (kind === 'epsilonGreedy' && epsilon === 0) ? 0 : explorationReach;
}

/** What decisions of this policy would record. */
export function targetName({ kind, epsilon, temperature }: CheckedEvaluation['policy']): string {
  if (kind === 'epsilonGreedy') return `epsilonGreedy(${epsilon})`;
  return kind === 'softmax' ? `softmax(${temperature})` : kind;
}

/** Computes the policy's probabilities for one decision after another. */
export class Target {
  readonly #policy: CheckedEvaluation['policy'];
  readonly #ranks: number;
  readonly #tables = new Map<number, PlaceProbabilities>();

  constructor(policy: CheckedEvaluation['policy'], ranks: number) {
    this.#policy = policy;
    this.#ranks = ranks;
  }

  /** @param scores of the places, best first as the ranker and the diversity of the placement order them */
  probabilities(scores: Float64Array): PlaceProbabilities {
    if (this.#policy.kind === 'softmax') return this.#softmax(scores);
    const places = scores.length;
    const known = this.#tables.get(places);
    if (known !== undefined) return known;
    const made = stepped(places, this.#ranks, this.#epsilon());
    this.#tables.set(places, made);
    return made;
  }

  #epsilon(): number {
    const { kind, epsilon } = this.#policy;
    return kind === 'greedy' ? 0 : kind === 'uniform' ? 1 : epsilon;
  }

  #softmax(given: Float64Array): PlaceProbabilities {
    const scores = scaled(given);
    const places = scores.length;
    const ranks = this.#ranks;
    const policy = new SoftmaxPolicy({ temperature: this.#policy.temperature, maxNodes: softmaxNodes });
    const arms = Array.from(scores, (_, i) => String(i));
    const distribution = policy.distribution({ arms, size: ranks, scores });
    const marginal = new Float64Array(ranks * places);
    // Each turn of the order asks for `ranks` of the (place, rank) pairs; all turns cover every pair once.
    const order = new Int32Array(ranks);
    for (let turn = 0; turn < places; turn++) {
      for (let rank = 0; rank < ranks; rank++) order[rank] = (turn + rank) % places;
      const found = distribution.propensities(order).marginal;
      for (let rank = 0; rank < ranks; rank++) marginal[rank * places + order[rank]] = found[rank];
    }
    normalise(marginal, places);
    const weights = scores.map((score) => score / this.#policy.temperature);
    return {
      marginal,
      prefix: (wanted) => drawnPrefix(wanted, weights),
      conditional: (above, rank, out) => drawnConditional(above, rank, weights, out),
    };
  }
}

/**
 * The serving policy's own draw: at each rank, with probability ε, a place from there to the end is swapped
 * in. ε = 0 is greedy, ε = 1 uniform over orders.
 */
export function stepped(places: number, ranks: number, epsilon: number): PlaceProbabilities {
  const marginal = new Float64Array(ranks * places);
  for (let rank = 0; rank < ranks; rank++) {
    for (let place = 0; place < places; place++) {
      marginal[rank * places + place] =
        epsilon === 0 ? Number(place === rank) : marginalPropensity(place, rank, places, epsilon);
    }
  }
  return {
    marginal,
    prefix: (wanted) => steppedPrefix(wanted, places, epsilon),
    conditional: (above, rank, out) => steppedConditional(above, rank, places, epsilon, out),
  };
}

/** Probability of each prefix of `wanted` under the stepwise draw, by carrying the draw out. */
export function steppedPrefix(wanted: Int32Array, places: number, epsilon: number): Float64Array {
  const order = Int32Array.from({ length: places }, (_, i) => i);
  const prefix = new Float64Array(wanted.length);
  let product = 1;
  for (let rank = 0; rank < wanted.length && product > 0; rank++) {
    const at = wanted[rank] < 0 ? -1 : order.indexOf(wanted[rank], rank);
    product *= at < 0 ? 0 : epsilon / (places - rank) + (at === rank ? 1 - epsilon : 0);
    prefix[rank] = product;
    if (at > rank) {
      order[at] = order[rank];
      order[rank] = wanted[rank];
    }
  }
  return prefix;
}

function steppedConditional(
  above: Int32Array,
  rank: number,
  places: number,
  epsilon: number,
  out: Float64Array,
): void {
  const order = Int32Array.from({ length: places }, (_, i) => i);
  for (let r = 0; r < rank; r++) {
    const at = above[r] < 0 ? -1 : order.indexOf(above[r], r);
    if (at > r) {
      order[at] = order[r];
      order[r] = above[r];
    }
  }
  out.fill(0);
  for (let at = rank; at < places; at++) out[order[at]] = epsilon / (places - rank);
  out[order[rank]] += 1 - epsilon;
}

/** The same for draws without repetition with chances in proportion to e^weight (Plackett–Luce). */
function drawnPrefix(wanted: Int32Array, logWeights: Float64Array): Float64Array {
  const left = Float64Array.from(logWeights);
  const prefix = new Float64Array(wanted.length);
  let product = 1;
  for (let rank = 0; rank < wanted.length && wanted[rank] >= 0; rank++) {
    let relative = 0;
    for (const weight of left) relative += Math.exp(weight - left[wanted[rank]]);
    product /= relative;
    prefix[rank] = product;
    left[wanted[rank]] = Number.NEGATIVE_INFINITY;
  }
  return prefix;
}

function drawnConditional(
  above: Int32Array,
  rank: number,
  logWeights: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  const gone = new Set(above.subarray(0, rank));
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logWeights.length; i++) if (!gone.has(i)) highest = Math.max(highest, logWeights[i]);
  let sum = 0;
  for (let i = 0; i < logWeights.length; i++) {
    if (gone.has(i)) continue;
    out[i] = Math.exp(logWeights[i] - highest);
    sum += out[i];
  }
  for (let i = 0; i < logWeights.length; i++) out[i] /= sum;
}

/** As serving does: temperatures are in units of the pool's span of scores. */
function scaled(scores: Float64Array): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const score of scores) {
    if (!Number.isFinite(score)) continue;
    low = Math.min(low, score);
    high = Math.max(high, score);
  }
  const span = high > low ? high - low : 1;
  return scores.map((score) => (Number.isFinite(score) ? (score - low) / span : 0));
}

function normalise(marginal: Float64Array, places: number): void {
  for (let at = 0; at < marginal.length; at += places) {
    let sum = 0;
    for (let i = at; i < at + places; i++) sum += marginal[i];
    for (let i = at; i < at + places; i++) marginal[i] /= sum;
  }
}
