import { zoneNamed } from '../../time-zone.ts';
import type { SemanticModel } from './model.ts';
import type { AnalyticsQuery, Filter, FilterOp, Granularity, Period } from './query.ts';
import { invalid, type Locale } from './refusal.ts';
import { rawTables } from './tables.ts';
import { maxSteps, previousPeriod } from './time.ts';

/** A query as it comes in a request, its outer shape checked. */
export interface QueryInput {
  metrics: string[];
  dimensions?: string[];
  filters?: unknown[];
  from: string;
  to: string;
  granularity?: Granularity;
  timeZone?: string;
  compare?: 'previous' | { from: string; to: string };
  orderBy?: { name: string; direction?: 'asc' | 'desc' };
  limit?: number;
  other?: boolean;
  totals?: boolean;
  rollups?: boolean;
  /** Language of notices; default English. */
  locale?: Locale;
}

export const queryLimits = {
  metrics: 20,
  dimensions: 5,
  /** Groups × steps of time. */
  rows: 100_000,
  groups: 5000,
  defaultGroups: 1000,
  steps: 10_000,
  filterDepth: 8,
  filterNodes: 100,
  filterValues: 1000,
  textLength: 1024,
};

const firstYear = 1970;
const lastTime = Date.UTC(2100, 0, 1);
const ops: readonly FilterOp[] = ['eq', 'in', 'notIn', 'contains', 'between', 'exists'];

/** Checks names and bounds. Throws `invalid_request` with the place, the bad value and the remedy. */
export function checkQuery(input: QueryInput, model: SemanticModel, defaultZone: string): AnalyticsQuery {
  const metrics = [...new Set(input.metrics)];
  for (const [i, name] of metrics.entries()) model.metric(name, `/metrics/${i}`);
  const dimensions = [...new Set(input.dimensions ?? [])];
  for (const [i, name] of dimensions.entries()) model.dimension(name, `/dimensions/${i}`);
  if (input.granularity !== undefined && !dimensions.includes('date')) dimensions.unshift('date');
  if (dimensions.length > queryLimits.dimensions) {
    throw invalid(
      '/dimensions',
      `at most ${queryLimits.dimensions} dimensions, got ${dimensions.length}`,
      `no máximo ${queryLimits.dimensions} dimensões, recebidas ${dimensions.length}`,
    );
  }
  if (dimensions.includes('date') && input.granularity === undefined) {
    throw invalid(
      '/granularity',
      'the dimension date needs a granularity: minute, hour, day, week or month',
      'a dimensão date precisa de granularity: minute, hour, day, week ou month',
    );
  }
  const timeZone = zoneOf(input.timeZone ?? defaultZone);
  const range = period(input, '');
  const filters = (input.filters ?? []).map((filter, i) => checkFilter(filter, `/filters/${i}`, model));
  const groups = dimensions.some((name) => name !== 'date');
  const compare = input.compare === undefined ? undefined : comparePeriod(input, range, timeZone);
  const steps = stepsOf(input, range, '');
  if (compare !== undefined) stepsOf(input, compare, '/compare');
  const limit =
    input.limit ?? Math.min(queryLimits.defaultGroups, Math.max(1, Math.floor(queryLimits.rows / steps)));
  if (groups && limit * steps > queryLimits.rows) {
    throw invalid(
      '/limit',
      `${limit} groups × ${steps} steps are more than ${queryLimits.rows} rows; lower the limit or choose a coarser granularity`,
      `${limit} grupos × ${steps} passos são mais de ${queryLimits.rows} linhas; reduza limit ou escolha uma granularidade maior`,
    );
  }
  const query: AnalyticsQuery = {
    metrics,
    dimensions,
    filters,
    ...range,
    ...(input.granularity === undefined ? {} : { granularity: input.granularity }),
    timeZone,
    ...(compare === undefined ? {} : { compare }),
    ...(input.orderBy === undefined ? {} : { orderBy: checkOrder(input.orderBy, metrics, dimensions) }),
    limit,
    other: input.other ?? false,
    totals: input.totals ?? false,
    rollups: input.rollups ?? true,
    locale: input.locale ?? 'en',
  };
  if (query.other && dimensions.includes('segment')) {
    throw invalid(
      '/other',
      'a customer is in several segments, so there is no group of the other ones; leave other out',
      'um cliente está em vários segmentos, então não há grupo dos demais; retire other',
    );
  }
  checkAnswerable(query, model);
  return query;
}

