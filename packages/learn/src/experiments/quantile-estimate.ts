import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { QuantileStatistics } from './metric-statistics.ts';
import { covarianceFromSums, type Moments, varianceFromSums } from './moments.ts';
import { failure, type Outcome, success } from './problem.ts';

/** The half-width, in standard errors, over which the quantile function's slope is measured. */
const spread = normalQuantile(0.975, 0, 1);

/**
 * A quantile and its cluster-robust variance (Deng, Knoblich and Lu, "Applying the delta method in metric
 * analytics", KDD 2018, section 4): the share of events at or below the quantile is a ratio of customer
 * totals, whose standard error by the delta method says at which levels to read the order statistics that
 * bound the quantile; the distance between these, over 2 × 1.96, is the quantile's standard error.
 *
 * @returns moments with variance = n × squared standard error, or the problem: order statistics out of order
 *   or not reaching far enough, too few customers for the level
 */
export function quantileMoments(statistics: QuantileStatistics): Outcome<Moments> {
  const { n, level, orderStatistics, clusters } = statistics;
  if (!(level > 0 && level < 1)) return failure('bad_statistics', { name: 'level', value: level });
  const disorder = firstDisorder(orderStatistics);
  if (disorder !== null) return failure('bad_statistics', disorder);
  const shareError =
    clusters === undefined ? success(Math.sqrt((level * (1 - level)) / n)) : clusterError(n, clusters);
  if (shareError.problem !== null) return shareError;

  const mean = readLevel(orderStatistics, level);
  const lowerLevel = level - spread * shareError.value;
  const upperLevel = level + spread * shareError.value;
  if (lowerLevel <= 0 || upperLevel >= 1) return failure('too_few_exposures', { n, level });
  const lower = readLevel(orderStatistics, lowerLevel);
  const upper = readLevel(orderStatistics, upperLevel);
  if (mean === null || lower === null || upper === null) {
    return failure('no_order_statistics', { lowerLevel, upperLevel });
  }
  const error = (upper - lower) / (2 * spread);
  return success({ n, mean, variance: error * error * n, covariate: null });
}

/** Standard error of Σbelow / Σevents over customers, by the delta method. */
function clusterError(n: number, c: NonNullable<QuantileStatistics['clusters']>): Outcome<number> {
  if (c.events === 0) return failure('zero_denominator');
  if (c.below > c.events)
    return failure('bad_statistics', { name: 'below', value: c.below, limit: c.events });
  const varBelow = varianceFromSums(n, c.below, c.belowSquares, 'below');
  if (varBelow.problem !== null) return varBelow;
  const varEvents = varianceFromSums(n, c.events, c.eventsSquares, 'events');
  if (varEvents.problem !== null) return varEvents;
  const share = c.below / c.events;
  const covariance = covarianceFromSums(n, c.below, c.events, c.crossSum);
  const variance = varBelow.value - 2 * share * covariance + share * share * varEvents.value;
  if (variance < -1e-9 * (varBelow.value + varEvents.value)) {
    return failure('negative_variance', { name: 'clusters', n, sum: c.below, crossSum: c.crossSum });
  }
  const meanEvents = c.events / n;
  return success(Math.sqrt(Math.max(variance, 0) / n) / meanEvents);
}

function firstDisorder({ levels, values }: QuantileStatistics['orderStatistics']) {
  if (levels.length !== values.length || levels.length < 2) {
    return { name: 'orderStatistics', value: values.length };
  }
  for (let i = 1; i < levels.length; i++) {
    if (!(levels[i] > levels[i - 1])) return { name: 'orderStatistics.levels', value: levels[i] };
    if (!(values[i] >= values[i - 1])) return { name: 'orderStatistics.values', value: values[i] };
  }
  return null;
}

/** Linear interpolation of the quantile function; null outside the levels given. */
function readLevel({ levels, values }: QuantileStatistics['orderStatistics'], level: number): number | null {
  if (level < levels[0] || level > levels[levels.length - 1]) return null;
  let i = 1;
  while (levels[i] < level) i++;
  const share = (level - levels[i - 1]) / (levels[i] - levels[i - 1]);
  return values[i - 1] + share * (values[i] - values[i - 1]);
}
