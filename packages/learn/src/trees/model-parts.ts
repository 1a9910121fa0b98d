import type { ObjectiveSettings } from './objectives/objective.ts';
import type { Tree } from './tree.ts';

/** What a model consists of. */
export interface TreeModelParts {
  /** Round after round, one tree per output in each. */
  trees: Tree[];
  outputs: number;
  /** Margin before the first tree, per output. */
  baseMargins: number[];
  objective: ObjectiveSettings;
  columns: number;
  featureNames?: string[];
  /** Features whose values are categories. */
  categorical: number[];
  /** One of `missingKind` per feature; absent when all are `nan`. */
  missing?: Uint8Array;
  /** float32 sums tree after tree as XGBoost does, float64 as LightGBM does. */
  precision: 'float32' | 'float64';
}
