import {
  type EvaluationMetric,
  ndcg,
  type RoundReport,
  type TrainingData,
  type TreeModel,
  type TreeParameters,
  trainTrees,
} from '@personalize/learn';
import { refusal } from '../../errors.ts';
import { type CheckedRequest, defaultTreeParameters } from './request.ts';
import type { RowBuffer, RowGroup } from './row-buffer.ts';

/** Groups that early stopping looks at: enough to choose a round by, cheap to score after each. */
const watchedGroups = 2000;

/** Rounds whose mean early stopping watches. */
const steadyRounds = 10;

export interface Fitted {
  model: TreeModel;
  parameters: TreeParameters;
  history: RoundReport[];
  bestIteration: number;
  stopped: 'iterations' | 'early' | 'caller';
}

export interface FitHooks {
  /** Return false to stop and discard. */
  onRound?(report: RoundReport): boolean;
}

/**
 * Trains the trees on the training part, stopped early by the validation part.
 * @param weights one per training row, and one per validation row where bias is corrected: then rounds are
 *   judged by the corrected measure too, else early stopping would prefer the models that keep the bias
 */
export function fitTrees(
  train: RowBuffer,
  validation: RowBuffer,
  weights: { train: Float32Array; validation?: Float32Array },
  names: readonly string[],
  request: CheckedRequest,
  hooks: FitHooks = {},
): Fitted {
  const ranking = request.objective === 'lambdaMart';
  const { seed, threads, k } = request;
  const parameters: TreeParameters = {
    ...defaultTreeParameters,
    ...request.parameters,
    ...{ objective: request.objective, seed, threads },
    ...(ranking ? { ndcgAt: request.parameters.ndcgAt ?? 2 * k } : {}),
  };
  const order = ndcgMetric(k, weights.validation !== undefined);
  const pairs = informative(train);
  const telling = informative(validation);
  if (ranking) {
    requirePairs(pairs, train.groups, 'training');
    requirePairs(telling, validation.groups, 'validation');
  }
  const watched = (telling.length > 0 ? telling : validation.groups).filter(everyNth(watchedGroups));
  const learnt = (pairs.length > 0 ? pairs : train.groups).filter(everyNth(watchedGroups));
  const { model, history, bestIteration, stopped } = trainTrees(
    rowsOf(train, ranking ? pairs : train.groups, weights.train, names),
    parameters,
    {
      // The last one stops the training.
      validation: {
        train: rowsOf(train, learnt, weights.train, names),
        validation: rowsOf(validation, watched, weights.validation, names),
      },
      metrics: ranking ? [steady(order), order] : ['logLoss', order],
      onIteration: (report) => hooks.onRound?.(forCurves(report)) ?? true,
    },
  );
  return { model, parameters, history: history.map(forCurves), bestIteration, stopped };
}

/** Mean NDCG over the watched groups; `corrected`: with the rows' weights as gains. */
function ndcgMetric(k: number, corrected: boolean): EvaluationMetric {
  return {
    name: corrected ? `correctedNdcg@${k}` : `ndcg@${k}`,
    higherIsBetter: true,
    evaluate({ predictions, labels, weights, groupStart }) {
      const gains = corrected ? Float32Array.from(labels, (label, row) => label * weights[row]) : labels;
      let sum = 0;
      const groups = groupStart.length - 1;
      for (let group = 0; group < groups; group++) {
        const [from, to] = [groupStart[group], groupStart[group + 1]];
        sum += ndcg(predictions.subarray(from, to), gains.subarray(from, to), { k, gain: 'linear' }) ?? 1;
      }
      return sum / groups;
    },
  };
}

/**
 * The metric's mean over the last rounds, those before the first counting 0. From one round to the next NDCG
 * jumps by more than it gains: its single best round is luck, and often among the first.
 */
function steady(metric: EvaluationMetric): EvaluationMetric {
  // Each set of rows has its own labels, which tell them apart.
  const recentOf = new WeakMap<ArrayLike<number>, number[]>();
  return {
    name: `${metric.name}${steadySuffix}`,
    higherIsBetter: metric.higherIsBetter,
    evaluate(evaluation) {
      const recent = recentOf.get(evaluation.labels) ?? [];
      recentOf.set(evaluation.labels, recent);
      recent.push(metric.evaluate(evaluation));
      if (recent.length > steadyRounds) recent.shift();
      return recent.reduce((sum, value) => sum + value, 0) / steadyRounds;
    },
  };
}

const steadySuffix = ` over ${steadyRounds} rounds`;

/** A round for people to see: of the first rounds, means are of those that there are, not of zeros before them. */
function forCurves({ iteration, metrics }: RoundReport): RoundReport {
  if (iteration >= steadyRounds) return { iteration, metrics };
  const scale = steadyRounds / iteration;
  const scaled = ([name, value]: [string, number]) => [
    name,
    name.endsWith(steadySuffix) ? value * scale : value,
  ];
  const parts = Object.entries(metrics).map(([part, values]) => [
    part,
    Object.fromEntries(Object.entries(values).map(scaled)),
  ]);
  return { iteration, metrics: Object.fromEntries(parts) };
}

/** Groups that hold both outcomes: the others say nothing about order. */
function informative({ groups, labels }: RowBuffer): RowGroup[] {
  return groups.filter(({ start, size }) => {
    let positives = 0;
    for (let row = start; row < start + size; row++) if (labels[row] > 0) positives++;
    return positives > 0 && positives < size;
  });
}

/** @throws AppError `unprocessable` when no group has anything to put in order: single rows, one outcome only */
function requirePairs(telling: readonly RowGroup[], all: readonly RowGroup[], part: string): void {
  if (telling.length > 0) return;
  const largest = all.reduce((most, { size }) => Math.max(most, size), 0);
  throw refusal(
    'unprocessable',
    'noOrder',
    `none of the ${all.length} ${part} groups (of at most ${largest} rows) holds both outcomes, so there is no order to learn; train with objective logistic, or show more items per decision`,
    { groups: all.length, part },
  );
}

/** Keeps at most `limit`, evenly spread. */
function everyNth(limit: number): (group: RowGroup, index: number, all: RowGroup[]) => boolean {
  return (_group, index, all) => {
    const step = Math.max(1, all.length / limit);
    return Math.floor(index / step) > Math.floor((index - 1) / step);
  };
}

function rowsOf(
  buffer: RowBuffer,
  groups: readonly RowGroup[],
  weights: Float32Array | undefined,
  featureNames: readonly string[],
): TrainingData {
  const { width } = buffer;
  let rows = 0;
  for (const { size } of groups) rows += size;
  if (rows === buffer.rows) {
    return {
      features: { values: buffer.features.subarray(0, rows * width), rows, columns: width },
      labels: buffer.labels.subarray(0, rows),
      ...(weights === undefined ? {} : { weights }),
      groups: Int32Array.from(groups, ({ size }) => size),
      featureNames,
    };
  }
  const values = new Float32Array(new SharedArrayBuffer(rows * width * 4));
  const labels = new Float32Array(rows);
  const kept = weights === undefined ? undefined : new Float32Array(rows);
  let to = 0;
  for (const { start, size } of groups) {
    values.set(buffer.features.subarray(start * width, (start + size) * width), to * width);
    labels.set(buffer.labels.subarray(start, start + size), to);
    kept?.set(weights!.subarray(start, start + size), to);
    to += size;
  }
  return {
    features: { values, rows, columns: width },
    labels,
    ...(kept === undefined ? {} : { weights: kept }),
    groups: Int32Array.from(groups, ({ size }) => size),
    featureNames,
  };
}
