import type { EstimatorTerms } from '../estimators/estimator.ts';
import { OffPolicyError } from '../off-policy-error.ts';
import type { CascadeRewards } from './cascade-model.ts';
import type { SlateFeedback } from './slate-feedback.ts';
import type { SlateTarget } from './slate-target.ts';

/** Importance weights of logged slates, slates × size, row-major. */
export interface SlateSample {
  readonly size: number;
  readonly rewards: Float64Array;
  /** What a reward at each rank counts in a slate's value. */
  readonly rankWeights: Float64Array;
  /** Target over logged probability of all ranks up to each one. */
  readonly prefixWeights: Float64Array;
  /** Target over logged probability of each rank by itself; null without marginals. */
  readonly marginalWeights: Float64Array | null;
  readonly modelled: CascadeRewards | null;
}

/** Estimators of the mean value of a slate, Σ over ranks of rank weight × reward. */
export type SlateEstimatorName = 'sips' | 'iips' | 'cascade-ips' | 'cascade-dr';

/** Computes the weights. @param slates as `checkSlateFeedback` returned it */
export function slateSample(
  feedback: SlateFeedback,
  target: SlateTarget,
  slates: number,
  rankWeights: Float64Array,
  modelled: CascadeRewards | null = null,
): SlateSample {
  const { size, prefixPropensities, marginalPropensities, rewards } = feedback;
  const chances = new Float64Array(size);
  const prefixWeights = new Float64Array(slates * size);
  const useMarginals = marginalPropensities !== undefined && target.marginal !== undefined;
  const marginalWeights = useMarginals ? new Float64Array(slates * size) : null;
  for (let slate = 0; slate < slates; slate++) {
    chances.fill(Number.NaN);
    target.prefix(slate, chances);
    divide(chances, prefixPropensities, prefixWeights, slate);
    if (marginalWeights === null || marginalPropensities === undefined) continue;
    target.marginal?.(slate, chances);
    divide(chances, marginalPropensities, marginalWeights, slate);
  }
  return { size, rewards, rankWeights, prefixWeights, marginalWeights, modelled };
}

/**
 * The estimator's terms, one per slate.
 *
 * - `sips`, standard IPS: the whole slate's weight; unbiased whatever the customers' behaviour, but of
 *   enormous variance (Precup, Sutton and Singh, ICML 2000).
 * - `iips`, independent IPS: each rank's own weight; right if rewards depend on their own item only (Li,
 *   Abbasi-Yadkori, Kveton et al., KDD 2018).
 * - `cascade-ips`: the weight of the ranks so far; right if rewards depend on the items above only (reward
 *   interaction IPS: McInerney, Brost, Chandar et al., KDD 2020).
 * - `cascade-dr`: the same assumption, with a model of what the ranks from here on earn (Kiyohara, Saito,
 *   Matsuhiro et al., WSDM 2022).
 *
 * @throws OffPolicyError if marginal propensities or the model are missing where needed
 */
export function slateTerms(name: SlateEstimatorName, sample: SlateSample): EstimatorTerms {
  const { size, rewards, rankWeights, prefixWeights } = sample;
  const slates = rewards.length / size;
  const additive = new Float64Array(slates);
  if (name === 'cascade-dr') return { additive: cascadeDr(sample, additive), ratio: null };
  const weights = name === 'iips' ? requireMarginals(sample) : prefixWeights;
  for (let slate = 0; slate < slates; slate++) {
    for (let rank = 0; rank < size; rank++) {
      const at = slate * size + rank;
      const weight = name === 'sips' ? prefixWeights[slate * size + size - 1] : weights[at];
      additive[slate] += weight * rankWeights[rank] * rewards[at];
    }
  }
  return { additive, ratio: null };
}

function cascadeDr(
  { size, rewards, rankWeights, prefixWeights, modelled }: SlateSample,
  additive: Float64Array,
): Float64Array {
  if (modelled === null)
    throw new OffPolicyError('model-missing', 'cascade-dr needs the answers of cascadeFit');
  for (let slate = 0; slate < additive.length; slate++) {
    let above = 1;
    for (let rank = 0; rank < size; rank++) {
      const at = slate * size + rank;
      additive[slate] += above * modelled.value[at];
      additive[slate] += prefixWeights[at] * (rankWeights[rank] * rewards[at] - modelled.logged[at]);
      above = prefixWeights[at];
    }
  }
  return additive;
}

function requireMarginals({ marginalWeights }: SlateSample): Float64Array {
  if (marginalWeights !== null) return marginalWeights;
  throw new OffPolicyError('model-missing', 'iips needs marginal propensities, of the log and of the policy');
}

function divide(chances: Float64Array, propensities: Float64Array, out: Float64Array, slate: number): void {
  for (let rank = 0; rank < chances.length; rank++) {
    if (!(chances[rank] >= 0 && chances[rank] <= 1 + 1e-6)) {
      throw new OffPolicyError(
        'probabilities-invalid',
        `probabilities must be 0 to 1, got ${chances[rank]} in slate ${slate}`,
        {
          row: slate,
          figure: chances[rank],
        },
      );
    }
    const at = slate * chances.length + rank;
    out[at] = chances[rank] / propensities[at];
  }
}
