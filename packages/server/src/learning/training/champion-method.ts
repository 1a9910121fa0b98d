import { predictTrees, readXgboostUbjson, type TreeModel } from '@personalize/learn';
import { refusal } from '../../errors.ts';
import { loadModel } from '../serving/load-model.ts';
import type { LoadedModel } from '../serving/loaded-model.ts';
import type { Method } from './evaluate.ts';
import type { RankerModelFile } from './request.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { TrainingSet } from './training-set.ts';

/** The champion, ready to score. */
export type Champion = TreeModel | LoadedModel;

/** @throws AppError `unprocessable` when the bytes are no model */
export async function readChampion(file: RankerModelFile): Promise<Champion> {
  try {
    return file.model === undefined ? readXgboostUbjson(file.bytes) : await loadModel(file.model, file.bytes);
  } catch (cause) {
    const why = (cause as Error).message;
    throw refusal(
      'unprocessable',
      'fileUnusable',
      `the champion ${file.version} cannot be read: ${why}`,
      { format: 'XGBoost', why },
      { cause },
    );
  }
}

/** Scores the test rows with the champion: its features by name among those that were replayed. */
export function championMethod(
  champion: Champion,
  { featureNames, version }: RankerModelFile,
  set: TrainingSet,
): Method {
  const { rows } = set.parts.test;
  const values = valuesOf(set, set.parts.test, featureNames, `the champion ${version}`);
  if ('trees' in champion) {
    const matrix = { values, rows, columns: featureNames.length };
    return { name: version, scores: predictTrees(champion, matrix, { output: 'margin' }) };
  }
  const scores = new Float64Array(rows);
  champion.score(values, rows, scores);
  return { name: version, scores };
}

/**
 * A model's columns of a part's rows.
 * @throws AppError `unprocessable` naming the features that the set lacks
 */
export function valuesOf(
  { columns: { names } }: TrainingSet,
  { rows, features, width }: RowBuffer,
  featureNames: readonly string[],
  whose: string,
): Float32Array {
  const at = featureNames.map((name) => names.indexOf(name));
  const lacking = featureNames.filter((_, i) => at[i] < 0);
  if (lacking.length > 0) {
    throw refusal(
      'unprocessable',
      'featuresLacking',
      `${whose} needs features that this training set lacks: ${lacking.slice(0, 5).join(', ')}; declare them again, or judge it by other data`,
      { model: whose, features: lacking.slice(0, 5) },
    );
  }
  const columns = featureNames.length;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) values[row * columns + c] = features[row * width + at[c]];
  }
  return values;
}
