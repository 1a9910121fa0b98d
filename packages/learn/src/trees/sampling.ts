import { hashUniform } from '../data/row-sample.ts';
import type { FeatureSampler } from './growth/tree-grower.ts';

/**
 * Puts the rows of this tree's sample first and all others (validation rows too) after them, both ascending.
 * @returns how many are in the sample, at least 1
 */
export function sampleRows(
  target: Int32Array,
  trainRows: number,
  share: number,
  seed: number,
  tree: number,
): number {
  let inside = 0;
  if (share >= 1) {
    for (let row = 0; row < target.length; row++) target[row] = row;
    return trainRows;
  }
  const outside: number[] = [];
  for (let row = 0; row < trainRows; row++) {
    if (hashUniform(seed, tree * 2, row) < share) target[inside++] = row;
    else outside.push(row);
  }
  if (inside === 0) {
    target[inside++] = outside.shift() as number;
  }
  let at = inside;
  for (const row of outside) target[at++] = row;
  for (let row = trainRows; row < target.length; row++) target[at++] = row;
  return inside;
}

/**
 * Draws columns for a tree, then of those for each level, then of those for each node; at least one stays.
 * Undefined when all columns may always be used.
 */
export function columnSampler(
  columns: number,
  shares: { tree: number; level: number; node: number },
  seed: number,
  tree: number,
): FeatureSampler | undefined {
  if (shares.tree >= 1 && shares.level >= 1 && shares.node >= 1) return undefined;
  let draws = 0;
  const choose = (from: number[], share: number): number[] => {
    if (share >= 1) return from;
    const keys = new Map(from.map((feature) => [feature, hashUniform(seed, tree * 2 + 1, draws++)]));
    const count = Math.max(1, Math.round(from.length * share));
    return [...from]
      .sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number) || a - b)
      .slice(0, count);
  };
  const ofTree = choose(
    Array.from({ length: columns }, (_, i) => i),
    shares.tree,
  );
  const ofLevel: number[][] = [];
  return (depth, mask) => {
    while (ofLevel.length <= depth) ofLevel.push(choose(ofTree, shares.level));
    mask.fill(0);
    for (const feature of choose(ofLevel[depth], shares.node)) mask[feature] = 1;
  };
}
