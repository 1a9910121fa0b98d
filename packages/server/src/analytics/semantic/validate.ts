import { AppError } from '../../errors.ts';
import type { DimensionDefinition, MetricDefinition } from './definition.ts';
import { SemanticModel } from './model.ts';

const name = /^[a-z][A-Za-z0-9]{0,62}$/;
/** Keys of an answer's rows that are no names. */
const taken = new Set(['other', 'compare', 'date']);
type Fields = Record<string, unknown>;

const metricFields: Record<string, readonly string[]> = {
  count: ['events', 'attributed'],
  sum: ['field', 'events', 'attributed'],
  distinct: ['of', 'events', 'attributed'],
  sessions: [],
  decisions: [],
  ratio: ['numerator', 'denominator'],
  lift: ['numerator', 'denominator'],
};
const dimensionFields: Record<string, readonly string[]> = {
  itemAttribute: ['attribute'],
  property: ['property'],
};

/** Checks declared metrics; the message names the file, the metric and the remedy. Throws `invalid_request`. */
export function validateMetrics(
  metrics: unknown,
  dimensions: unknown = [],
  file = 'personalize.config.ts',
): void {
  const list = check(metrics, 'metrics', metricFields, ['format'], file);
  for (const metric of list) {
    const fail = failure(file, 'metrics', metric);
    oneOf(fail, metric, 'field', ['value', 'quantity'], metric.kind === 'sum');
    oneOf(fail, metric, 'of', ['customer', 'visitor', 'item'], metric.kind === 'distinct');
    oneOf(fail, metric, 'format', ['number', 'currency', 'percent'], metric.format !== undefined);
    const { events, attributed } = metric;
    const typed =
      Array.isArray(events) && events.length > 0 && events.every((type) => typeof type === 'string');
    if (events !== undefined && !typed)
      throw fail(`events must be a list of event types, got ${show(events)}`);
    if (attributed !== undefined && typeof attributed !== 'boolean') {
      throw fail(`attributed must be true or false, got ${show(attributed)}`);
    }
    if (metric.kind !== 'ratio' && metric.kind !== 'lift') continue;
    for (const field of ['numerator', 'denominator']) {
      if (typeof metric[field] !== 'string')
        throw fail(`${field} must name a metric, got ${show(metric[field])}`);
    }
  }
  try {
    const model = new SemanticModel(
      list as unknown as MetricDefinition[],
      validateDimensions(dimensions, file),
    );
    for (const metric of model.metrics.keys()) {
      if (model.dimensions.has(metric)) {
        throw new AppError('invalid_request', `${metric} is a metric and a dimension; rename one`);
      }
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.message.startsWith(file)) throw error;
    throw new AppError('invalid_request', `${file}: metrics: ${error.message}`, { cause: error });
  }
}

/** The same for dimensions. Returns them. */
export function validateDimensions(
  dimensions: unknown,
  file = 'personalize.config.ts',
): DimensionDefinition[] {
  const list = check(dimensions, 'dimensions', dimensionFields, [], file);
  for (const dimension of list) {
    const field = dimensionFields[String(dimension.kind)][0];
    if (typeof dimension[field] !== 'string' || dimension[field] === '') {
      throw failure(file, 'dimensions', dimension)(`${field} must be a text, got ${show(dimension[field])}`);
    }
  }
  return list as unknown as DimensionDefinition[];
}

function check(
  value: unknown,
  section: string,
  kinds: Record<string, readonly string[]>,
  common: readonly string[],
  file: string,
): Fields[] {
  if (!Array.isArray(value)) {
    throw new AppError('invalid_request', `${file}: ${section} must be a list, got ${show(value)}`);
  }
  const seen = new Set<unknown>();
  for (const entry of value as unknown[]) {
    if (typeof entry !== 'object' || entry === null) {
      throw new AppError('invalid_request', `${file}: ${section}: must be objects, got ${show(entry)}`);
    }
    const fields = entry as Fields;
    const fail = failure(file, section, fields);
    if (typeof fields.name !== 'string' || !name.test(fields.name) || taken.has(fields.name)) {
      throw fail(
        `name must be lowerCamelCase and none of ${[...taken].join(', ')}, got ${show(fields.name)}`,
      );
    }
    if (seen.has(fields.name)) throw fail('is declared twice');
    seen.add(fields.name);
    if (typeof fields.kind !== 'string' || !Object.hasOwn(kinds, fields.kind)) {
      throw fail(`kind must be one of ${Object.keys(kinds).join(', ')}, got ${show(fields.kind)}`);
    }
    const known = ['name', 'kind', 'description', ...common, ...kinds[fields.kind]];
    const extra = Object.keys(fields).find((field) => !known.includes(field));
    if (extra !== undefined) throw fail(`unknown field ${show(extra)}; known are ${known.join(', ')}`);
    const { description } = fields;
    if (description !== undefined && typeof (description as Fields | null)?.en !== 'string') {
      throw fail(`description must be { en, 'pt-BR' }, got ${show(description)}`);
    }
  }
  return value as Fields[];
}

function oneOf(
  fail: (message: string) => AppError,
  fields: Fields,
  field: string,
  values: readonly string[],
  needed: boolean,
): void {
  if (needed && !values.includes(fields[field] as string)) {
    throw fail(`${field} must be one of ${values.join(', ')}, got ${show(fields[field])}`);
  }
}

function failure(file: string, section: string, fields: Fields): (message: string) => AppError {
  return (message) =>
    new AppError('invalid_request', `${file}: ${section}: ${show(fields.name)}: ${message}`);
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 100);
}
