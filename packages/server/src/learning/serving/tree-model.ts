import {
  predictTrees,
  readXgboostJson,
  readXgboostUbjson,
  type TreeModel,
  treeContributions,
} from '@personalize/learn';
import { refusal } from '../../errors.ts';
import type { ModelFormat, ModelVersion } from '../registry/model-version.ts';
import { type LoadedModel, probabilityOf } from './loaded-model.ts';
import { pathContributions } from './path-contributions.ts';

/** Reads an XGBoost file. @throws SyntaxError or RangeError naming the byte, tree or node */
export function readTrees(format: ModelFormat, file: Uint8Array): TreeModel {
  return format === 'xgboost-json'
    ? readXgboostJson(new TextDecoder().decode(file))
    : readXgboostUbjson(file);
}

/** @throws what {@link readTrees} throws; AppError `unprocessable` when the file and the signature disagree */
export function openTreeModel(version: ModelVersion, file: Uint8Array): LoadedModel {
  const model = readTrees(version.format, file);
  const columns = version.signature.features.length;
  if (model.outputs !== 1) {
    throw refusal(
      'unprocessable',
      'modelOutputs',
      `the model gives ${model.outputs} numbers per row; a ranker gives one`,
      { got: model.outputs },
    );
  }
  if (model.columns !== columns) {
    throw refusal(
      'unprocessable',
      'modelColumns',
      `the model takes ${model.columns} features, its signature names ${columns}`,
      { limit: model.columns, got: columns },
    );
  }
  const output = version.signature.output === 'margin' ? 'margin' : 'prediction';
  const probability = probabilityOf(version);
  const quick = pathContributions(model);
  const explains = model.trees.every(({ cover }) => cover[0] > 0);
  // The first call lays the trees out in memory: better now than in a request.
  predictTrees(model, { values: new Float32Array(columns), rows: 1, columns }, { output });
  if (explains) treeContributions(model, { values: new Float32Array(columns), rows: 1, columns });
  return {
    version,
    width: columns,
    score(values, rows, out) {
      const scores = predictTrees(
        model,
        { values: values.subarray(0, rows * columns), rows, columns },
        { output },
      );
      out.set(scores);
    },
    ...(explains
      ? { contributions: (row) => treeContributions(model, { values: row, rows: 1, columns }) }
      : {}),
    ...(quick === undefined ? {} : { quickContributions: quick }),
    ...(probability === undefined ? {} : { probability }),
    close: async () => undefined,
  };
}
