import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { FrequentistMethod } from './compare.ts';
import { mixtureVariance, sequenceCriticalValue } from './confidence-sequence.ts';
import { crossingProbabilities, type Look } from './group-sequential.ts';
import { invert } from './quadrature.ts';

/** What the control's metric looks like: a share, or a mean with its standard deviation per customer. */
export type Baseline = { proportion: number } | { mean: number; standardDeviation: number };

export interface PowerDesign {
  baseline: Baseline;
  /** Default `sequential`. */
  method?: FrequentistMethod;
  /** Default 0.05. Divided by `comparisons`. */
  alpha?: number;
  /** Chance to detect the effect. Default 0.8. */
  power?: number;
  /** Share of customers in treatment, of those in treatment and control. Default 0.5. */
  treatmentShare?: number;
  /** Goal tests to correct for (metrics × variants − 1), by Bonferroni. Default 1. */
  comparisons?: number;
  /** Looks before the end of a sequential test, evenly spaced. Default 28. */
  looks?: number;
  /** Share of the variance that CUPED will remove: the squared correlation. Default 0. */
  varianceReduction?: number;
}

export interface SampleSize {
  control: number;
  treatment: number;
  total: number;
  /** Expected total at which a sequential test stops if the effect is real; equals total when fixed. */
  expectedTotal: number;
  power: number;
}

type CheckedDesign = Required<PowerDesign>;

/**
 * Customers needed to detect a relative effect. Fixed horizon: n = (z₁₋α⸝₂ + z_power)² V / δ² with unpooled
 * variances, as the analysis uses (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions,
 * section 4.1). Sequential: the same with the drift at which the confidence sequence, tuned to the final
 * sample and read at every look, excludes zero with the asked power.
 *
 * @param effect relative to the baseline, such as 0.05; negative for a decrease; not 0
 * @throws RangeError naming a parameter out of range, or an effect that leads to a proportion outside (0, 1)
 */
export function sampleSize(design: PowerDesign, effect: number): SampleSize {
  const d = checkDesign(design);
  const { difference, perObservation } = scaleOf(d, effect);
  const { drift, expectedShare } = requiredDrift(d);
  const total = (drift ** 2 * perObservation) / difference ** 2;
  const treatment = Math.ceil(total * d.treatmentShare);
  const control = Math.ceil(total * (1 - d.treatmentShare));
  return {
    control,
    treatment,
    total: control + treatment,
    expectedTotal: Math.ceil((control + treatment) * expectedShare),
    power: d.power,
  };
}

/** Power to detect a relative effect with `total` customers in both variants. @throws as {@link sampleSize} */
export function powerOf(design: PowerDesign, effect: number, total: number): number {
  const d = checkDesign(design);
  requireTotal(total);
  const { difference, perObservation } = scaleOf(d, effect);
  return powerAtDrift(d, Math.abs(difference) * Math.sqrt(total / perObservation));
}

/**
 * Smallest relative increase that `total` customers detect with the asked power.
 * @returns null when no increase within reach (a proportion up to 1, a mean up to ×1,000) is detected
 */
export function minimumDetectableEffect(design: PowerDesign, total: number): number | null {
  const d = checkDesign(design);
  requireTotal(total);
  const { drift } = requiredDrift(d);
  const reached = (effect: number) => {
    const { difference, perObservation } = scaleOf(d, effect);
    return Math.abs(difference) * Math.sqrt(total / perObservation);
  };
  const largest = 'proportion' in d.baseline ? (1 / d.baseline.proportion - 1) * (1 - 1e-9) : 1000;
  if (reached(largest) < drift) return null;
  return invert(reached, drift, 1e-9 * largest, largest);
}

/** Drift (expected final z) that gives the asked power, and the share of the sample used on average. */
export function requiredDrift(d: CheckedDesign): Drift {
  const { method, alpha, comparisons, looks, power } = d;
  const key = [method, alpha / comparisons, looks, power].join(' ');
  const known = knownDrifts.get(key);
  if (known !== undefined) return known;
  const found = findDrift(d);
  if (knownDrifts.size >= maxKnownDrifts) knownDrifts.clear();
  knownDrifts.set(key, found);
  return found;
}

interface Drift {
  drift: number;
  expectedShare: number;
}

/** Solving for a drift takes milliseconds, and calculators ask for the same one again and again. */
const knownDrifts = new Map<string, Drift>();
const maxKnownDrifts = 1000;

