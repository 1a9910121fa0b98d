import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { Dimension } from './dimensions.ts';
import { contradictions, leaves } from './filters.ts';
import type { Measure, Metric, SemanticModel, Source } from './model.ts';
import { Params } from './params.ts';
import type { AnalyticsQuery, Answer, Column, Period, Row, Totals, Value } from './query.ts';
import { invalid } from './refusal.ts';
import { groupsStatement, type StatementInput, statement } from './statement.ts';
import { chooseTable, rawTables, type Shape, type Table } from './tables.ts';
import { rollupSteps, stepsStatement } from './time.ts';
import { cutsStatement } from './visits.ts';

/** A statement but for what all statements of the query have. */
type TableInput = Omit<StatementInput, 'model' | 'filters' | 'range' | 'timeZone'>;
type Result = Record<string, string | number | null | string[]>;
/** Measures of a group by key. */
type Measures = Map<string, number>;

/** Runs a checked query. Statements of one query run beside each other. */
export async function runQuery(
  warehouse: Pick<Warehouse, 'query'>,
  model: SemanticModel,
  query: AnalyticsQuery,
): Promise<
  Omit<Answer, 'meta'> & {
    meta: Pick<Answer['meta'], 'rowsRead' | 'rollup' | 'tables' | 'truncated' | 'notices'>;
  }
> {
  return new Run(warehouse, model, query).answer();
}

class Run {
  readonly #warehouse: Pick<Warehouse, 'query'>;
  readonly #model: SemanticModel;
  readonly #query: AnalyticsQuery;
  readonly #metrics: Metric[];
  readonly #dimensions: Dimension[];
  readonly #tables = new Map<string, Table>();
  readonly #cuts = new Map<Period, Promise<number[]>>();
  #rowsRead = 0;

  constructor(warehouse: Pick<Warehouse, 'query'>, model: SemanticModel, query: AnalyticsQuery) {
    this.#warehouse = warehouse;
    this.#model = model;
    this.#query = query;
    this.#metrics = query.metrics.map((name) => model.metric(name, '/metrics'));
    this.#dimensions = query.dimensions
      .filter((name) => name !== 'date')
      .map((name) => model.dimension(name, '/dimensions'));
  }

