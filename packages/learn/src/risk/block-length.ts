import { mean } from './measures.ts';

/**
 * Expected block length for the stationary bootstrap that minimises the mean squared error of the variance
 * of the mean: Politis and White, "Automatic block-length selection for the dependent bootstrap",
 * Econometric Reviews 23, 2004, with the correction of Patton, Politis and White, same journal 28, 2009.
 * Flat-top lag window; at least 1, at most min(3√n, n/3).
 */
export function automaticBlockLength(series: Float64Array): number {
  const n = series.length;
  if (n < 10) return 1;
  const longest = Math.max(1, Math.ceil(Math.min(3 * Math.sqrt(n), n / 3)));
  const run = Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))));
  const maximumLag = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + run);
  const covariance = autocovariances(series, maximumLag);
  if (!(covariance[0] > 0)) return 1;

  const threshold = 2 * Math.sqrt(Math.log10(n) / n) * covariance[0];
  const significant = (lag: number) => Math.abs(covariance[lag]) >= threshold;
  let last = 0;
  for (let lag = 1, quiet = 0; lag <= maximumLag && quiet < run; lag++) {
    if (significant(lag)) {
      last = lag;
      quiet = 0;
    } else quiet++;
  }
  const bandwidth = Math.min(2 * Math.max(last, 1), maximumLag);
  let spectrum = covariance[0];
  let slope = 0;
  for (let lag = 1; lag <= bandwidth; lag++) {
    const window = Math.min(1, 2 * (1 - lag / bandwidth));
    spectrum += 2 * window * covariance[lag];
    slope += 2 * window * lag * covariance[lag];
  }
  const scale = 2 * spectrum ** 2;
  if (!(scale > 0)) return 1;
  const length = Math.cbrt((2 * slope ** 2 * n) / scale);
  return Math.min(Math.max(length, 1), longest);
}

/** Autocovariances at lags 0 … maximumLag, divisor n. */
function autocovariances(series: Float64Array, maximumLag: number): Float64Array {
  const centre = mean(series);
  const out = new Float64Array(maximumLag + 1);
  for (let lag = 0; lag <= maximumLag; lag++) {
    let sum = 0;
    for (let i = lag; i < series.length; i++) sum += (series[i] - centre) * (series[i - lag] - centre);
    out[lag] = sum / series.length;
  }
  return out;
}
