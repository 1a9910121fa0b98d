import {
  evaluateSlates,
  OffPolicyError,
  type Random,
  type RewardModelPlan,
  type SlateEstimatorName,
  type SlateFeedback,
  type SlateTarget,
} from '@personalize/learn';
import type { Collected, JudgedDecision } from './collect.ts';
import type { Estimate } from './estimate.ts';
import type { Refusal } from './problems.ts';
import { type CheckedEvaluation, slateEstimators } from './request.ts';
import { learnerOf } from './sample.ts';

export interface SlateEstimates {
  estimates: Estimate[];
  /** Estimators that the log cannot carry, by name. */
  refused: ({ estimator: SlateEstimatorName } & Refusal)[];
}

/** Estimates by the estimators of whole slates, on the decisions whose order's probability is known. */
export function estimateSlates(
  collected: Collected,
  ranks: number,
  plan: RewardModelPlan | null,
  request: CheckedEvaluation,
  random: Random,
): SlateEstimates {
  const names = slateEstimators.filter((name) => request.estimators.includes(name));
  const result: SlateEstimates = { estimates: [], refused: [] };
  const known: { decision: JudgedDecision; index: number }[] = [];
  collected.decisions.forEach((decision, index) => {
    if (decision.prefix !== undefined) known.push({ decision, index });
  });
  const feedback = feedbackOf(known, collected, ranks);
  const target = targetOf(known);
  const clusters = known.map(({ decision }) => decision.customer);
  for (const estimator of names) {
    try {
      const [found] = evaluateSlates(feedback, target, {
        ...{ random: random.fork(), estimators: [estimator], clusters },
        ...{ level: request.level, resamples: request.resamples },
        minEffectiveSlates: request.minEffectiveRows,
        ...(plan === null || estimator !== 'cascade-dr'
          ? {}
          : { model: cascadePlan(plan, known, ranks, request) }),
      });
      const { value, standardError, bootstrap, bernstein } = found;
      result.estimates.push({
        ...{ estimator, value, standardError, bootstrap, bernstein },
        ...{ lambda: null, difference: null, lift: null },
      });
    } catch (error) {
      if (!(error instanceof OffPolicyError)) throw error;
      const { problem, message, figure } = error;
      result.refused.push({ estimator, code: problem, message, figure, limit: request.minEffectiveRows });
    }
  }
  return result;
}

type Known = readonly { decision: JudgedDecision; index: number }[];

function feedbackOf(known: Known, { rewards, maxPlaces }: Collected, ranks: number): SlateFeedback {
  const cells = known.length * ranks;
  const actions = new Int32Array(cells);
  const earned = new Float64Array(cells);
  const prefixPropensities = new Float64Array(cells);
  const marginalPropensities = new Float64Array(cells);
  known.forEach(({ decision, index }, i) => {
    for (let rank = 0; rank < ranks; rank++) {
      const at = i * ranks + rank;
      actions[at] = decision.places[rank] < 0 ? maxPlaces : decision.places[rank];
      earned[at] = rewards[index * ranks + rank];
      prefixPropensities[at] = decision.prefix?.[rank] ?? 0;
      marginalPropensities[at] = decision.logged.propensities[rank];
    }
  });
  return {
    ...{ actionCount: maxPlaces + 1, size: ranks, actions, rewards: earned },
    ...{ prefixPropensities, marginalPropensities },
  };
}

function targetOf(known: Known): SlateTarget {
  return {
    prefix: (slate, out) => {
      const { probabilities, places } = known[slate].decision;
      out.set(probabilities.prefix(places));
    },
    marginal: (slate, out) => {
      const { probabilities, places, placeCount } = known[slate].decision;
      for (let rank = 0; rank < places.length; rank++) {
        out[rank] = places[rank] < 0 ? 0 : probabilities.marginal[rank * placeCount + places[rank]];
      }
    },
    conditional: (slate, rank, out) => {
      const { probabilities, places } = known[slate].decision;
      probabilities.conditional(places, rank, out);
    },
  };
}

/** The rank model's inputs and folds, for whole slates; what several ranks earn may be above 1. */
function cascadePlan(
  { features, folds }: RewardModelPlan,
  known: Known,
  ranks: number,
  { rewardModel }: CheckedEvaluation,
) {
  return {
    learner: learnerOf({ reward: 'value', rewardModel }),
    folds: Int32Array.from(known, ({ index }) => folds[index * ranks]),
    features: {
      dimension: features.dimension,
      write: (slate: number, rank: number, action: number, out: Float64Array, offset: number) =>
        features.write(known[slate].index * ranks + rank, action, out, offset),
    },
  };
}
