import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { checkBinary, checkProbabilities } from '../metrics/binary-input.ts';

export interface ReliabilityOptions {
  /** Default 10. */
  bins?: number;
  /** `uniform` (default): equal widths on [0, 1]; `quantile`: equal numbers of rows, ties kept together. */
  strategy?: 'uniform' | 'quantile';
  /** Coverage of each bin's interval. Default 0.95. */
  level?: number;
}

export interface ReliabilityBin {
  /** The bin holds probabilities from `lower` up to, but without, `upper`; the last one also `upper`. */
  lower: number;
  upper: number;
  count: number;
  meanPredicted: number;
  observedRate: number;
  /** Wilson's score interval for the observed rate (JASA 22, 1927). */
  observedLow: number;
  observedHigh: number;
}

/**
 * The reliability curve: predicted probability against observed rate, by bin. Empty bins are left out.
 *
 * @param probabilities 0 to 1, one per row
 * @param labels 0 or 1 per row
 * @throws RangeError for empty input, lengths that disagree, values outside their range, bins below 1
 */
export function reliabilityCurve(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: ReliabilityOptions = {},
): ReliabilityBin[] {
  const { bins = 10, strategy = 'uniform', level = 0.95 } = options;
  checkBinary(probabilities, labels, null);
  checkProbabilities(probabilities);
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`bins must be an integer from 1, got ${bins}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  const edges = strategy === 'uniform' ? uniformEdges(bins) : quantileEdges(probabilities, bins);
  const last = edges.length - 2;
  const counts = new Float64Array(last + 1);
  const predicted = new Float64Array(last + 1);
  const positives = new Float64Array(last + 1);
  for (let i = 0; i < probabilities.length; i++) {
    const bin = binOf(edges, probabilities[i]);
    counts[bin]++;
    predicted[bin] += probabilities[i];
    positives[bin] += labels[i];
  }
  const z = normalQuantile((1 + level) / 2, 0, 1);
  const curve: ReliabilityBin[] = [];
  for (let b = 0; b <= last; b++) {
    if (counts[b] === 0) continue;
    const [low, high] = wilson(positives[b], counts[b], z);
    curve.push({
      lower: edges[b],
      upper: edges[b + 1],
      count: counts[b],
      meanPredicted: predicted[b] / counts[b],
      observedRate: positives[b] / counts[b],
      observedLow: low,
      observedHigh: high,
    });
  }
  return curve;
}

/**
 * Expected calibration error: mean |observed − predicted| over bins, weighted by count (Naeini, Cooper and
 * Hauskrecht, AAAI 2015). It depends on the binning: compare only like with like.
 *
 * @throws RangeError for a curve without bins
 */
export function expectedCalibrationError(curve: readonly ReliabilityBin[]): number {
  if (curve.length === 0) throw new RangeError('curve must not be empty');
  let rows = 0;
  let sum = 0;
  for (const bin of curve) {
    rows += bin.count;
    sum += bin.count * Math.abs(bin.observedRate - bin.meanPredicted);
  }
  return sum / rows;
}

/** Maximum calibration error: the largest |observed − predicted| of any bin. */
export function maximumCalibrationError(curve: readonly ReliabilityBin[]): number {
  let worst = 0;
  for (const bin of curve) worst = Math.max(worst, Math.abs(bin.observedRate - bin.meanPredicted));
  return worst;
}

function uniformEdges(bins: number): Float64Array {
  return Float64Array.from({ length: bins + 1 }, (_, i) => i / bins);
}

function quantileEdges(probabilities: ArrayLike<number>, bins: number): Float64Array {
  const sorted = Float64Array.from(probabilities).sort();
  const edges = [0];
  for (let b = 1; b < bins; b++) {
    const edge = sorted[Math.floor((b * sorted.length) / bins)];
    if (edge > edges[edges.length - 1]) edges.push(edge);
  }
  if (edges[edges.length - 1] < 1) edges.push(1);
  return Float64Array.from(edges);
}

function binOf(edges: Float64Array, p: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (edges[middle] <= p) low = middle;
    else high = middle;
  }
  return low;
}

function wilson(positive: number, n: number, z: number): [number, number] {
  const p = positive / n;
  const zz = (z * z) / n;
  const half = z * Math.sqrt((p * (1 - p)) / n + zz / (4 * n));
  return [Math.max(0, (p + zz / 2 - half) / (1 + zz)), Math.min(1, (p + zz / 2 + half) / (1 + zz))];
}
