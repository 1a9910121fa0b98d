import type { ObjectiveSettings } from './objectives/objective.ts';
import type { TreeModel } from './tree-model.ts';

/** Refuses to continue a model that the data or the parameters don't fit. */
export function checkInitialModel(
  model: TreeModel,
  settings: ObjectiveSettings,
  outputs: number,
  columns: number,
): void {
  if (model.objective.name !== settings.name || model.outputs !== outputs) {
    throw new RangeError(
      `initialModel was trained for ${model.objective.name} with ${model.outputs} output(s), but ${settings.name} with ${outputs} is asked for`,
    );
  }
  if (model.columns !== columns) {
    throw new RangeError(`initialModel has ${model.columns} features, the training data has ${columns}`);
  }
  if (model.precision !== 'float32' || model.missing) {
    throw new RangeError('initialModel was read from LightGBM and sums in float64; it cannot be continued');
  }
}
