import type { FeatureMatrix } from '../data/feature-matrix.ts';
import type { TreeModelParts } from './model-parts.ts';
import { transformMargins } from './objectives/transform.ts';
import { predictMargins } from './predict.ts';

export interface PredictOptions {
  /** 'prediction' (probability, count, value) or 'margin', the sum of the leaves; default 'prediction'. */
  output?: 'prediction' | 'margin';
  /** Use the first rounds only. */
  iterations?: number;
}

/** A boosted ensemble of trees, however it was trained. */
export interface TreeModel extends TreeModelParts {
  readonly kind: 'trees';
}

export const treeModel = (parts: TreeModelParts): TreeModel => ({ kind: 'trees', ...parts });

/** Boosting rounds in a model. */
export const rounds = (model: TreeModel): number => model.trees.length / model.outputs;

/**
 * Predicts all rows.
 * @returns rows x outputs numbers, row after row (softmax: a probability per class)
 * @throws RangeError when the columns differ from the model's or a value is infinite
 */
export function predictTrees(
  model: TreeModel,
  features: FeatureMatrix,
  options: PredictOptions = {},
): Float64Array {
  const margins = predictMargins(model, features, options.iterations);
  if (options.output !== 'margin') transformMargins(model.objective, margins, model.outputs);
  return margins;
}
