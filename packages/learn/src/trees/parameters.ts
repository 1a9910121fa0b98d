import type { ObjectiveName } from './objectives/objective.ts';

/** How trees are trained; every field may be left out. */
export interface TreeParameters {
  /** Default 'squaredError'; ignored with a custom objective. */
  objective?: ObjectiveName;
  /** softmax, or a custom objective with several outputs: how many classes. */
  classes?: number;
  /** quantile objective: which quantile, between 0 and 1; default 0.5. */
  quantile?: number;
  /** lambdaMart: the k of NDCG@k; default 30. */
  ndcgAt?: number;
  /** Boosting rounds; default 100. softmax grows one tree per class in each. */
  iterations?: number;
  /** Default 0.1. */
  learningRate?: number;
  /** 'depthWise' splits level by level, 'leafWise' the leaf of greatest gain; default 'depthWise'. */
  growth?: 'depthWise' | 'leafWise';
  /** 0 for no limit (then `maxLeaves` is needed); default 6, leaf-wise 0. */
  maxDepth?: number;
  /** 0 for no limit; default 0, leaf-wise 31. */
  maxLeaves?: number;
  /** Bins of a feature, 2 to 256; default 256. Features with missing values use one fewer at most. */
  maxBins?: number;
  /** Rows that bins are made from, at most; default 200,000, spread evenly over all. */
  binningRows?: number;
  /** Least rows of a bin; default 1. */
  minSamplesBin?: number;
  /** Least hessian sum of a leaf; default 1. */
  minChildWeight?: number;
  /** Least rows of a leaf, estimated from hessians; default 1. */
  minSamplesLeaf?: number;
  /** L1 and L2 on leaf values; default 0 and 1. */
  l1?: number;
  l2?: number;
  /** Gamma: least gain of a split; default 0. */
  minSplitGain?: number;
  /** Largest step of a leaf before the learning rate, 0 for none; default 0, poisson 0.7. */
  maxDeltaStep?: number;
  /** Share of rows per tree, above 0 to 1; default 1. */
  rowSampling?: number;
  /** Shares of columns, above 0 to 1, which multiply; default 1. */
  columnSamplingByTree?: number;
  columnSamplingByLevel?: number;
  columnSamplingByNode?: number;
  /** Per feature: 1 when the prediction may only rise with it, -1 fall, 0 either. */
  monotone?: readonly number[];
  /** Features whose values are categories, whole numbers from 0. */
  categorical?: readonly number[];
  /** Nodes with at most this many categories split one against the rest; default 4. */
  maxOneHotCategories?: number;
  /** Categories on the smaller side of a split, at most; default 64. */
  maxCategoriesPerSplit?: number;
  /** Hessian added when categories are put in order; default 10. */
  categorySmoothing?: number;
  /** L2 added for splits among many categories; default 10. */
  categoryL2?: number;
  /** Weight per label (logistic: 0 and 1; softmax: the class), or 'balanced'. */
  classWeights?: readonly number[] | 'balanced';
  /** Constant the first tree starts from, as a prediction; default: what fits the labels best. */
  baseScore?: number;
  /** Histogram entries: 'packed' (two int32), 'wide' (two float64), or by what the gradients need; default 'auto'. */
  histogram?: 'auto' | 'packed' | 'wide';
  /** Stop when the last validation set's first metric has not improved for this many rounds; 0 for never. */
  earlyStoppingRounds?: number;
  /** Improvement that counts for early stopping; default 0. */
  minImprovement?: number;
  /** Threads, 1 to 256; default 1. The trees don't depend on it. */
  threads?: number;
  /** Whole number that all sampling follows from; default 0. */
  seed?: number;
}

export type CheckedParameters = Required<Omit<TreeParameters, 'baseScore' | 'classWeights'>> &
  Pick<TreeParameters, 'baseScore' | 'classWeights'>;

const objectives: readonly string[] = [
  'squaredError',
  'logistic',
  'softmax',
  'poisson',
  'quantile',
  'lambdaMart',
];

function inRange(name: string, value: number, low: number, high: number, whole = false): void {
  if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
    const kind = whole ? 'a whole number ' : '';
    throw new RangeError(`${name} must be ${kind}${low} to ${high}, got ${value}`);
  }
}

/**
 * Fills in defaults and refuses values out of range.
 * @param columns how many features the data has
 * @throws RangeError naming the parameter, its bounds and the value
 */
