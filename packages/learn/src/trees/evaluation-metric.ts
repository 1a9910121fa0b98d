import { discountAt, gainOf, idealDcg, sortByScore } from './objectives/lambda-mart.ts';
import type { ObjectiveSettings } from './objectives/objective.ts';

/** What a metric judges: one data set with the model's answers for it. */
export interface Evaluation {
  /** Row after row, `outputs` numbers a row, on the scale that the model predicts. */
  predictions: Float32Array;
  outputs: number;
  labels: Float32Array;
  weights: Float32Array;
  /** Row where each group begins, then the row count; [0] without groups. */
  groupStart: Int32Array;
}

/** A number that training watches. */
export interface EvaluationMetric {
  name: string;
  higherIsBetter: boolean;
  evaluate(evaluation: Evaluation): number;
}

/** Built-in metrics; `ndcg` takes a k as in 'ndcg@10', `pinball` the quantile of the objective. */
export type MetricName =
  | 'rmse'
  | 'mae'
  | 'logLoss'
  | 'auc'
  | 'error'
  | 'poissonLoss'
  | 'pinball'
  | 'ndcg'
  | `ndcg@${number}`;

const edge = 1e-15;

/** Weighted mean of a loss per row. */
function meanOf(
  name: string,
  loss: (evaluation: Evaluation, row: number) => number,
  finish: (mean: number) => number = (mean) => mean,
): EvaluationMetric {
  return {
    name,
    higherIsBetter: false,
    evaluate(evaluation) {
      let sum = 0;
      let total = 0;
      for (let row = 0; row < evaluation.labels.length; row++) {
        const weight = evaluation.weights[row];
        if (weight === 0) continue;
        sum += weight * loss(evaluation, row);
        total += weight;
      }
      return total > 0 ? finish(sum / total) : 0;
    },
  };
}

const logLossOf = ({ predictions, outputs, labels }: Evaluation, row: number): number => {
  if (outputs > 1) return -Math.log(Math.max(edge, predictions[row * outputs + labels[row]]));
  const p = Math.min(1 - edge, Math.max(edge, predictions[row]));
  return -labels[row] * Math.log(p) - (1 - labels[row]) * Math.log(1 - p);
};

const isError = ({ predictions, outputs, labels }: Evaluation, row: number): number => {
  if (outputs === 1) return predictions[row] > 0.5 === labels[row] > 0.5 ? 0 : 1;
  let best = 0;
  for (let k = 1; k < outputs; k++) {
    if (predictions[row * outputs + k] > predictions[row * outputs + best]) best = k;
  }
  return best === labels[row] ? 0 : 1;
};

/** Weighted area under the ROC curve, ties counted half; 0.5 when one class is missing. */
function areaUnderCurve({ predictions, labels, weights }: Evaluation): number {
  const order = new Uint32Array(labels.length).map((_, i) => i);
  order.sort((a, b) => predictions[a] - predictions[b]);
  let area = 0;
  let negatives = 0;
  let positives = 0;
  for (let i = 0; i < order.length; ) {
    let tiedPositive = 0;
    let tiedNegative = 0;
    const score = predictions[order[i]];
    for (; i < order.length && predictions[order[i]] === score; i++) {
      const row = order[i];
      if (labels[row] > 0.5) tiedPositive += weights[row];
      else tiedNegative += weights[row];
    }
    area += tiedPositive * (negatives + tiedNegative / 2);
    positives += tiedPositive;
    negatives += tiedNegative;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : 0.5;
}

/** Mean NDCG@k over groups; a group without a grade above 0 counts 1, as in LightGBM. */
function meanNdcg({ predictions, labels, groupStart }: Evaluation, k: number): number {
  const groups = groupStart.length - 1;
  let sum = 0;
  let counted = 0;
  for (let group = 0; group < groups; group++) {
    const begin = groupStart[group];
    const end = groupStart[group + 1];
    if (begin === end) continue;
    counted++;
    const ideal = idealDcg(labels, begin, end, k);
    if (ideal === 0) {
      sum += 1;
      continue;
    }
    const order = Int32Array.from({ length: end - begin }, (_, i) => begin + i);
    sortByScore(order, predictions);
    let dcg = 0;
    for (let rank = 0; rank < Math.min(k, order.length); rank++) {
      dcg += gainOf(labels[order[rank]]) * discountAt(rank);
    }
    sum += dcg / ideal;
  }
  return counted > 0 ? sum / counted : 1;
}

/** The metric of a name. @throws RangeError for an unknown one */
export function metricByName(name: MetricName, objective: ObjectiveSettings): EvaluationMetric {
  const quantile = objective.quantile ?? 0.5;
  switch (name) {
    case 'rmse':
      return meanOf(name, ({ predictions, labels }, row) => (predictions[row] - labels[row]) ** 2, Math.sqrt);
    case 'mae':
      return meanOf(name, ({ predictions, labels }, row) => Math.abs(predictions[row] - labels[row]));
    case 'logLoss':
      return meanOf(name, logLossOf);
    case 'error':
      return meanOf(name, isError);
    case 'poissonLoss':
      return meanOf(name, ({ predictions, labels }, row) => {
        const mean = Math.max(edge, predictions[row]);
        return mean - labels[row] * Math.log(mean);
      });
    case 'pinball':
      return meanOf(name, ({ predictions, labels }, row) => {
        const difference = labels[row] - predictions[row];
        return difference >= 0 ? quantile * difference : (quantile - 1) * difference;
      });
    case 'auc':
      return { name, higherIsBetter: true, evaluate: areaUnderCurve };
    default: {
      const k = name === 'ndcg' ? (objective.truncation ?? 10) : Number(/^ndcg@(\d+)$/.exec(name)?.[1]);
      if (!(k >= 1)) {
        throw new RangeError(
          `metric must be rmse, mae, logLoss, error, auc, poissonLoss, pinball or ndcg@k, got ${name}`,
        );
      }
      return { name, higherIsBetter: true, evaluate: (evaluation) => meanNdcg(evaluation, k) };
    }
  }
}

/** What is watched when the caller names no metric. */
export const defaultMetric: Record<ObjectiveSettings['name'], MetricName> = {
  squaredError: 'rmse',
  logistic: 'logLoss',
  softmax: 'logLoss',
  poisson: 'poissonLoss',
  quantile: 'pinball',
  lambdaMart: 'ndcg',
  custom: 'rmse',
};
