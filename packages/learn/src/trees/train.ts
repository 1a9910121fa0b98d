import { binMatrices } from '../data/binned-matrix.ts';
import type { CustomObjective } from './custom-objective.ts';
import { runCustom } from './custom-objective.ts';
import type { EvaluationMetric, MetricName } from './evaluation-metric.ts';
import { BoostingRound } from './growth/boosting-round.ts';
import { openSession } from './growth/open-session.ts';
import { TreeGrower } from './growth/tree-grower.ts';
import { checkInitialModel } from './initial-model.ts';
import { createObjective, outputsOf } from './objectives/create-objective.ts';
import { logit } from './objectives/logistic.ts';
import type { Objective, ObjectiveSettings } from './objectives/objective.ts';
import type { CheckedParameters, TreeParameters } from './parameters.ts';
import { checkParameters } from './parameters.ts';
import { predictMargins } from './predict.ts';
import { columnSampler, sampleRows } from './sampling.ts';
import type { CheckedData, TrainingData } from './training-data.ts';
import { applyClassWeights, checkData } from './training-data.ts';
import { TrainingMonitor } from './training-monitor.ts';
import type { Tree } from './tree.ts';
import type { TreeModel } from './tree-model.ts';
import { rounds, treeModel } from './tree-model.ts';

/** What one round came to. */
export interface RoundReport {
  /** Rounds done, those of the initial model included. */
  iteration: number;
  /** Per data set ('training' or a validation set's name), per metric. */
  metrics: Record<string, Record<string, number>>;
}

export interface TrainOptions {
  /** Data to judge each round by, under names of the caller's choice. */
  validation?: Record<string, TrainingData>;
  metrics?: readonly (MetricName | EvaluationMetric)[];
  /** Judge the training rows too; default false. */
  trackTraining?: boolean;
  /** Called after each round; return false to stop and keep what there is. */
  onIteration?: (report: RoundReport) => boolean | undefined;
  /** A model of the same objective to continue. */
  initialModel?: TreeModel;
  /** A loss of the caller's own in place of `parameters.objective`. */
  customObjective?: CustomObjective;
}

export interface TrainResult {
  model: TreeModel;
  /** One report per round, when there was something to judge. */
  history: RoundReport[];
  /** Rounds the model keeps. */
  bestIteration: number;
  stopped: 'iterations' | 'early' | 'caller';
}

/**
 * Trains gradient-boosted trees by histograms of quantile bins (Friedman 2001; Chen and Guistrin, KDD
 * 2016; Ke et al., NIPS 2017). The same data, parameters and seed give the same model for any number of
 * threads. Blocks the calling thread until it is done.
 * @throws RangeError for bad data or parameters, naming the row, column or parameter
 */
