import { type CompareOptions, compareMeans } from './compare.ts';
import { contrastOf } from './contrast.ts';
import { estimateMoments } from './estimate.ts';
import type { MetricStatistics } from './metric-statistics.ts';
import { holm } from './multiplicity.ts';
import type { Problem } from './problem.ts';

export interface PreExposureCheck {
  metric: string;
  variant: string;
  /** Holm-adjusted over all checks; null with the problem. */
  adjustedPValue: number | null;
  biased: boolean;
  problem: Problem | null;
}

/**
 * Pre-exposure bias: metrics measured over a window *before* exposure must not differ between variants. A
 * difference means that assignment or logging was not random, or that an earlier experiment still echoes.
 *
 * @param metrics per metric the pre-exposure statistics of every variant
 * @param control key of the control
 * @param options by default a sequential test at α = 0.01, since the check is read every day
 */
export function preExposureBias(
  metrics: readonly { key: string; statistics: Readonly<Record<string, MetricStatistics>> }[],
  control: string,
  options: CompareOptions = {},
): PreExposureCheck[] {
  const { alpha = 0.01 } = options;
  const raw = metrics.flatMap(({ key, statistics }) =>
    Object.keys(statistics)
      .filter((variant) => variant !== control)
      .map((variant) => {
        const { pValue, problem } = comparePair(statistics[control], statistics[variant], {
          ...options,
          alpha,
        });
        return { metric: key, variant, pValue, problem };
      }),
  );
  const adjusted = holm(raw.map((r) => r.pValue));
  return raw.map(({ metric, variant, problem }, i) => {
    const adjustedPValue = adjusted[i];
    return {
      metric,
      variant,
      adjustedPValue,
      biased: adjustedPValue !== null && adjustedPValue <= alpha,
      problem,
    };
  });
}

function comparePair(
  control: MetricStatistics | undefined,
  treatment: MetricStatistics,
  options: CompareOptions,
): { pValue: number | null; problem: Problem | null } {
  if (control === undefined) return { pValue: null, problem: { key: 'missing_variant', parameters: {} } };
  const a = estimateMoments(control);
  if (a.problem !== null) return { pValue: null, problem: a.problem };
  const b = estimateMoments(treatment);
  if (b.problem !== null) return { pValue: null, problem: b.problem };
  const comparison = compareMeans(contrastOf(a.value, b.value), options);
  return { pValue: comparison.value?.pValue ?? null, problem: comparison.problem };
}

export interface MultipleExposures {
  /** Customers seen in two or more variants. */
  customers: number;
  /** Their share of all exposed customers; null when nobody was exposed. */
  share: number | null;
  flagged: boolean;
}

/**
 * Customers who saw more than one variant. They belong to none and are to be left out of every metric; many
 * of them mean a broken identity or assignment.
 *
 * @param customers seen in two or more variants
 * @param exposed all exposed customers, these included
 * @param threshold flagged above this share. Default 0.01
 * @throws RangeError for counts that are not counts, or more of the first than of the second
 */
export function multipleExposures(customers: number, exposed: number, threshold = 0.01): MultipleExposures {
  if (
    !Number.isSafeInteger(customers) ||
    !Number.isSafeInteger(exposed) ||
    customers < 0 ||
    customers > exposed
  ) {
    throw new RangeError(
      `customers in several variants must be 0 to the number exposed, got ${customers} of ${exposed}`,
    );
  }
  const share = exposed === 0 ? null : customers / exposed;
  return { customers, share, flagged: share !== null && share > threshold };
}
