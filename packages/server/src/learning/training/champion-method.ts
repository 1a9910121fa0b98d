import { predictTrees, readXgboostUbjson, type TreeModel } from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { Method } from './evaluate.ts';
import type { RankerModelFile } from './request.ts';
import type { TrainingSet } from './training-set.ts';

/** @throws AppError `unprocessable` when the bytes are no tree model */
export function readChampion(file: RankerModelFile): TreeModel {
  try {
    return readXgboostUbjson(file.bytes);
  } catch (cause) {
    throw new AppError(
      'unprocessable',
      `the champion ${file.version} cannot be read: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Scores the test rows with the champion: its features by name among those that were replayed. */
export function championMethod(
  model: TreeModel,
  { featureNames, version }: RankerModelFile,
  set: TrainingSet,
): Method {
  const { test } = set.parts;
  const values = valuesOf(set, featureNames, `the champion ${version}`);
  const scores = predictTrees(
    model,
    { values, rows: test.rows, columns: featureNames.length },
    { output: 'margin' },
  );
  return { name: version, scores };
}

/**
 * A model's columns of a part's rows.
 * @throws AppError `unprocessable` naming the features that the set lacks
 */
export function valuesOf(
  { columns: { names }, parts }: TrainingSet,
  featureNames: readonly string[],
  whose: string,
  part: 'validation' | 'test' = 'test',
): Float32Array {
  const at = featureNames.map((name) => names.indexOf(name));
  const lacking = featureNames.filter((_, i) => at[i] < 0);
  if (lacking.length > 0) {
    throw new AppError(
      'unprocessable',
      `${whose} needs features that this training set lacks: ${lacking.slice(0, 5).join(', ')}; leave champion out, or declare them again`,
    );
  }
  const { rows, features, width } = parts[part];
  const columns = featureNames.length;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) values[row * columns + c] = features[row * width + at[c]];
  }
  return values;
}
