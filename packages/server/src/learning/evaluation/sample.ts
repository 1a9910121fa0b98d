import {
  type ActionFeatures,
  type ActionProbabilities,
  type LoggedFeedback,
  logisticReward,
  Random,
  type RewardLearner,
  type RewardModelPlan,
  ridgeReward,
  treeReward,
} from '@personalize/learn';
import type { Collected } from './collect.ts';
import type { CheckedEvaluation } from './request.ts';

const folds = 3;
/** Standardised values are cut here: a single outlier must not decide a linear model. */
export const extreme = 6;

/** The log as the estimators take it: one row per decision and rank, actions being places of the judged order. */
export interface RankRows {
  feedback: LoggedFeedback;
  target: ActionProbabilities;
  /** What the log gave a chance, spread evenly: tells support, not propensities. */
  logging: ActionProbabilities;
  /** Whether an action stands for an item of the row's pool, or for the one that was shown. */
  isCandidate(row: number, action: number): boolean;
}

/** The action of an item beyond the judged policy's reach is the last one, after all places. */
export function rankRows({ decisions, rewards, maxPlaces }: Collected, ranks: number): RankRows {
  const rows = decisions.length * ranks;
  const actionCount = maxPlaces + 1;
  const actions = new Int32Array(rows);
  const propensities = new Float64Array(rows);
  const positions = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const { places, logged } = decisions[Math.floor(row / ranks)];
    const rank = row % ranks;
    actions[row] = places[rank] < 0 ? maxPlaces : places[rank];
    propensities[row] = logged.propensities[rank];
    positions[row] = rank;
  }
  const write = (row: number, out: Float64Array) => {
    const { probabilities, placeCount } = decisions[Math.floor(row / ranks)];
    const at = (row % ranks) * placeCount;
    out.fill(0, 0, actionCount);
    out.set(probabilities.marginal.subarray(at, at + placeCount));
  };
  const writeLogging = (row: number, out: Float64Array) => {
    const { supported } = decisions[Math.floor(row / ranks)];
    const action = actions[row];
    const chance = propensities[row];
    out.fill(0, 0, actionCount);
    let others = action === maxPlaces ? 0 : 1;
    for (let place = 0; place < supported.length; place++) {
      if (supported[place] === 1 && place !== action) others++;
    }
    if (others > 0 && chance < 1) {
      const share = (1 - chance) / others;
      for (let place = 0; place < supported.length; place++) if (supported[place] === 1) out[place] = share;
      if (action !== maxPlaces) out[maxPlaces] = share;
    }
    out[action] = others > 0 ? chance : 1;
  };
  const isCandidate = (row: number, action: number) =>
    action < decisions[Math.floor(row / ranks)].placeCount || action === actions[row];
  return {
    isCandidate,
    feedback: { actionCount, actions, rewards, propensities, positions },
    target: { actionCount, write },
    logging: { actionCount, write: writeLogging },
  };
}

/** How the reward model is fitted: on each item's features and its rank, customers kept in one fold. */
export function rewardPlan(
  collected: Collected,
  ranks: number,
  request: Pick<CheckedEvaluation, 'reward' | 'rewardModel' | 'seed'>,
): RewardModelPlan {
  const { decisions } = collected;
  const linear = request.rewardModel === 'logistic';
  const features = linear ? standardised(collected, ranks) : raw(collected, ranks);
  const random = new Random(request.seed).fork();
  const foldOf = new Map<number, number>();
  const rowFolds = new Int32Array(decisions.length * ranks);
  decisions.forEach(({ customer }, i) => {
    const fold = foldOf.get(customer) ?? random.int(folds);
    foldOf.set(customer, fold);
    rowFolds.fill(fold, i * ranks, (i + 1) * ranks);
  });
  return { features, learner: learnerOf(request), folds: rowFolds, perPosition: false };
}

export function learnerOf({
  reward,
  rewardModel,
}: Pick<CheckedEvaluation, 'reward' | 'rewardModel'>): RewardLearner {
  if (rewardModel === 'logistic') return reward === 'value' ? ridgeReward() : logisticReward();
  const objective = reward === 'value' ? 'squaredError' : 'logistic';
  return treeReward({ objective, iterations: 60, learningRate: 0.1, maxDepth: 4, minChildWeight: 10, l2: 5 });
}

/** Where the features of an action in a row begin. */
function featureAt({ decisions, width, maxPlaces }: Collected, ranks: number, row: number, action: number) {
  const { featureRow, placeCount } = decisions[Math.floor(row / ranks)];
  const place = action < placeCount ? action : action === maxPlaces ? placeCount + (row % ranks) : 0;
  return (featureRow + place) * width;
}

function raw(collected: Collected, ranks: number): ActionFeatures {
  const { width } = collected;
  const features = kept(collected);
  return {
    dimension: width + 1,
    write: (row, action, out, offset) => {
      const at = featureAt(collected, ranks, row, action);
      for (let j = 0; j < width; j++) out[offset + j] = features[at + j];
      out[offset + width] = row % ranks;
    },
  };
}

/** Columns that vary, scaled to mean 0 and deviation 1, missing values at the mean; and the rank. */
function standardised(collected: Collected, ranks: number): ActionFeatures {
  const { columns, means, scales } = columnScales(collected);
  const features = kept(collected);
  const width = columns.length;
  return {
    dimension: width + 1,
    write: (row, action, out, offset) => {
      const at = featureAt(collected, ranks, row, action);
      for (let j = 0; j < width; j++) {
        const value = (features[at + columns[j]] - means[j]) * scales[j];
        out[offset + j] = Number.isNaN(value) ? 0 : Math.max(-extreme, Math.min(extreme, value));
      }
      out[offset + width] = 1 / (1 + (row % ranks));
    },
  };
}

export interface ColumnScales {
  /** Columns of the engine's vector that vary. */
  columns: Int32Array;
  means: Float64Array;
  /** One over the standard deviation. */
  scales: Float64Array;
}

/** Mean and spread of each column over all kept vectors, without missing values. */
export function columnScales(collected: Collected): ColumnScales {
  const { width, decisions } = collected;
  const features = kept(collected);
  const last = decisions.at(-1);
  const rows = last === undefined ? 0 : last.featureRow + last.placeCount + last.places.length;
  const columns: number[] = [];
  const means: number[] = [];
  const scales: number[] = [];
  for (let column = 0; column < width; column++) {
    let count = 0;
    let mean = 0;
    let squares = 0;
    for (let at = column; at < rows * width; at += width) {
      const value = features[at];
      if (!Number.isFinite(value)) continue;
      count++;
      const step = value - mean;
      mean += step / count;
      squares += step * (value - mean);
    }
    if (count < 2 || squares / count < 1e-12 * (1 + mean * mean)) continue;
    columns.push(column);
    means.push(mean);
    scales.push(1 / Math.sqrt(squares / count));
  }
  return {
    columns: Int32Array.from(columns),
    means: Float64Array.from(means),
    scales: Float64Array.from(scales),
  };
}

function kept({ features }: Collected): Float32Array {
  if (features === null) throw new Error('features were not kept');
  return features;
}
