import {
  type Assign,
  compileAssignment,
  type ExperimentDefinition,
  weightTolerance,
} from '@personalize/learn';
import { Compile } from 'typebox/compile';
import { AppError, type FieldError } from '../errors.ts';
import { explainMismatch } from '../explain-failure.ts';
import { show } from '../show.ts';
import { type Effect, type Experiment, experimentSchema } from './definition.ts';

const validator = Compile(experimentSchema);
const maxValueBytes = 10_000;

/** The part of an experiment that decides who gets what, as learn knows it. */
export function assignmentDefinition(experiment: Experiment): ExperimentDefinition {
  const { key, seed, namespace, holdouts, coverage, ramp, variants } = experiment;
  return {
    key,
    seed,
    namespace,
    holdouts,
    coverage,
    variants: variants.map((variant) => ({ key: variant.key, weight: variant.weight })),
    ramp: ramp?.map((step) => ({ from: Date.parse(step.from), coverage: step.coverage })),
  };
}

/**
 * Checks an unknown value and returns it as an experiment with its assignment function. Throws
 * `invalid_request` with a JSON Pointer for each thing that is wrong, also for what a schema cannot say.
 */
export function parseExperiment(value: unknown): { experiment: Experiment; assign: Assign } {
  if (!validator.Check(value)) {
    throw invalid(explainMismatch(experimentSchema, value).slice(0, 20));
  }
  const errors = problemsOf(value);
  if (errors.length > 0) throw invalid(errors);
  try {
    return { experiment: value, assign: compileAssignment(assignmentDefinition(value)) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalid([assignmentProblem(value, error.message)]);
  }
}

function problemsOf(experiment: Experiment): FieldError[] {
  const errors: FieldError[] = [];
  const { variants, control, placement, metrics, ramp = [] } = experiment;
  once(metrics, '/metrics', errors);
  if (control !== undefined && !variants.some((variant) => variant.key === control)) {
    errors.push({
      ...{ path: '/control', message: `must be the key of a variant, got ${control}`, code: 'enum' },
      params: { allowed: variants.map(({ key }) => key), got: show(control) },
    });
  }
  ramp.forEach((step, i) => {
    if (Number.isNaN(Date.parse(step.from))) {
      errors.push({
        ...{ path: `/ramp/${i}/from`, message: `must be an RFC 3339 time, got ${step.from}`, code: 'format' },
        params: { limit: 'date-time', got: show(step.from) },
      });
    }
  });
  const kinds = new Set<string>();
  variants.forEach(({ effect }, i) => {
    if (changesPlacement(effect) && placement === undefined) {
      errors.push({
        ...{
          path: '/placement',
          message: `is needed, as variant ${i} changes its settings`,
          code: 'required',
        },
        params: {},
      });
    }
    if (effect.kind !== 'value') return;
    kinds.add(Array.isArray(effect.value) ? 'array' : typeof effect.value);
    if (effect.value === null || JSON.stringify(effect.value).length > maxValueBytes) {
      const message = `must be a value of at most ${maxValueBytes} characters and not null`;
      errors.push({
        ...{ path: `/variants/${i}/effect/value`, message, code: 'flagValue' },
        params: { limit: maxValueBytes },
      });
    }
  });
  const flags = variants.filter(({ effect }) => effect.kind === 'value').length;
  if (flags > 0 && flags < variants.length) {
    errors.push({ path: '/variants', message: 'must all carry a flag value, or none', code: 'flagOrNone' });
  }
  if (kinds.size > 1) {
    const message = `must have values of one type, got ${[...kinds].join(' and ')}`;
    errors.push({ path: '/variants', message, code: 'flagTypes', params: { got: [...kinds].join(', ') } });
  }
  if (!metrics.some((metric) => metric.role === 'goal')) {
    errors.push({ path: '/metrics', message: 'must have at least one goal', code: 'goalMissing' });
  }
  const { attributes = [], stratifyBy } = experiment;
  if (stratifyBy?.startsWith('attribute.') && !attributes.includes(stratifyBy.slice('attribute.'.length))) {
    const message = `names an attribute that is not noted at exposure; add it to attributes, got ${stratifyBy}`;
    errors.push({ path: '/stratifyBy', message, code: 'notNoted', params: { got: show(stratifyBy) } });
  }
  metrics.forEach((metric, i) => {
    if (metric.kind === 'funnel') {
      const types = metric.steps.flatMap((step) => [...new Set(step)]);
      const twice = types.find((type, at) => types.indexOf(type) < at);
      if (twice !== undefined) {
        const message = `must have each event type in one step only, got ${twice} in two`;
        errors.push({ path: `/metrics/${i}/steps`, message, code: 'twice', params: { got: show(twice) } });
      }
    }
    if (
      (metric.kind === 'ratio' || metric.kind === 'quantile') &&
      metric.of === 'value' &&
      metric.currency === undefined
    ) {
      errors.push({
        ...{ path: `/metrics/${i}/currency`, message: 'is needed where values are read', code: 'required' },
        params: {},
      });
    }
    if (metric.kind === 'retention' && metric.fromDay >= metric.toDay) {
      const message = `must be above fromDay (${metric.fromDay}), got ${metric.toDay}`;
      errors.push({
        ...{ path: `/metrics/${i}/toDay`, message, code: 'exclusiveMinimum' },
        params: { limit: metric.fromDay, got: metric.toDay },
      });
    }
  });
  return errors;
}

/** Which rule of assignment the definition breaks; `message` says it where none of the usual ones is. */
function assignmentProblem({ variants, coverage, ramp, namespace }: Experiment, message: string): FieldError {
  const keys = variants.map(({ key }) => key);
  const twice = keys.findIndex((key, i) => keys.indexOf(key) < i);
  if (twice >= 0) {
    return { path: `/variants/${twice}/key`, message, code: 'twice', params: { got: show(keys[twice]) } };
  }
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  if (Math.abs(total - 1) > weightTolerance) {
    return { path: '/variants', message, code: 'weightSum', params: { got: total } };
  }
  if (coverage !== undefined && ramp !== undefined) {
    return { path: '/ramp', message, code: 'apart', params: { other: 'coverage' } };
  }
  if (namespace !== undefined && namespace.start > namespace.end) {
    const params = { limit: namespace.start, got: namespace.end };
    return { path: '/namespace/end', message, code: 'minimum', params };
  }
  return ramp === undefined ? { path: '', message } : { path: '/ramp', message, code: 'rampOrder' };
}

export function changesPlacement(effect: Effect): boolean {
  return effect.kind === 'model' || effect.kind === 'policy' || effect.kind === 'placement';
}

function once(entries: readonly { key: string }[], path: string, errors: FieldError[]): void {
  const keys = entries.map((entry) => entry.key);
  keys.forEach((key, i) => {
    if (keys.indexOf(key) === i) return;
    const message = `${key} is given twice; keys must differ`;
    errors.push({ path: `${path}/${i}/key`, message, code: 'twice', params: { got: show(key) } });
  });
}

function invalid(errors: FieldError[]): AppError {
  const detail = errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  return new AppError('invalid_request', `experiment: ${detail}`.slice(0, 1000), { errors });
}
