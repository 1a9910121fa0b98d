import type { RowBuffer } from './row-buffer.ts';

/** Largest inverse propensity that a row is weighted by; beyond it variance costs more than bias. */
const propensityClip = 10;
/** Clicks at a rank below which its rate is not believed and the rank before it stands in. */
const minimumClicks = 10;
/** Least examination of a rank beside the first. */
const minimumExamination = 0.1;

/** Probability that a rank is looked at, relative to the first; by rank − 1, never rising. */
export type Examination = number[];

/**
 * Examination by rank from logged exploration: where the policy puts random items at a rank, the rate of
 * outcomes there, weighted by inverse propensity, differs from the first rank's by attention alone (Joachims,
 * Swaminathan and Schnabel, WSDM 2017). Without exploration all propensities are 1 and the estimate mixes
 * attention with merit; it is then an upper bound of the correction.
 */
export function examinationByRank(rows: RowBuffer): Examination {
  let deepest = 0;
  for (let row = 0; row < rows.rows; row++) deepest = Math.max(deepest, rows.ranks[row]);
  const shown = new Float64Array(deepest + 1);
  const happened = new Float64Array(deepest + 1);
  const counts = new Float64Array(deepest + 1);
  for (let row = 0; row < rows.rows; row++) {
    const rank = rows.ranks[row];
    const weight = inversePropensity(rows.propensities[row]);
    shown[rank] += weight;
    if (rows.labels[row] > 0) {
      happened[rank] += weight;
      counts[rank]++;
    }
  }
  const examination: Examination = [];
  const first = counts[1] >= minimumClicks ? happened[1] / shown[1] : 0;
  let previous = 1;
  for (let rank = 1; rank <= deepest; rank++) {
    if (first > 0 && counts[rank] >= minimumClicks) {
      previous = Math.min(previous, happened[rank] / shown[rank] / first);
    }
    examination.push(Math.max(minimumExamination, previous));
  }
  return examination;
}

/**
 * Row weights against selection and position bias: 1 ÷ propensity for every row, and 1 ÷ examination for
 * those with an outcome; scaled to a mean of 1, so that the learner's regularisation keeps its meaning.
 */
export function biasWeights(rows: RowBuffer, examination: Examination): Float32Array {
  const weights = new Float32Array(rows.rows);
  let total = 0;
  for (let row = 0; row < rows.rows; row++) {
    const rank = rows.ranks[row];
    const attention = rows.labels[row] > 0 && rank > 0 ? (examination[rank - 1] ?? 1) : 1;
    weights[row] = inversePropensity(rows.propensities[row]) / attention;
    total += weights[row];
  }
  const scale = total > 0 ? rows.rows / total : 1;
  for (let row = 0; row < rows.rows; row++) weights[row] *= scale;
  return weights;
}

function inversePropensity(propensity: number): number {
  return propensity > 1 / propensityClip ? 1 / propensity : propensityClip;
}
