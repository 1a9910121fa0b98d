import { createHash } from 'node:crypto';
import type { FeatureDefinition } from '../../features/definition.ts';
import type { FeatureEngine } from '../../features/feature-engine.ts';
import type { Engagement } from '../rewards/engagement.ts';
import type { ScoreInput } from '../scorer.ts';
import { type ContextualPolicy, maxDimension, withFactors } from './policy-config.ts';

/** Columns that every context has, before the features. */
export const sharedColumns = ['intercept', 'rankerScore', 'itemRate'] as const;
const shared = sharedColumns.length;

/** A policy's context, ready to be read. */
export interface ContextPlan {
  names: readonly string[];
  dimension: number;
  /** Tells contexts apart that must not be mixed. */
  hash: string;
  /** By column after the shared ones: the feature's column, and that of its factor or −1. */
  first: Int32Array;
  second: Int32Array;
  /** By column of the context: the columns that it is the product of, −1 twice where it is none. */
  factors: Int32Array;
}

/**
 * What contextual policies know of (customer, item), from the vectors of the scoring step:
 *
 *     1, the ranker's score (standardised over the pool), ln of the item's clicks over expected clicks,
 *     then each feature x as sign(x) · ln(1 + |x|), and products of two of those
 *
 * The logarithm bounds heavy tails, so that one extreme customer does not carry a coefficient.
 */
export class Contexts {
  readonly #engine: FeatureEngine;
  readonly #engagement: Engagement;
  readonly #plans = new WeakMap<ContextualPolicy, ContextPlan>();

  constructor(engine: FeatureEngine, engagement: Engagement) {
    this.#engine = engine;
    this.#engagement = engagement;
  }

  /** Kept by the policy object: placements keep theirs until they are changed. Unknown features are left out. */
  plan(policy: ContextualPolicy): ContextPlan {
    let plan = this.#plans.get(policy);
    if (plan === undefined) {
      plan = this.#compile(policy);
      this.#plans.set(policy, plan);
    }
    return plan;
  }

  /** Writes one row per position of `pool` into `out`; `missing[j]` stands for what is not known. */
  fill(
    { first, second, dimension }: ContextPlan,
    { matrix, width, rows }: ScoreInput,
    scores: Float64Array,
    pool: Int32Array,
    missing: Float64Array,
    out: Float64Array,
  ): void {
    const { mean, deviation } = spread(scores, pool);
    for (let i = 0; i < pool.length; i++) {
      const position = pool[i];
      const base = i * dimension;
      const score = scores[position];
      out[base] = 1;
      out[base + 1] = deviation > 0 && Number.isFinite(score) ? (score - mean) / deviation : 0;
      out[base + 2] = Math.log(this.#engagement.lift(rows[position]));
      const vector = position * width;
      for (let j = 0; j < first.length; j++) {
        let value = bounded(matrix[vector + first[j]]);
        if (second[j] >= 0) value *= bounded(matrix[vector + second[j]]);
        const column = shared + j;
        out[base + column] = Number.isNaN(value) ? missing[column] : value;
      }
    }
  }

  #compile(policy: ContextualPolicy): ContextPlan {
    const { names } = this.#engine;
    const terms = withFactors(policy.kind, policy.features ?? this.#defaults(policy))
      .map((term) => term.split('*'))
      .filter((parts) => parts.length <= 2 && parts.every((part) => names.includes(part)))
      .slice(0, maxDimension - shared);
    const columns = [...sharedColumns, ...terms.map((parts) => parts.join('*'))];
    return {
      names: columns,
      dimension: columns.length,
      hash: createHash('sha256').update(columns.join('\n')).digest('hex').slice(0, 12),
      first: Int32Array.from(terms, ([name]) => names.indexOf(name)),
      second: Int32Array.from(terms, ([, factor]) => (factor === undefined ? -1 : names.indexOf(factor))),
      factors: Int32Array.from(
        columns.flatMap((column) => {
          const parts = column.split('*').map((part) => columns.indexOf(part));
          return parts.length === 2 && parts.every((part) => part >= 0) ? parts : [-1, -1];
        }),
      ),
    };
  }

  /**
   * What differs between items. A linear model gains nothing from what is the same for all candidates of an
   * answer; trees can combine it with what is not.
   */
  #defaults({ kind }: ContextualPolicy): string[] {
    const differs = ({ scope, kind: feature }: FeatureDefinition) =>
      kind === 'bootstrappedTrees' || ((scope === 'pair' || scope === 'item') && feature !== 'attribute');
    return this.#engine.definitions.filter(differs).map(({ name }) => name);
  }
}

function bounded(x: number): number {
  return x < 0 ? -Math.log1p(-x) : Math.log1p(x);
}

const spreadOut = { mean: 0, deviation: 0 };

/** Mean and standard deviation of the pool's finite scores. The object is reused. */
function spread(scores: Float64Array, pool: Int32Array): { mean: number; deviation: number } {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < pool.length; i++) {
    const score = scores[pool[i]];
    if (!Number.isFinite(score)) continue;
    count++;
    const delta = score - mean;
    mean += delta / count;
    squares += delta * (score - mean);
  }
  spreadOut.mean = mean;
  spreadOut.deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  return spreadOut;
}
