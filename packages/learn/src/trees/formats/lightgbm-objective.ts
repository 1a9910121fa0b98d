import type { ObjectiveSettings } from '../objectives/objective.ts';

const identity = new Set([
  'regression',
  'regression_l2',
  'regression_l1',
  'huber',
  'fair',
  'mape',
  'rank_xendcg',
  'custom',
  '',
]);
const exponential = new Set(['gamma', 'tweedie']);

/**
 * The objective line of a LightGBM model, such as `binary sigmoid:1`. `scale` turns its scores into margins
 * of our objective: a sigmoid of slope s is one of slope 1 at s times the score.
 * @throws RangeError for an objective whose predictions are not known here
 */
export function readLightgbmObjective(
  line: string,
  outputs: number,
): { settings: ObjectiveSettings; scale: number } {
  const [name = '', ...rest] = line.split(' ').filter(Boolean);
  const parameter = (key: string, otherwise: number) => {
    const found = rest.find((part) => part.startsWith(`${key}:`));
    const value = found === undefined ? otherwise : Number(found.slice(key.length + 1));
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`the objective's ${key} must be above 0, got ${found}`);
    }
    return value;
  };
  if (rest.includes('sqrt')) throw new RangeError('the objective "regression sqrt" is not supported');
  const custom = outputs > 1 ? { name: 'custom' as const, classes: outputs } : { name: 'custom' as const };
  if (name === 'regression' || name === 'regression_l2')
    return { settings: { name: 'squaredError' }, scale: 1 };
  if (name === 'binary') return { settings: { name: 'logistic' }, scale: parameter('sigmoid', 1) };
  if (name === 'cross_entropy' || name === 'xentropy') return { settings: { name: 'logistic' }, scale: 1 };
  if (name === 'multiclass') return { settings: { name: 'softmax', classes: outputs }, scale: 1 };
  if (name === 'multiclassova') {
    return { settings: { ...custom, link: 'logistic' }, scale: parameter('sigmoid', 1) };
  }
  if (name === 'poisson') return { settings: { name: 'poisson' }, scale: 1 };
  if (name === 'lambdarank') return { settings: { name: 'lambdaMart' }, scale: 1 };
  if (name === 'quantile') {
    const quantile = parameter('alpha', 0.5);
    return { settings: quantile < 1 ? { name: 'quantile', quantile } : custom, scale: 1 };
  }
  if (exponential.has(name)) return { settings: { ...custom, link: 'exponential' }, scale: 1 };
  if (identity.has(name)) return { settings: custom, scale: 1 };
  throw new RangeError(`the objective ${JSON.stringify(name)} of the LightGBM model is not supported`);
}