function stepsOf(
  { granularity }: Pick<QueryInput, 'granularity'>,
  { from, to }: Period,
  path: string,
): number {
  const steps = granularity === undefined ? 1 : maxSteps(from, to, granularity);
  if (steps > queryLimits.steps) {
    const [first, last] = [from, to].map((at) => new Date(at).toISOString());
    throw invalid(
      path === '' ? '/granularity' : path,
      `${first} to ${last} by ${granularity} has about ${steps} steps, at most ${queryLimits.steps}; choose a coarser granularity or a shorter range`,
      `${first} a ${last} por ${granularity} tem cerca de ${steps} passos, no máximo ${queryLimits.steps}; escolha uma granularidade maior ou um período menor`,
    );
  }
  return steps;
}

function checkOrder(
  { name, direction }: NonNullable<QueryInput['orderBy']>,
  metrics: readonly string[],
  dimensions: readonly string[],
) {
  if (!metrics.includes(name) && !dimensions.includes(name)) {
    const names = [...metrics, ...dimensions].join(', ');
    throw invalid(
      '/orderBy/name',
      `orderBy must be one of the query's names (${names}), got ${show(name)}`,
      `orderBy deve ser um dos nomes da consulta (${names}), recebido ${show(name)}`,
    );
  }
  return { name, descending: (direction ?? (metrics.includes(name) ? 'desc' : 'asc')) === 'desc' };
}

/** Every metric must know every dimension asked for and filtered by. */
function checkAnswerable(query: AnalyticsQuery, model: SemanticModel): void {
  const asked = new Set([...query.dimensions, ...query.filters.flatMap(namesOf)]);
  for (const name of query.metrics) {
    for (const measure of model.metric(name, '/metrics').measures) {
      const table = rawTables[measure.source];
      for (const dimension of asked) {
        if (dimension === 'date') continue;
        const known = (d: string) =>
          model.dimension(d, '/dimensions').sql(table.kind, table.time, { text: () => '' } as never) !==
          undefined;
        if (known(dimension)) continue;
        const possible = [...model.dimensions.keys()].filter((d) => d === 'date' || known(d));
        throw invalid(
          '/dimensions',
          `${name} cannot be split or filtered by ${dimension}; it can by ${possible.join(', ')}`,
          `${name} não pode ser dividida nem filtrada por ${dimension}; pode por ${possible.join(', ')}`,
        );
      }
    }
  }
}

function namesOf(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(namesOf);
  if ('or' in filter) return filter.or.flatMap(namesOf);
  if ('not' in filter) return namesOf(filter.not);
  return [filter.dimension];
}

export function period({ from, to }: { from: string; to: string }, path: string): Period {
  const [start, end] = [time(from, `${path}/from`), time(to, `${path}/to`)];
  if (start >= end)
    throw invalid(
      `${path}/to`,
      `to must be after from, got ${show(from)} to ${show(to)}`,
      `to deve vir depois de from, recebido ${show(from)} a ${show(to)}`,
    );
  return { from: start, to: end };
}

function time(value: string, path: string): number {
  const at = Date.parse(value);
  if (Number.isNaN(at))
    throw invalid(
      path,
      `must be RFC 3339 such as 2026-01-31T00:00:00Z, got ${show(value)}`,
      `deve ser RFC 3339 como 2026-01-31T00:00:00Z, recebido ${show(value)}`,
    );
  if (at < Date.UTC(firstYear, 0, 1) || at > lastTime) {
    throw invalid(
      path,
      `must be from ${firstYear} to 2100, got ${show(value)}`,
      `deve estar entre ${firstYear} e 2100, recebido ${show(value)}`,
    );
  }
  return at;
}

function comparePeriod(
  { compare, granularity }: Pick<QueryInput, 'compare' | 'granularity'>,
  range: Period,
  timeZone: string,
): Period {
  if (typeof compare === 'object') return period(compare, '/compare');
  const previous = previousPeriod(range, timeZone, granularity);
  if (previous.from < 0) {
    throw invalid(
      '/compare',
      'the period before this one begins before 1970; shorten the range',
      'o período anterior a este começa antes de 1970; encurte o período',
    );
  }
  return previous;
}

