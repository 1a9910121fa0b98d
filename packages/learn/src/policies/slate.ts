/** A request to a policy: which candidates, and how many ranks to fill. */
export interface Slate {
  /** Keys of the candidates, each once. Policies keep what they learn under these. */
  readonly arms: readonly string[];
  /** Ranks to fill, 1 to the number of candidates. */
  readonly size: number;
  /** The ranker's score per candidate; for greedy, ε-greedy and softmax. */
  readonly scores?: Float64Array;
  /** Candidates × dimension, row-major: what is known of each candidate in this context; for linear policies. */
  readonly features?: Float64Array;
  /** Time of the decision, in the unit of the policy's half-life; needed only with one. */
  readonly at?: number;
}

/** One filled rank. */
export interface SlatePick {
  /** The candidate's place in `slate.arms`. */
  index: number;
  arm: string;
  /** From 0. */
  rank: number;
  /** Probability that the policy puts this candidate at this rank for this request. */
  propensity: number;
  /** Numerical error of `propensity`; 0 where it is computed in closed form. */
  propensityError: number;
  /** Probability that the policy fills this rank and all before it just so; at the last one, the slate's. */
  prefixPropensity: number;
}

/** What came of one pick. */
export interface Observation {
  arm: string;
  /** The rank at which it was shown, from 0. Default 0. */
  rank?: number;
  reward: number;
  /**
   * True when this impression was observed before and more is known now, as when a click comes late: `reward`
   * is then what to add to what was said before. Default false.
   */
  correction?: boolean;
  /** The candidate's features at the decision; for linear policies. */
  features?: Float64Array;
  /** Time of the reward, in the unit of the policy's half-life; needed only with one. */
  at?: number;
}

/**
 * Checks a request.
 * @throws RangeError for no candidates, a repeated key, or a size out of range
 */
export function checkSlate({ arms, size }: Slate): void {
  if (arms.length === 0) throw new RangeError('arms must not be empty');
  if (!Number.isInteger(size) || size < 1 || size > arms.length) {
    throw new RangeError(`size must be 1 to the ${arms.length} candidates, got ${size}`);
  }
  const seen = new Set<string>();
  for (const arm of arms) {
    if (seen.has(arm)) throw new RangeError(`arms must not repeat, got "${arm}" twice`);
    seen.add(arm);
  }
}

/** The slate's scores. @throws RangeError if they are missing, of another number, or not finite */
export function requireScores({ arms, scores }: Slate): Float64Array {
  if (scores === undefined) throw new RangeError('scores are needed: one per candidate');
  if (scores.length !== arms.length)
    throw new RangeError(`scores must number ${arms.length}, got ${scores.length}`);
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i]))
      throw new RangeError(`scores must be finite, got ${scores[i]} for "${arms[i]}"`);
  }
  return scores;
}

/** The slate's features. @throws RangeError if they are missing, of another number, or not finite */
export function requireFeatures({ arms, features }: Slate, dimension: number): Float64Array {
  if (features === undefined) throw new RangeError('features are needed: candidates × dimension');
  if (features.length !== arms.length * dimension) {
    throw new RangeError(`features must hold ${arms.length} × ${dimension} values, got ${features.length}`);
  }
  for (let i = 0; i < features.length; i++) {
    if (!Number.isFinite(features[i])) {
      throw new RangeError(
        `features must be finite, got ${features[i]} for "${arms[Math.floor(i / dimension)]}"`,
      );
    }
  }
  return features;
}
