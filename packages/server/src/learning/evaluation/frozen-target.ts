import type { FrozenPosterior, SampledOrdering } from '../../recommendation/index.ts';
import { drawsWithoutEnd, frozenDraws } from '../../recommendation/index.ts';
import type { LoggedDecision } from './logged-decisions.ts';
import { Refused } from './problems.ts';
import type { CheckedEvaluation } from './request.ts';
import type { PlaceProbabilities } from './target.ts';

/** What an answer says of the posterior that it judged. */
export interface JudgedPosterior {
  /** Epoch ms: what came later it has not learnt. */
  frozenAt: number;
  segment: string | null;
  variant: string | null;
  /** Items seen and rewards that it had learnt from. */
  pulls: number;
  rewards: number;
  /** Of the judged decisions, those that taught it. */
  learnedFrom: number;
  /** Draws behind each probability, and within what of the posterior's own they are nineteen times in twenty. */
  draws: number | null;
  propensityError: number;
}

/**
 * What is known of a posterior that is to be judged on these decisions.
 * @throws Refused when some of them taught it, unless asked for: it would be judged by what it has seen
 */
export function judgedPosterior(
  frozen: FrozenPosterior,
  decisions: readonly LoggedDecision[],
  { includeLearnedFrom }: CheckedEvaluation,
): JudgedPosterior {
  const { frozenAt, segment, variant, pulls, rewards, identity, since, policy } = frozen;
  const taught = decisions.filter(
    ({ teaches, stateOffset }) => teaches === identity.key && stateOffset >= since,
  ).length;
  if (taught > 0 && !includeLearnedFrom) {
    throw new Refused(
      'learned-from-log',
      `${taught} of ${decisions.length} decisions taught the posterior that they are to judge, so it would be flattered: judge it over a period that it has not learnt from, or set includeLearnedFrom and read the estimate as too high`,
      taught,
      0,
    );
  }
  const draws = drawsWithoutEnd(policy) ? frozenDraws : null;
  return {
    ...{ frozenAt, segment, variant, pulls, rewards, learnedFrom: taught, draws },
    propensityError: draws === null ? 0 : 0.98 / Math.sqrt(draws),
  };
}

/**
 * Probabilities of a policy that shows one of its drawn orders, each as likely, or with the share of `uniformShare`
 * an even one. Exact given the draws; unbiased for the posterior, so estimates that are linear in them are, too.
 */
export function sampledProbabilities(
  { orders, draws, uniformShare }: SampledOrdering,
  places: number,
  ranks: number,
): PlaceProbabilities {
  const marginal = new Float64Array(ranks * places).fill(uniformShare / places);
  const each = (1 - uniformShare) / draws;
  for (let m = 0; m < draws; m++) {
    for (let rank = 0; rank < ranks; rank++) marginal[rank * places + orders[m * ranks + rank]] += each;
  }
  /** Draws that have these places down to a rank, as a probability, with those drawn evenly. */
  const reaching = (wanted: Int32Array, rank: number): { same: number[]; even: number } => {
    const same: number[] = [];
    for (let m = 0; m < draws; m++) {
      let equal = true;
      for (let r = 0; r < rank && equal; r++) equal = orders[m * ranks + r] === wanted[r];
      if (equal) same.push(m);
    }
    let even = uniformShare;
    for (let r = 0; r < rank; r++) even *= wanted[r] < 0 ? 0 : 1 / (places - r);
    return { same, even };
  };
  return {
    marginal,
    prefix: (wanted) =>
      Float64Array.from(wanted, (_, rank) => {
        const { same, even } = reaching(wanted, rank + 1);
        return each * same.length + even;
      }),
    conditional: (above, rank, out) => {
      const { same, even } = reaching(above, rank);
      const total = each * same.length + even;
      const left = total > 0 ? even / total / (places - rank) : 0;
      out.fill(0);
      out.fill(left, 0, places);
      for (let r = 0; r < rank; r++) if (above[r] >= 0) out[above[r]] = 0;
      if (total > 0) for (const m of same) out[orders[m * ranks + rank]] += each / total;
    },
  };
}
