import type { TFunction } from 'i18next';
import type { ModelVersion } from '../../api/models.ts';
import type { Format } from '../../format/format.ts';

/** Whether more of it is better; undefined for what is neither. */
const direction: Record<string, 'more' | 'less' | undefined> = {
  ndcg: 'more',
  correctedNdcg: 'more',
  ndcgOfAll: 'more',
  averagePrecision: 'more',
  reciprocalRank: 'more',
  hitRate: 'more',
  auc: 'more',
  coverage: 'more',
  logLoss: 'less',
  expectedCalibrationError: 'less',
  maximumCalibrationError: 'less',
};
const shares = new Set(['coverage', 'baseRate', 'hitRate']);

/** `ndcg@10` → its base and rank. */
const parts = (key: string): [base: string, rank: string] => {
  const at = key.indexOf('@');
  return at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at)];
};

/** A figure's name in the page's language: `ndcg@10` → NDCG@10. Unknown ones as the server calls them. */
export function metricName(t: TFunction, key: string): string {
  const mean = /^(.+) over (\d+) rounds$/.exec(key);
  if (mean !== null) return t('modelMetric.over', { name: metricName(t, mean[1]), rounds: mean[2] });
  const [base, rank] = parts(key);
  const name = t(`modelMetric.${base}`, { defaultValue: base });
  return base === 'ndcg' ? name + rank : rank === '' ? name : `${name} ${rank}`;
}

/** Whether a figure is read in percent. */
export function isShare(key: string): boolean {
  return shares.has(parts(key)[0]);
}

/** A figure as it is read: shares in percent, counts whole, others to four decimals. */
export function metricValue(format: Format, key: string, value: number | null | undefined): string {
  if (isShare(key)) return format.percent(value);
  const [base] = parts(key);
  if (base === 'iterations') return format.count(value);
  return format.fixed(value, base === 'novelty' ? 2 : 4);
}

/** How a difference reads: better, worse, or neither. */
export function judgeDifference(key: string, difference: number): 'better' | 'worse' | null {
  const wanted = direction[parts(key)[0]];
  if (wanted === undefined || difference === 0) return null;
  return difference > 0 === (wanted === 'more') ? 'better' : 'worse';
}

/** The figure that a version is known by: NDCG, else AUC, else whichever it has. */
export function mainMetric(summary: ModelVersion['summary']): string | undefined {
  const keys = Object.keys(summary);
  return keys.find((key) => key.startsWith('ndcg')) ?? keys.find((key) => key === 'auc') ?? keys[0];
}

/** Another way to order the rows, in words. */
export function methodName(t: TFunction, name: string): string {
  if (name === 'ranker') return t('modelVersion.own');
  const source = /^source\.([^,]+)(, then popularity)?$/.exec(name);
  if (source !== null) {
    return source[2] === undefined
      ? t('modelMethod.source', { name: source[1] })
      : t('modelMethod.sourceFilled', { name: source[1] });
  }
  return t(`modelMethod.${name}`, { defaultValue: name });
}
