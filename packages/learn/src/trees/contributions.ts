import type { FeatureMatrix } from '../data/feature-matrix.ts';
import { checkMatrix, isSparse } from '../data/feature-matrix.ts';
import { missingKind } from './missing-kind.ts';
import type { TreeModelParts } from './model-parts.ts';
import type { Tree } from './tree.ts';
import { goesRight, nodeCount } from './tree.ts';
import type { TreeGame } from './tree-game.ts';
import { GameBoard, treeGame } from './tree-game.ts';

const zeroWidth = 1e-35;

interface Explainer {
  games: TreeGame[];
  board: GameBoard;
  sides: Uint8Array;
  /** Expected margin per output. */
  bias: Float64Array;
}

const explainers = new WeakMap<TreeModelParts, Explainer>();

function explainerOf(model: TreeModelParts): Explainer {
  const known = explainers.get(model);
  if (known) return known;
  const games = model.trees.map((tree, i) => {
    try {
      return treeGame(tree);
    } catch (error) {
      throw new RangeError(`tree ${i}: ${(error as Error).message}`);
    }
  });
  const bias = Float64Array.from(model.baseMargins);
  games.forEach((game, i) => {
    bias[i % model.outputs] += game.expected;
  });
  const mostNodes = model.trees.reduce((most, tree) => Math.max(most, nodeCount(tree)), 1);
  const made = { games, board: new GameBoard(mostNodes), sides: new Uint8Array(mostNodes), bias };
  explainers.set(model, made);
  return made;
}

/**
 * How much each feature moves each row's margin away from the mean margin (Shapley values by TreeSHAP,
 * path-dependent, as XGBoost's `pred_contribs`).
 * @returns rows x outputs x (columns + 1) numbers; the last of each run is the mean margin, and a run adds up
 *   to the row's margin
 * @throws RangeError when the model has no covers or the columns differ
 */
export function treeContributions(model: TreeModelParts, features: FeatureMatrix): Float64Array {
  checkMatrix(features);
  const { columns, outputs, trees } = model;
  if (features.columns !== columns) {
    throw new RangeError(`the model takes ${columns} columns, got ${features.columns}`);
  }
  const { games, board, sides, bias } = explainerOf(model);
  const width = columns + 1;
  const result = new Float64Array(features.rows * outputs * width);
  const row = new Float64Array(columns);
  for (let r = 0; r < features.rows; r++) {
    readRow(model, features, r, row);
    for (let t = 0; t < trees.length; t++) {
      markSides(trees[t], row, sides);
      board.play(games[t], sides, result, (r * outputs + (t % outputs)) * width);
    }
    for (let k = 0; k < outputs; k++) result[(r * outputs + k) * width + columns] = bias[k];
  }
  return result;
}

function readRow(model: TreeModelParts, features: FeatureMatrix, index: number, row: Float64Array): void {
  const { columns, missing, precision } = model;
  if (isSparse(features)) {
    row.fill(Number.NaN);
    for (let k = features.rowStart[index]; k < features.rowStart[index + 1]; k++) {
      row[features.columnIndex[k]] = features.values[k];
    }
  } else {
    for (let c = 0; c < columns; c++) row[c] = features.values[index * columns + c];
  }
  for (let c = 0; c < columns; c++) {
    if (precision === 'float32') row[c] = Math.fround(row[c]);
    if (row[c] === Number.POSITIVE_INFINITY || row[c] === Number.NEGATIVE_INFINITY) {
      throw new RangeError(`row ${index}, column ${c} is infinite or beyond ${precision}`);
    }
    if (missing?.[c] === missingKind.none && Number.isNaN(row[c])) row[c] = 0;
    else if (missing?.[c] === missingKind.zero && Math.abs(row[c]) <= zeroWidth) row[c] = Number.NaN;
  }
}

function markSides(tree: Tree, row: Float64Array, sides: Uint8Array): void {
  const { feature, left, threshold, defaultLeft } = tree;
  const plain = tree.categories.size === 0;
  for (let node = 0; node < feature.length; node++) {
    if (left[node] < 0) continue;
    const value = row[feature[node]];
    if (Number.isNaN(value)) sides[node] = 1 - defaultLeft[node];
    else if (plain) sides[node] = value >= threshold[node] ? 1 : 0;
    else sides[node] = goesRight(tree, node, value) ? 1 : 0;
  }
}
