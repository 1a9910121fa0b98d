import { type ScoreInput, sourceNames } from '../../recommendation/index.ts';
import { evidenceName } from './columns.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { World } from './world.ts';

/** Methods that every model is compared with, in the order of the baselines' columns. */
export const baselineNames: readonly string[] = [
  'popularity',
  'heuristic',
  'served',
  ...sourceNames.map(evidenceName),
];
const servedColumn = 2;
const firstSource = 3;

export interface BaselineScores {
  popularity: Float64Array;
  heuristic: Float64Array;
  evidence: Float64Array;
}

/** What popularity, the default ranker and each source alone would give these candidates, at this instant. */
export function baselineScores(world: World, input: ScoreInput): BaselineScores {
  const { popularity, heuristic } = world.recommendation!;
  const { rows, count, evidence } = input;
  const scores = new Float64Array(count);
  heuristic.score(input, scores);
  const { long, overall } = popularity;
  const top = overall.size > 0 ? long.data[overall.rows[0]] : 0;
  const popular = Float64Array.from({ length: count }, (_, i) => {
    const value = rows[i] < 0 ? 0 : long.data[rows[i]];
    // Decayed log2 sums count half-lives since 1970: beside the top's they fit single precision.
    return value === 0 ? -1e6 : value - top;
  });
  return { popularity: popular, heuristic: scores, evidence };
}

/** `rank` from 1 in the slate that was served; 0 when none was. */
export function writeBaselines(
  scores: BaselineScores,
  position: number,
  buffer: RowBuffer,
  row: number,
  rank: number,
): void {
  const to = row * buffer.baselineWidth;
  buffer.baselines[to] = scores.popularity[position];
  buffer.baselines[to + 1] = scores.heuristic[position];
  buffer.baselines[to + servedColumn] = -rank;
  for (let s = 0; s < sourceNames.length; s++) {
    buffer.baselines[to + firstSource + s] = scores.evidence[position * sourceNames.length + s];
  }
}