export function checkParameters(given: TreeParameters, columns: number): CheckedParameters {
  const growth = given.growth ?? 'depthWise';
  const objective = given.objective ?? 'squaredError';
  const p: CheckedParameters = {
    ...{ objective, classes: 2, quantile: 0.5, ndcgAt: 30, iterations: 100, learningRate: 0.1 },
    ...{ growth, maxDepth: growth === 'leafWise' ? 0 : 6, maxLeaves: growth === 'leafWise' ? 31 : 0 },
    ...{
      maxBins: 256,
      binningRows: 200_000,
      minSamplesBin: 1,
      minChildWeight: 1,
      minSamplesLeaf: 1,
      l1: 0,
      l2: 1,
    },
    ...{ minSplitGain: 0, maxDeltaStep: objective === 'poisson' ? 0.7 : 0, rowSampling: 1 },
    ...{ columnSamplingByTree: 1, columnSamplingByLevel: 1, columnSamplingByNode: 1 },
    ...{ monotone: [], categorical: [], maxOneHotCategories: 4, maxCategoriesPerSplit: 64 },
    ...{ categorySmoothing: 10, categoryL2: 10, histogram: 'auto', earlyStoppingRounds: 0 },
    ...{ minImprovement: 0, threads: 1, seed: 0 },
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  if (!objectives.includes(p.objective)) {
    throw new RangeError(`objective must be one of ${objectives.join(', ')}, got ${p.objective}`);
  }
  if (p.growth !== 'depthWise' && p.growth !== 'leafWise') {
    throw new RangeError(`growth must be depthWise or leafWise, got ${p.growth}`);
  }
  if (!['auto', 'packed', 'wide'].includes(p.histogram)) {
    throw new RangeError(`histogram must be auto, packed or wide, got ${p.histogram}`);
  }
  checkNumbers(p);
  if (p.maxDepth === 0 && p.maxLeaves === 0) {
    throw new RangeError('maxDepth and maxLeaves must not both be 0: give one of them a limit');
  }
  checkColumns(p, columns);
  return p;
}

function checkNumbers(p: CheckedParameters): void {
  inRange('classes', p.classes, 1, 10_000, true);
  if (!(p.quantile > 0 && p.quantile < 1)) {
    throw new RangeError(`quantile must be between 0 and 1, got ${p.quantile}`);
  }
  inRange('ndcgAt', p.ndcgAt, 1, 1_000_000, true);
  inRange('iterations', p.iterations, 0, 1_000_000, true);
  if (!(p.learningRate > 0 && p.learningRate <= 10)) {
    throw new RangeError(`learningRate must be above 0, to 10, got ${p.learningRate}`);
  }
  inRange('maxDepth', p.maxDepth, 0, 64, true);
  inRange('maxLeaves', p.maxLeaves, 0, 1_000_000, true);
  inRange('maxBins', p.maxBins, 2, 256, true);
  inRange('binningRows', p.binningRows, 1, 2 ** 31, true);
  inRange('minSamplesBin', p.minSamplesBin, 0, 1e9);
  inRange('minSamplesLeaf', p.minSamplesLeaf, 0, 1e9);
  for (const name of ['minChildWeight', 'l1', 'l2', 'minSplitGain', 'maxDeltaStep'] as const) {
    inRange(name, p[name], 0, 1e30);
  }
  for (const name of ['categorySmoothing', 'categoryL2', 'minImprovement'] as const) {
    inRange(name, p[name], 0, 1e30);
  }
  for (const name of [
    'rowSampling',
    'columnSamplingByTree',
    'columnSamplingByLevel',
    'columnSamplingByNode',
  ] as const) {
    if (!(p[name] > 0 && p[name] <= 1)) throw new RangeError(`${name} must be above 0, to 1, got ${p[name]}`);
  }
  inRange('maxOneHotCategories', p.maxOneHotCategories, 1, 256, true);
  inRange('maxCategoriesPerSplit', p.maxCategoriesPerSplit, 1, 256, true);
  inRange('earlyStoppingRounds', p.earlyStoppingRounds, 0, 1_000_000, true);
  inRange('threads', p.threads, 1, 256, true);
  inRange('seed', p.seed, 0, Number.MAX_SAFE_INTEGER, true);
}

function checkColumns(p: CheckedParameters, columns: number): void {
  if (p.monotone.length !== 0 && p.monotone.length !== columns) {
    throw new RangeError(`monotone must have one entry per feature (${columns}), got ${p.monotone.length}`);
  }
  for (const [feature, direction] of p.monotone.entries()) {
    if (direction !== -1 && direction !== 0 && direction !== 1) {
      throw new RangeError(`monotone must be -1, 0 or 1, got ${direction} for feature ${feature}`);
    }
  }
  for (const feature of p.categorical) {
    inRange('categorical feature', feature, 0, columns - 1, true);
    if (p.monotone[feature]) {
      throw new RangeError(`feature ${feature} is categorical, so it cannot be monotone`);
    }
  }
}