export function trainTrees(
  data: TrainingData,
  parameters: TreeParameters = {},
  options: TrainOptions = {},
): TrainResult {
  const p = checkParameters(parameters, data.features.columns);
  const settings = objectiveSettings(p, options.customObjective);
  const outputs = outputsOf(settings);
  const objective = createObjective(settings);
  const ranking = objective.unit === 'group';
  const train = checkData(data, objective, ranking, 'training');
  if (p.classWeights) applyClassWeights(train, p.classWeights, settings.name === 'softmax' ? outputs : 2);
  const names = Object.keys(options.validation ?? {});
  const validation = names.map((name) => {
    const given = (options.validation as Record<string, TrainingData>)[name];
    const checked = checkData(given, objective, ranking, name);
    if (checked.features.columns !== train.features.columns) {
      throw new RangeError(
        `${name}.features has ${checked.features.columns} columns, training has ${train.features.columns}`,
      );
    }
    return checked;
  });
  if (options.initialModel) checkInitialModel(options.initialModel, settings, outputs, data.features.columns);
  const sets = [train, ...validation];
  const categorical = new Uint8Array(train.features.columns);
  for (const feature of p.categorical) categorical[feature] = 1;
  const binned = binMatrices(
    sets.map((set) => set.features),
    {
      ...{
        maxBins: p.maxBins,
        minBinWeight: p.minSamplesBin,
        sampleRows: p.binningRows,
        categorical,
        threads: p.threads,
      },
      weights: train.weighted ? train.weights : new Float32Array(),
      featureNames: [...(data.featureNames ?? [])],
      setNames: ['training', ...names],
    },
  );
  const monotone = Int8Array.from({ length: binned.columns }, (_, f) => p.monotone[f] ?? 0);
  const { memory, team } = openSession(binned, {
    ...{ trainRows: train.features.rows, outputs, groups: ranking ? train.groupStart.length - 1 : 0 },
    ...{ maxDepth: p.maxDepth, maxLeaves: p.maxLeaves, monotone, rules: p, learningRate: p.learningRate },
    ...{ objective: settings, threads: p.threads },
  });
  try {
    memory.labels.set(train.labels);
    memory.weights.set(train.weights);
    if (ranking) {
      memory.groupStart.set(train.groupStart);
      memory.order.forEach((_, row) => {
        memory.order[row] = row;
      });
    }
    const baseMargins =
      options.initialModel?.baseMargins ?? startMargins(p, settings, objective, train, outputs);
    fillMargins(memory.margins, sets, baseMargins, outputs, options.initialModel);
    const monitor = new TrainingMonitor(memory.margins, outputs, settings, sets, names, options, p);
    const grower = new TreeGrower(memory, team, binned.features, {
      ...{ ...p, rules: p, monotone, ownLeafValues: objective.leafValue !== undefined },
    });
    const round = new BoostingRound(memory, team, grower, p.histogram);
    const trees: Tree[] = [...(options.initialModel?.trees ?? [])];
    const done = options.initialModel ? rounds(options.initialModel) : 0;
    const finish = (stopped: TrainResult['stopped']): TrainResult => {
      const kept = monitor.keptRounds(trees.length / outputs);
      return {
        model: treeModel({
          ...{ trees: trees.slice(0, kept * outputs), outputs, baseMargins, objective: settings },
          columns: binned.columns,
          ...(data.featureNames ? { featureNames: [...data.featureNames] } : {}),
          categorical: [...p.categorical].sort((a, b) => a - b),
          precision: 'float32',
        }),
        history: monitor.history,
        bestIteration: kept,
        stopped,
      };
    };
    const shares = {
      tree: p.columnSamplingByTree,
      level: p.columnSamplingByLevel,
      node: p.columnSamplingByNode,
    };
    let sampled = sampleRows(memory.sample, train.features.rows, 1, p.seed, 0);
    for (let iteration = done; iteration < done + p.iterations; iteration++) {
      if (options.customObjective) runCustom(options.customObjective, memory, train);
      const largest = round.gradients(ranking);
      if (p.rowSampling < 1) {
        sampled = sampleRows(memory.sample, train.features.rows, p.rowSampling, p.seed, iteration);
      }
      for (let output = 0; output < outputs; output++) {
        const number = iteration * outputs + output;
        const sampler = columnSampler(binned.columns, shares, p.seed, number);
        trees.push(round.tree(output, largest[output], sampled, sampler));
      }
      const verdict = monitor.afterRound(iteration + 1);
      if (verdict !== undefined) return finish(verdict);
    }
    return finish('iterations');
  } finally {
    team.close();
  }
}

function objectiveSettings(p: CheckedParameters, custom: CustomObjective | undefined): ObjectiveSettings {
  if (custom) return { name: 'custom', classes: custom.outputs ?? 1 };
  switch (p.objective) {
    case 'softmax':
      if (p.classes < 2) throw new RangeError(`softmax needs at least 2 classes, got ${p.classes}`);
      return { name: 'softmax', classes: p.classes };
    case 'quantile':
      return { name: 'quantile', quantile: p.quantile };
    case 'lambdaMart':
      return { name: 'lambdaMart', truncation: p.ndcgAt };
    default:
      return { name: p.objective };
  }
}

function startMargins(
  p: CheckedParameters,
  settings: ObjectiveSettings,
  objective: Objective,
  train: CheckedData,
  outputs: number,
): number[] {
  if (p.baseScore === undefined) {
    return objective.baseMargins(train.labels, train.weights, outputs).map(Math.fround);
  }
  if (!Number.isFinite(p.baseScore)) throw new RangeError(`baseScore must be finite, got ${p.baseScore}`);
  if (settings.name === 'logistic') {
    if (!(p.baseScore > 0 && p.baseScore < 1)) {
      throw new RangeError(`baseScore must be between 0 and 1 for logistic, got ${p.baseScore}`);
    }
    return [Math.fround(logit(p.baseScore))];
  }
  if (settings.name === 'poisson') {
    if (!(p.baseScore > 0)) throw new RangeError(`baseScore must be above 0 for poisson, got ${p.baseScore}`);
    return [Math.fround(Math.log(p.baseScore))];
  }
  return new Array<number>(outputs).fill(Math.fround(p.baseScore));
}

/** Margins before the first new tree; those of a model to continue are summed as training summed them. */
function fillMargins(
  margins: Float32Array,
  sets: CheckedData[],
  base: number[],
  outputs: number,
  initial: TreeModel | undefined,
): void {
  const allRows = margins.length / outputs;
  let offset = 0;
  for (const set of sets) {
    const { rows } = set.features;
    const start = initial ? predictMargins(initial, set.features) : undefined;
    for (let output = 0; output < outputs; output++) {
      const to = output * allRows + offset;
      if (start === undefined) margins.fill(base[output], to, to + rows);
      else for (let row = 0; row < rows; row++) margins[to + row] = start[row * outputs + output];
    }
    offset += rows;
  }
}
