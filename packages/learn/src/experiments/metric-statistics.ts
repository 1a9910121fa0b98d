/**
 * What a warehouse sums per variant (or per variant and stratum), one row of the underlying table being one
 * exposed customer. `n` counts every exposed customer, those with a value of zero included.
 */
export type MetricStatistics =
  | ProportionStatistics
  | MeanStatistics
  | RevenueStatistics
  | RatioStatistics
  | FunnelStepStatistics
  | QuantileStatistics;

export type MetricKind = MetricStatistics['kind'];

/**
 * A quantity x known before exposure, summed over the same customers, for CUPED: Σx, Σx², Σxy and, for
 * ratios and funnel steps, Σx·denominator.
 */
export interface CovariateSums {
  sum: number;
  sumSquares: number;
  crossSum: number;
  denominatorCrossSum?: number;
}

/** `proportion`: customers who did it. `retention`: those who came back, among those exposed long enough. */
export interface ProportionStatistics {
  kind: 'proportion' | 'retention';
  n: number;
  successes: number;
  covariate?: CovariateSums;
}

/** Mean of y per customer: Σy and Σy². */
export interface MeanStatistics {
  kind: 'mean';
  n: number;
  sum: number;
  sumSquares: number;
  covariate?: CovariateSums;
}

/** Mean revenue per customer with each customer's total capped at `cap`, the same cap in every variant. */
export interface RevenueStatistics {
  kind: 'revenue';
  n: number;
  sum: number;
  sumSquares: number;
  /** Upper cap applied before summing; null when values were not winsorised. */
  cap: number | null;
  covariate?: CovariateSums;
}

/** Σy / Σd over customers, such as revenue per order: Σy, Σy², Σd, Σd², Σyd. */
export interface RatioStatistics {
  kind: 'ratio';
  n: number;
  sum: number;
  sumSquares: number;
  denominatorSum: number;
  denominatorSumSquares: number;
  crossSum: number;
  covariate?: CovariateSums;
}

/** Share that completed a step among those who entered it; both counted once per exposed customer. */
export interface FunnelStepStatistics {
  kind: 'funnelStep';
  n: number;
  entered: number;
  completed: number;
  covariate?: CovariateSums;
}

/**
 * A quantile of event-level values (such as the 95th percentile of latency) where customers may have many
 * events each. `orderStatistics` samples the empirical quantile function on ascending levels around
 * `level`. `clusters` sums, per customer, the number of events and of events at or below the quantile:
 * Σevents, Σevents², Σbelow, Σbelow², Σevents·below; leave it out when each customer has one event.
 */
export interface QuantileStatistics {
  kind: 'quantile';
  n: number;
  level: number;
  orderStatistics: { levels: readonly number[]; values: readonly number[] };
  clusters?: {
    events: number;
    eventsSquares: number;
    below: number;
    belowSquares: number;
    crossSum: number;
  };
}