function findDrift(d: CheckedDesign): Drift {
  const drift = invert((x) => powerAtDrift(d, x), d.power, 0, 40);
  if (d.method === 'fixed') return { drift, expectedShare: 1 };
  const looks = plannedLooks(d);
  let stillRunning = 1;
  let expectedShare = 0;
  crossingProbabilities(looks, drift).forEach((crossed, i) => {
    expectedShare += crossed * looks[i].information;
    stillRunning -= crossed;
  });
  return { drift, expectedShare: expectedShare + Math.max(0, stillRunning) };
}

function powerAtDrift(d: CheckedDesign, drift: number): number {
  if (d.method === 'sequential') {
    return Math.min(
      1,
      crossingProbabilities(plannedLooks(d), drift).reduce((sum, p) => sum + p, 0),
    );
  }
  const z = normalQuantile(1 - d.alpha / d.comparisons / 2, 0, 1);
  return normalCdf(drift - z, 0, 1) + normalCdf(-drift - z, 0, 1);
}

/** Even looks; the sequence is tuned to the final sample, so only shares of it matter. */
function plannedLooks({ looks, alpha, comparisons }: CheckedDesign): Look[] {
  const level = alpha / comparisons;
  const rho2 = mixtureVariance({ tightestAt: 1, alpha: level });
  return Array.from({ length: looks }, (_, i) => {
    const information = (i + 1) / looks;
    return { information, criticalValue: sequenceCriticalValue(information, level, rho2) };
  });
}

/** The absolute effect, and the squared standard error of the difference times the total sample. */
function scaleOf(d: CheckedDesign, effect: number): { difference: number; perObservation: number } {
  if (!Number.isFinite(effect) || effect === 0) {
    throw new RangeError(`effect must be a finite number other than 0, got ${effect}`);
  }
  const { baseline, treatmentShare } = d;
  const isShare = 'proportion' in baseline;
  const mean = isShare ? baseline.proportion : baseline.mean;
  const treated = mean * (1 + effect);
  if (isShare && !(treated > 0 && treated < 1)) {
    throw new RangeError(`effect must lead to a proportion between 0 and 1, got ${treated}`);
  }
  const controlVariance = isShare ? mean * (1 - mean) : baseline.standardDeviation ** 2;
  const treatedVariance = isShare ? treated * (1 - treated) : baseline.standardDeviation ** 2;
  const perObservation = treatedVariance / treatmentShare + controlVariance / (1 - treatmentShare);
  return { difference: treated - mean, perObservation: perObservation * (1 - d.varianceReduction) };
}

/** The design with defaults. @throws RangeError naming the parameter out of range */
export function checkDesign(design: PowerDesign): CheckedDesign {
  const d: CheckedDesign = {
    method: 'sequential',
    alpha: 0.05,
    power: 0.8,
    treatmentShare: 0.5,
    comparisons: 1,
    looks: 28,
    varianceReduction: 0,
    ...design,
  };
  const between = (name: string, value: number, low: number, high: number) => {
    if (!(value > low && value < high)) {
      throw new RangeError(`${name} must be between ${low} and ${high}, got ${value}`);
    }
  };
  if ('proportion' in d.baseline) between('baseline proportion', d.baseline.proportion, 0, 1);
  else {
    if (!Number.isFinite(d.baseline.mean) || d.baseline.mean === 0) {
      throw new RangeError(`baseline mean must be finite and not 0, got ${d.baseline.mean}`);
    }
    between('baseline standardDeviation', d.baseline.standardDeviation, 0, Infinity);
  }
  if (d.method !== 'fixed' && d.method !== 'sequential') {
    throw new RangeError(`method must be sequential or fixed, got ${d.method}`);
  }
  between('alpha', d.alpha, 0, 0.5);
  between('power', d.power, d.alpha / d.comparisons, 0.9999);
  between('treatmentShare', d.treatmentShare, 0, 1);
  if (!Number.isInteger(d.comparisons) || d.comparisons < 1 || d.comparisons > 1000) {
    throw new RangeError(`comparisons must be an integer from 1 to 1000, got ${d.comparisons}`);
  }
  if (!Number.isInteger(d.looks) || d.looks < 1 || d.looks > 100) {
    throw new RangeError(`looks must be an integer from 1 to 100, got ${d.looks}`);
  }
  if (!(d.varianceReduction >= 0 && d.varianceReduction < 1)) {
    throw new RangeError(`varianceReduction must be 0 to below 1, got ${d.varianceReduction}`);
  }
  return d;
}

function requireTotal(total: number): void {
  if (!(total >= 2) || !Number.isFinite(total)) throw new RangeError(`total must be 2 or more, got ${total}`);
}
