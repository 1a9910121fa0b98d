import type { RoundReport } from '@personalize/learn';
import {
  type CurvePoints,
  precisionRecallCurve,
  type ReliabilityBin,
  reliabilityCurve,
  rocCurve,
  thresholdCurve,
} from '@personalize/learn';

/** Points of a drawn curve at most. */
const maxPoints = 200;

export interface ThinCurve {
  x: number[];
  y: number[];
}

export interface Curves {
  /** One report per round. */
  learning: RoundReport[];
  reliability: ReliabilityBin[];
  /** Null when the test part has one outcome only. */
  roc: ThinCurve | null;
  precisionRecall: ThinCurve | null;
  /** Gain of the splits by feature, largest first; sums to 1. */
  importance: { feature: string; gain: number }[];
}

/** @param probabilities calibrated, one per test row */
export function outcomeCurves(
  probabilities: Float64Array,
  labels: ArrayLike<number>,
): Pick<Curves, 'reliability' | 'roc' | 'precisionRecall'> {
  const reliability = reliabilityCurve(probabilities, labels, { strategy: 'quantile', bins: 15 });
  const curve = thresholdCurve(probabilities, labels);
  if (!(curve.positive > 0 && curve.negative > 0)) return { reliability, roc: null, precisionRecall: null };
  return { reliability, roc: thin(rocCurve(curve)), precisionRecall: thin(precisionRecallCurve(curve)) };
}

/** Points evenly spread along the curve's length in x and y, both ends kept. */
function thin({ x, y }: CurvePoints): ThinCurve {
  if (x.length <= maxPoints) return { x: Array.from(x), y: Array.from(y) };
  const thinned: ThinCurve = { x: [x[0]], y: [y[0]] };
  const step = 2 / (maxPoints - 2);
  let travelled = 0;
  for (let i = 1; i < x.length; i++) {
    travelled += Math.abs(x[i] - x[i - 1]) + Math.abs(y[i] - y[i - 1]);
    if (travelled < step && i < x.length - 1) continue;
    travelled = 0;
    thinned.x.push(x[i]);
    thinned.y.push(y[i]);
  }
  return thinned;
}
