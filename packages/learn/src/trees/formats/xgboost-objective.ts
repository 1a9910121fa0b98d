import type { ObjectiveSettings } from '../objectives/objective.ts';

/** How XGBoost turns `base_score` into a margin for the objectives of one family. */
export type BaseScoreLink = 'identity' | 'logistic' | 'exponential';

interface Reading {
  settings: (classes: number) => ObjectiveSettings;
  base: BaseScoreLink;
}

const identity: Reading = { settings: () => ({ name: 'custom' }), base: 'identity' };
const exponential: Reading = {
  settings: () => ({ name: 'custom', link: 'exponential' }),
  base: 'exponential',
};
const logistic: Reading = { settings: () => ({ name: 'logistic' }), base: 'logistic' };
const softmax: Reading = { settings: (classes) => ({ name: 'softmax', classes }), base: 'identity' };

/** Objectives of XGBoost 1.7 whose predictions are known here. */
const readings: Record<string, Reading> = {
  'reg:squarederror': { settings: () => ({ name: 'squaredError' }), base: 'identity' },
  'reg:linear': { settings: () => ({ name: 'squaredError' }), base: 'identity' },
  'reg:squaredlogerror': identity,
  'reg:absoluteerror': identity,
  'reg:quantileerror': identity,
  'reg:pseudohubererror': identity,
  'reg:logistic': logistic,
  'binary:logistic': logistic,
  'binary:logitraw': identity,
  'count:poisson': { settings: () => ({ name: 'poisson' }), base: 'exponential' },
  'reg:gamma': exponential,
  'reg:tweedie': exponential,
  'survival:cox': exponential,
  'multi:softmax': softmax,
  'multi:softprob': softmax,
  'rank:pairwise': identity,
  'rank:map': identity,
  'rank:ndcg': { settings: () => ({ name: 'lambdaMart' }), base: 'identity' },
};

/** @throws RangeError for an objective whose predictions are not known here */
export function readObjective(name: string): Reading {
  if (!Object.hasOwn(readings, name)) {
    throw new RangeError(
      `the model's objective ${JSON.stringify(name)} is not supported; supported are ${Object.keys(readings).join(', ')}`,
    );
  }
  return readings[name];
}

/** The margin XGBoost 1.7 starts from, in its float32 steps. */
export function marginOf(baseScore: number, link: BaseScoreLink): number {
  const score = Math.fround(baseScore);
  if (link === 'identity') return score;
  if (link === 'exponential') {
    if (!(score > 0)) throw new RangeError(`base_score must be above 0 for this objective, got ${baseScore}`);
    return Math.fround(Math.log(score));
  }
  if (!(score > 0 && score < 1)) {
    throw new RangeError(`base_score must be between 0 and 1 for this objective, got ${baseScore}`);
  }
  const odds = Math.fround(Math.fround(1 / score) - 1);
  return 0 - Math.fround(Math.log(odds));
}

/** The `base_score` that gives this margin to the last bits, or undefined when float32 cannot say it. */
export function baseScoreOf(margin: number, link: BaseScoreLink): number | undefined {
  const score =
    link === 'identity' ? margin : link === 'exponential' ? Math.exp(margin) : 1 / (1 + Math.exp(-margin));
  const single = Math.fround(score);
  if (link === 'logistic' && !(single > 0 && single < 1)) return undefined;
  if (link === 'exponential' && !(single > 0 && single < 1e30)) return undefined;
  return Math.abs(marginOf(single, link) - margin) <= 1e-7 * Math.max(1, Math.abs(margin))
    ? single
    : undefined;
}

/** XGBoost's name and parameters for an objective that predicts alike; it need not train alike. */
export function writeObjective(settings: ObjectiveSettings): {
  name: string;
  base: BaseScoreLink;
  parameters: Record<string, Record<string, string>>;
} {
  switch (settings.name === 'custom' ? (settings.link ?? 'identity') : settings.name) {
    case 'logistic':
      return {
        name: 'binary:logistic',
        base: 'logistic',
        parameters: { reg_loss_param: { scale_pos_weight: '1' } },
      };
    case 'poisson':
    case 'exponential':
      return {
        name: 'count:poisson',
        base: 'exponential',
        parameters: { poisson_regression_param: { max_delta_step: '0.7' } },
      };
    case 'softmax':
      return {
        name: 'multi:softprob',
        base: 'identity',
        parameters: { softmax_multiclass_param: { num_class: String(settings.classes ?? 2) } },
      };
    case 'lambdaMart':
      return {
        name: 'rank:ndcg',
        base: 'identity',
        parameters: { lambda_rank_param: { num_pairsample: '1', fix_list_weight: '0' } },
      };
    default:
      return {
        name: 'reg:squarederror',
        base: 'identity',
        parameters: { reg_loss_param: { scale_pos_weight: '1' } },
      };
  }
}