export function checkFilter(
  value: unknown,
  path: string,
  model: SemanticModel,
  depth = 1,
  budget: { nodes: number } = { nodes: 0 },
): Filter {
  if (depth > queryLimits.filterDepth)
    throw invalid(
      path,
      `filters nest at most ${queryLimits.filterDepth} deep`,
      `filtros se aninham no máximo ${queryLimits.filterDepth} níveis`,
    );
  if (++budget.nodes > queryLimits.filterNodes)
    throw invalid(
      path,
      `at most ${queryLimits.filterNodes} filters in one`,
      `no máximo ${queryLimits.filterNodes} filtros em um`,
    );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(
      path,
      `a filter must be {dimension, op, values}, {and}, {or} or {not}, got ${show(value)}`,
      `um filtro deve ser {dimension, op, values}, {and}, {or} ou {not}, recebido ${show(value)}`,
    );
  }
  const filter = value as Record<string, unknown>;
  const keys = Object.keys(filter);
  if (keys.length === 1 && (keys[0] === 'and' || keys[0] === 'or')) {
    const parts = filter[keys[0]];
    if (!Array.isArray(parts))
      throw invalid(
        `${path}/${keys[0]}`,
        `must be a list of filters, got ${show(parts)}`,
        `deve ser uma lista de filtros, recebido ${show(parts)}`,
      );
    const checked = parts.map((part, i) =>
      checkFilter(part, `${path}/${keys[0]}/${i}`, model, depth + 1, budget),
    );
    return keys[0] === 'and' ? { and: checked } : { or: checked };
  }
  if (keys.length === 1 && keys[0] === 'not') {
    return { not: checkFilter(filter.not, `${path}/not`, model, depth + 1, budget) };
  }
  return checkLeaf(filter, path, model);
}

function checkLeaf(filter: Record<string, unknown>, path: string, model: SemanticModel): Filter {
  const { dimension, op, values = [], ...others } = filter;
  const extra = Object.keys(others)[0];
  if (extra !== undefined)
    throw invalid(
      path,
      `unknown field ${show(extra)}; known are dimension, op, values`,
      `campo desconhecido ${show(extra)}; existem dimension, op, values`,
    );
  if (typeof dimension !== 'string')
    throw invalid(
      `${path}/dimension`,
      `must be a name, got ${show(dimension)}`,
      `deve ser um nome, recebido ${show(dimension)}`,
    );
  const { type, name } = model.dimension(dimension, `${path}/dimension`);
  if (name === 'date')
    throw invalid(`${path}/dimension`, 'filter by time with from and to', 'filtre o tempo com from e to');
  if (!ops.includes(op as FilterOp)) {
    throw invalid(
      `${path}/op`,
      `must be one of ${ops.join(', ')}, got ${show(op)}`,
      `deve ser um de ${ops.join(', ')}, recebido ${show(op)}`,
    );
  }
  if (!Array.isArray(values))
    throw invalid(
      `${path}/values`,
      `must be a list, got ${show(values)}`,
      `deve ser uma lista, recebido ${show(values)}`,
    );
  values.forEach((value: unknown, i) => {
    const ok = type === 'number' ? isNumber(value) : typeof value === 'string' || isNumber(value);
    if (!ok)
      throw invalid(
        `${path}/values/${i}`,
        `must be a ${type === 'number' ? 'number' : 'text'}, got ${show(value)}`,
        `deve ser ${type === 'number' ? 'um número' : 'um texto'}, recebido ${show(value)}`,
      );
    if (String(value).length > queryLimits.textLength) {
      throw invalid(
        `${path}/values/${i}`,
        `must have at most ${queryLimits.textLength} characters`,
        `deve ter no máximo ${queryLimits.textLength} caracteres`,
      );
    }
  });
  const [least, most] = {
    eq: [1, 1],
    contains: [1, 1],
    between: [2, 2],
    exists: [0, 0],
    in: [1, 0],
    notIn: [1, 0],
  }[op as FilterOp];
  const maximum = most === 0 && least === 1 ? queryLimits.filterValues : most;
  if (values.length < least || values.length > maximum) {
    const count = least === maximum ? String(least) : `${least}–${maximum}`;
    throw invalid(
      `${path}/values`,
      `${op} takes ${count} values, got ${values.length}`,
      `${op} recebe ${count} valores, recebidos ${values.length}`,
    );
  }
  return { dimension, op: op as FilterOp, values: values as (string | number)[] };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A zone by the name that the warehouse knows it by. Throws `invalid_request`. */
export function zoneOf(timeZone: string): string {
  const known = zoneNamed(timeZone);
  if (known !== undefined) return known;
  throw invalid(
    '/timeZone',
    `timeZone must be an IANA name such as America/Sao_Paulo, got ${show(timeZone)}`,
    `timeZone deve ser um nome IANA como America/Sao_Paulo, recebido ${show(timeZone)}`,
  );
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 100);
}
