import type { ExperimentDefinition, Metric, PowerRequest } from '../../../api/experiments.ts';

/** What the length step asks for besides what the design already says. */
export interface PowerQuestion {
  metric: Metric;
  /** The effect worth having asks for days; days ask for the effect. */
  asks: 'days' | 'effect';
  /** Relative, above 0; its sign follows the metric's good direction. */
  effect: number | undefined;
  days: number | undefined;
  method: 'sequential' | 'fixed';
  power: number | undefined;
  newCustomersPerDay: number | undefined;
  /** In place of the history's: a share, or a mean with its standard deviation. */
  share: number | undefined;
  mean: number | undefined;
  deviation: number | undefined;
}

/** Whether the metric is a share of customers. */
export function isShare({ kind }: Metric): boolean {
  return kind === 'proportion' || kind === 'retention' || kind === 'funnel';
}

/** The question as the server takes it; undefined while something needed is missing. */
export function powerRequest(
  definition: ExperimentDefinition,
  question: PowerQuestion,
): PowerRequest | undefined {
  const { metric, asks, effect, days, method, power, newCustomersPerDay, share, mean, deviation } = question;
  const wanted = asks === 'days' ? effect : days;
  if (wanted === undefined || power === undefined) return undefined;
  const { variants, targeting, placement, coverage, ramp, metrics, conversionDays } = definition;
  const control = definition.control ?? variants[0].key;
  const ordered = [...variants].sort((a, b) => Number(b.key === control) - Number(a.key === control));
  const weights = ordered.map(({ weight }) => weight);
  if (weights.some((weight) => !(weight > 0 && weight < 1))) return undefined;
  const baseline = isShare(metric)
    ? share !== undefined && { proportion: share }
    : mean !== undefined && deviation !== undefined && { mean, standardDeviation: deviation };
  const segments = targeting?.segments;
  const windowed =
    conversionDays === undefined || metric.kind === 'retention' || metric.conversionDays !== undefined
      ? metric
      : { ...metric, conversionDays };
  return {
    ...(baseline ? { baseline } : { metric: windowed }),
    ...(asks === 'days'
      ? { minimumEffect: metric.direction === 'decrease' ? -wanted : wanted }
      : { days: wanted }),
    ...{ method, power, weights },
    goals: Math.max(1, metrics.filter(({ role }) => role === 'goal').length),
    coverage: ramp === undefined ? (coverage ?? 1) : Math.max(...ramp.map((step) => step.coverage)),
    ...(newCustomersPerDay === undefined ? {} : { newCustomersPerDay }),
    ...(newCustomersPerDay !== undefined || (placement === undefined && segments === undefined)
      ? {}
      : {
          traffic: {
            ...(placement === undefined ? {} : { placement }),
            ...(segments === undefined ? {} : { segments }),
          },
        }),
  };
}
