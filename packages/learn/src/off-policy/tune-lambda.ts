import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { type Estimator, type EstimatorTerms, estimateOf, standardErrorOf } from './estimators/estimator.ts';
import type { EvaluationSample } from './evaluation-sample.ts';

export interface TuneOptions {
  /**
   * `mse` (default): the smallest variance plus squared bias, the bias measured against the unclipped
   * estimator (Su, Dimakopoulou, Krishnamurthy and Dudík, ICML 2020). `slope`: Lepski's principle, the least
   * variable estimator whose interval still agrees with all less biased ones (Su, Srinath and Krishnamurthy,
   * ICML 2020); it needs no measure of bias, but its guarantee holds up to a constant factor only, so that it
   * may carry a bias of a few interval widths.
   */
  method?: 'slope' | 'mse';
  /** Thresholds to choose from, each above 0; Infinity means no clipping. Default: {@link lambdaGrid}. */
  candidates?: readonly number[];
  /** Coverage of the intervals that SLOPE compares. Default 0.95. */
  level?: number;
}

/**
 * Chooses lambda for an estimator whose bias falls and whose variance grows with it.
 *
 * @param family for instance {@link switchDoublyRobust}
 * @throws RangeError if no candidate is given, or one is not above 0
 */
export function tuneLambda(
  family: (lambda: number) => Estimator,
  sample: EvaluationSample,
  options: TuneOptions = {},
): Estimator {
  const { method = 'mse', level = 0.95 } = options;
  const candidates = [...new Set(options.candidates ?? lambdaGrid(sample.weights))].sort((a, b) => b - a);
  if (candidates.length === 0 || candidates.some((c) => !(c > 0))) {
    throw new RangeError(`candidates must be numbers above 0, at least one, got [${candidates}]`);
  }
  const fits = candidates.map((lambda) => {
    const estimator = family(lambda);
    const terms: EstimatorTerms = estimator.terms(sample);
    return { estimator, estimate: estimateOf(terms), error: standardErrorOf(terms) };
  });
  if (method === 'mse') {
    const reference = estimateOf(family(Infinity).terms(sample));
    const risk = (fit: (typeof fits)[number]) => fit.error ** 2 + (fit.estimate - reference) ** 2;
    return fits.reduce((best, fit) => (risk(fit) < risk(best) ? fit : best)).estimator;
  }
  const z = normalQuantile((1 + level) / 2, 0, 1);
  let chosen = fits[0];
  for (let i = 1; i < fits.length; i++) {
    // Widths must not grow along the order; where chance makes one grow, the smaller is the valid bound.
    const width = Math.min(z * fits[i].error, z * fits[i - 1].error);
    const agrees = fits
      .slice(0, i)
      .every(
        (earlier) =>
          Math.abs(fits[i].estimate - earlier.estimate) <= width + (Math.sqrt(6) - 1) * z * earlier.error,
      );
    if (!agrees) break;
    chosen = fits[i];
  }
  return chosen.estimator;
}

/**
 * Thresholds on a geometric scale from 1 to the largest weight's square (the scale of the shrinkage estimator
 * is that of squared weights), and no threshold at all.
 */
export function lambdaGrid(weights: Float64Array, count = 20): number[] {
  let largest = 1;
  for (const w of weights) largest = Math.max(largest, w);
  const grid = [Infinity];
  for (let i = count - 1; i >= 0; i--) grid.push(largest ** ((2 * i) / (count - 1)));
  return grid;
}