  async answer() {
    const query = this.#query;
    const { groups, truncated, first } = await this.#groups();
    // Where every group is kept, looking for it in a list again would only cost time.
    const all = !truncated && query.compare === undefined && this.#sources().size === 1;
    const withGroups = groups === undefined || all ? {} : { groups: { keys: groups, other: query.other } };
    const periods: Period[] = [query, ...(query.compare === undefined ? [] : [query.compare])];
    const [results, steps, totals] = await Promise.all([
      Promise.all(
        periods.map((range) =>
          range === query && first !== undefined
            ? first
            : this.#read(range, this.#dimensions, query.granularity, withGroups),
        ),
      ),
      Promise.all(periods.map((range) => this.#steps(range))),
      query.totals ? Promise.all(periods.map((range) => this.#read(range, [], undefined, {}))) : undefined,
    ]);
    return {
      columns: this.#columns(),
      rows: this.#rows(results, steps, groups, truncated),
      ...(totals === undefined ? {} : { totals: this.#totals(totals) }),
      meta: {
        rowsRead: this.#rowsRead,
        rollup: this.#rollup(),
        tables: [...this.#tables.keys()],
        truncated: truncated && !query.other,
        notices: contradictions(query.filters, query.locale),
      },
    };
  }

  /** The groups that the limit lets through, best first: a list of values by dimension. */
  async #groups(): Promise<{
    groups: string[][] | undefined;
    truncated: boolean;
    first?: Map<string, Measures>;
  }> {
    const dimensions = this.#dimensions;
    if (dimensions.length === 0) return { groups: undefined, truncated: false };
    const { orderBy, limit } = this.#query;
    const dimension = dimensions.findIndex(({ name }) => name === orderBy?.name);
    const by =
      orderBy === undefined || dimension >= 0 || orderBy.name === 'date'
        ? this.#metrics[0]
        : this.#model.metric(orderBy.name, '/orderBy');
    const { measures } = by;
    if (new Set(measures.map(({ source }) => source)).size > 1) {
      if (dimension < 0) {
        throw invalid(
          '/orderBy',
          `${by.definition.name} divides events by recommendations and cannot rank groups; order by another metric or dimension`,
          `${by.definition.name} divide eventos por recomendações e não pode ordenar grupos; ordene por outra métrica ou dimensão`,
        );
      }
    }
    const ranked = dimension >= 0 ? measures.slice(0, 1) : measures;
    const tables = ranked.map((measure) => chooseTable(measure, this.#shape(this.#query, dimensions)));
    const table = tables.every(({ name }) => name === tables[0].name)
      ? tables[0]
      : rawTables[ranked[0].source];
    const single =
      this.#query.granularity === undefined &&
      this.#measures().every(
        (measure) => chooseTable(measure, this.#shape(this.#query, dimensions)).kind === table.kind,
      );
    const list = single ? distinct([...ranked, ...this.#measures()]) : ranked;
    const beside = [...this.#sources()].filter((source) => source !== ranked[0].source);
    const result = await this.#run(
      {
        table,
        measures: list,
        // A group that only another metric knows is a group as well.
        scope: this.#measures().filter(({ source }) => source === ranked[0].source),
        dimensions,
        order: {
          by: dimension >= 0 ? { dimension } : { measures: ranked.map(({ key }) => key) },
          descending: orderBy === undefined || orderBy.name === 'date' ? true : orderBy.descending,
        },
        limit: limit + 1,
      },
      this.#query,
      beside.map((source) => this.#groupsOf(source)),
    );
    const kept = result.slice(0, limit);
    const truncated = result.length > limit;
    return {
      groups: dimensions.map((_, d) => kept.map((row) => String(row[`d${d}`]))),
      truncated,
      // One table that was read once holds the whole answer, unless the others are wanted too.
      ...(single && !(truncated && this.#query.other)
        ? { first: collect(kept, list, dimensions.length) }
        : {}),
    };
  }

  /** For the groups that a source of measures knows: the coarsest table that answers all of them. */
  #groupsOf(source: Source): TableInput {
    const dimensions = this.#dimensions;
    const scope = this.#measures().filter((measure) => measure.source === source);
    const tables = scope.map((measure) => chooseTable(measure, this.#shape(this.#query, dimensions)));
    const table = tables.every(({ name }) => name === tables[0].name) ? tables[0] : rawTables[source];
    return { table, measures: [], scope, dimensions };
  }

  /** Reads every measure of the query: one statement for each table that is needed. */
  async #read(
    range: Period,
    dimensions: readonly Dimension[],
    granularity: AnalyticsQuery['granularity'],
    more: Pick<StatementInput, 'groups'>,
  ): Promise<Map<string, Measures>> {
    const found = new Map<string, Measures>();
    if (more.groups?.keys[0]?.length === 0) return found;
    const byTable = new Map<string, { table: Table; measures: Map<string, Measure> }>();
    for (const measure of this.#measures()) {
      const table = chooseTable(measure, this.#shape(range, dimensions, granularity));
      const id = `${table.kind} ${table.name}`;
      const part = byTable.get(id) ?? { table, measures: new Map() };
      part.measures.set(measure.key, measure);
      byTable.set(id, part);
    }
    await Promise.all(
      [...byTable.values()].map(async ({ table, measures }) => {
        const list = [...measures.values()];
        const rows = await this.#run(
          {
            table,
            measures: list,
            dimensions,
            ...(granularity === undefined ? {} : { granularity }),
            ...more,
          },
          range,
        );
        for (const row of rows) {
          const key = groupKey(
            row.other === 1 ? undefined : dimensions.map((_, d) => String(row[`d${d}`])),
            (row.step as string | undefined) ?? '',
          );
          const values: Measures = found.get(key) ?? new Map();
          for (const [i, { key: name }] of list.entries()) values.set(name, Number(row[`m${i}`] ?? 0));
          found.set(key, values);
        }
      }),
    );
    return found;
  }

  #measures(): Measure[] {
    return this.#metrics.flatMap(({ measures }) => measures);
  }

  #sources(): Set<Source> {
    return new Set(this.#measures().map(({ source }) => source));
  }

  async #steps(range: Period): Promise<string[]> {
    const { granularity, timeZone } = this.#query;
    if (granularity === undefined) return [''];
    const { rows } = await this.#warehouse.query<{ steps: string[] }>(stepsStatement(granularity), {
      from: range.from,
      to: range.to,
      timeZone,
    });
    return rows[0].steps;
  }

  async #run(input: TableInput, range: Period, beside: readonly TableInput[] = []): Promise<Result[]> {
    const [first, ...others] = await Promise.all([input, ...beside].map((one) => this.#whole(one, range)));
    const { sql, params } =
      others.length === 0 ? statement(first) : groupsStatement({ ...first, beside: others });
    const { rows, rowsRead } = await this.#warehouse.query<Result>(sql, params);
    this.#rowsRead += rowsRead;
    return rows;
  }

  async #whole(input: TableInput, range: Period): Promise<StatementInput> {
    const { filters, timeZone } = this.#query;
    this.#tables.set(input.table.name, input.table);
    const cuts = input.table.kind === 'sessions' ? { cuts: await this.#cutsOf(range) } : {};
    return { model: this.#model, filters, range, timeZone, ...cuts, ...input };
  }

  /** The same for every statement over the range. */
  #cutsOf(range: Period): Promise<number[]> {
    const known = this.#cuts.get(range) ?? this.#readCuts(range);
    this.#cuts.set(range, known);
    return known;
  }

  async #readCuts(range: Period): Promise<number[]> {
    const params = new Params();
    const sql = cutsStatement(range, params);
    const { rows, rowsRead } = await this.#warehouse.query<{ cuts: number[] }>(sql, params.values);
    this.#rowsRead += rowsRead;
    return rows[0].cuts;
  }

  #shape(
    range: Period,
    dimensions: readonly Dimension[],
    granularity?: AnalyticsQuery['granularity'],
  ): Shape {
    const { filters, timeZone, rollups } = this.#query;
    const filtered = filters.flatMap(leaves).map((leaf) => this.#model.dimension(leaf.dimension, '/filters'));
    return { dimensions: [...dimensions, ...filtered], range, granularity, timeZone, rollups };
  }

  #columns(): Column[] {
    return [
      ...this.#query.dimensions.map((name): Column => {
        const { type } = this.#model.dimension(name, '/dimensions');
        return { name, kind: 'dimension', type };
      }),
      ...this.#metrics.map(
        ({ definition }): Column => ({
          name: definition.name,
          kind: 'metric',
          type: 'number',
          format: definition.format ?? 'number',
        }),
      ),
    ];
  }

  #rows(
    results: readonly Map<string, Measures>[],
    steps: readonly string[][],
    groups: string[][] | undefined,
    truncated: boolean,
  ): Row[] {
    const rows: Row[] = [];
    const count = groups === undefined ? 1 : groups[0].length;
    const keys: (string[] | undefined)[] = Array.from(
      { length: count },
      (_, g) => groups?.map((list) => list[g]) ?? [],
    );
    if (truncated && this.#query.other) keys.push(undefined);
    for (const key of keys) {
      steps[0].forEach((step, s) => {
        const row: Row = {};
        if (this.#query.granularity !== undefined) row.date = step;
        this.#dimensions.forEach(({ name, type }, d) => {
          const value = key?.[d] ?? '';
          row[name] = value === '' ? null : type === 'number' ? Number(value) : value;
        });
        if (key === undefined) row.other = true;
        Object.assign(row, this.#values(results[0].get(groupKey(key, step))));
        // Steps are compared by their place: the third day with the third day. Of a shorter period some have none.
        if (results.length > 1)
          row.compare =
            s < steps[1].length ? this.#values(results[1].get(groupKey(key, steps[1][s]))) : this.#unknown();
        rows.push(row);
      });
    }
    return this.#ordered(rows);
  }

  /** Groups come ranked; steps of time come first to last, or as `orderBy` says. */
  #ordered(rows: Row[]): Row[] {
    const { granularity, orderBy } = this.#query;
    if (granularity === undefined) return rows;
    if (orderBy === undefined || orderBy.name === 'date') {
      const sign = orderBy?.descending ? -1 : 1;
      return rows.sort((a, b) => sign * compareText(String(a.date), String(b.date)));
    }
    if (this.#dimensions.length > 0) return rows;
    const sign = orderBy.descending ? -1 : 1;
    const rank = (row: Row) => (row[orderBy.name] as number | null) ?? sign * Number.POSITIVE_INFINITY;
    return rows.sort((a, b) => sign * (rank(a) - rank(b)) || compareText(String(a.date), String(b.date)));
  }

  #totals(results: readonly Map<string, Measures>[]): Totals {
    const [values, compare] = results.map((result) => this.#values(result.get(groupKey([], ''))));
    return { values, ...(compare === undefined ? {} : { compare }) };
  }

  #values(measures: Measures | undefined): Record<string, Value> {
    const values: Record<string, Value> = {};
    for (const { definition, measures: own } of this.#metrics) {
      const [value, divisor, all, allDivisor] = own.map(({ key }) => measures?.get(key) ?? 0);
      const whole = definition.kind !== 'ratio' && definition.kind !== 'lift';
      values[definition.name] = whole
        ? value
        : definition.kind === 'ratio'
          ? ratioOf(value, divisor)
          : liftOf(ratioOf(value, divisor), ratioOf(all - value, allDivisor - divisor));
    }
    return values;
  }

  #unknown(): Record<string, Value> {
    return Object.fromEntries(this.#query.metrics.map((name) => [name, null]));
  }

  #rollup(): Answer['meta']['rollup'] {
    const steps = [...this.#tables.values()].map(({ step }) => step);
    if (steps.includes(null)) return null;
    return rollupSteps.findLast((step) => steps.includes(step)) ?? null;
  }
}

function ratioOf(value: number, divisor: number): Value {
  return divisor === 0 ? null : value / divisor;
}

function liftOf(treated: Value, others: Value): Value {
  return treated === null || others === null || others === 0 ? null : treated / others - 1;
}

function groupKey(values: readonly string[] | undefined, step: string): string {
  return JSON.stringify([values ?? null, step]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function distinct(measures: readonly Measure[]): Measure[] {
  return [...new Map(measures.map((measure) => [measure.key, measure])).values()];
}

/** Measures by group, from rows of one statement. */
function collect(
  rows: readonly Result[],
  measures: readonly Measure[],
  dimensions: number,
): Map<string, Measures> {
  return new Map(
    rows.map((row) => [
      groupKey(
        Array.from({ length: dimensions }, (_, d) => String(row[`d${d}`])),
        '',
      ),
      new Map(measures.map(({ key }, i) => [key, Number(row[`m${i}`] ?? 0)])),
    ]),
  );
}
