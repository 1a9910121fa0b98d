import { reservedTypes } from '../../ingestion/event-types.ts';
import type { Dimension, TableKind } from './dimensions.ts';
import type { Measure } from './model.ts';
import type { Params } from './params.ts';
import type { Granularity } from './query.ts';
import { type RollupStep, rollupSteps, stepFits } from './time.ts';

/** A table that a statement reads: the events themselves or one of their rollups. */
export interface Table {
  kind: TableKind;
  name: string;
  /** SQL of a row's time. */
  time: string;
  step: RollupStep | null;
}

export const rawTables = {
  events: { kind: 'events', name: 'events', time: 'e.timestamp', step: null },
  sessions: { kind: 'sessions', name: 'events', time: 'e.timestamp', step: null },
  decisions: { kind: 'decisions', name: 'decisions', time: 'e.timestamp', step: null },
} as const satisfies Record<string, Table>;

/** Coarsest first. */
const rollups: readonly Table[] = [
  ...rollupSteps.map((step) => ({
    kind: 'counts' as const,
    name: `events_per_${step}`,
    time: `e.${step}`,
    step,
  })),
  { kind: 'people', name: 'people_per_day', time: 'e.day', step: 'day' },
  { kind: 'people', name: 'people_per_hour', time: 'e.hour', step: 'hour' },
];

export interface Shape {
  dimensions: readonly Dimension[];
  range: { from: number; to: number };
  granularity: Granularity | undefined;
  timeZone: string;
  rollups: boolean;
}

const finest: Partial<Record<Granularity, readonly RollupStep[]>> = {
  minute: ['minute'],
  hour: ['minute', 'hour'],
};

/** The coarsest table that answers the measure with these dimensions and times. */
export function chooseTable(measure: Measure, shape: Shape): Table {
  if (measure.source !== 'events') return rawTables[measure.source];
  const { granularity, dimensions, range, timeZone } = shape;
  const unused: Pick<Params, 'text'> = { text: () => '' };
  const fits = (table: Table): boolean => {
    const { step } = table;
    if (step === null || !holds(table, measure)) return false;
    const steps = granularity === undefined ? undefined : finest[granularity];
    if (steps !== undefined && !steps.includes(step)) return false;
    if (step === 'day' && dimensions.some(({ needs }) => needs === 'hour')) return false;
    const needsZone = granularity !== undefined || dimensions.some(({ needs }) => needs !== undefined);
    return (
      dimensions.every(({ sql }) => sql(table.kind, table.time, unused as Params) !== undefined) &&
      stepFits(step, range, timeZone, needsZone)
    );
  };
  return (shape.rollups ? rollups.find(fits) : undefined) ?? rawTables.events;
}

function holds(table: Table, { aggregate, attributed }: Measure): boolean {
  if (table.kind === 'people') return !attributed && (aggregate === 'customer' || aggregate === 'visitor');
  return aggregate === 'count' || aggregate === 'value' || (aggregate === 'quantity' && !attributed);
}

/** The types that the server writes itself, as SQL. */
export const reservedSql = [...reservedTypes].map((type) => `'${type}'`).join(', ');

/** Event types that the measure counts; undefined for the tables without types. */
export function typeCondition(measure: Measure, params: Params): string {
  return measure.events === undefined
    ? `e.type NOT IN (${reservedSql})`
    : `e.type IN ${params.texts(measure.events)}`;
}

export const person = "if(e.customer_id = '', e.anonymous_id, e.customer_id)";

/** The measure as an aggregate over rows `e` of the table. */
export function aggregateSql(measure: Measure, table: Table, params: Params): string {
  const { aggregate, attributed } = measure;
  if (table.kind === 'decisions' || table.kind === 'sessions') return 'count()';
  const types = typeCondition(measure, params);
  if (table.kind === 'people') {
    return `uniqCombined64MergeIf(14)(${aggregate === 'customer' ? 'e.customers' : 'e.visitors'}, ${types})`;
  }
  if (table.kind === 'counts') {
    const column = aggregate === 'count' ? 'events' : aggregate;
    return `sumIf(e.${attributed ? 'attributed_' : ''}${column}, ${types})`;
  }
  const condition = attributed ? `${types} AND e.decision_id != ''` : types;
  switch (aggregate) {
    case 'count':
      return `countIf(${condition})`;
    case 'value':
    case 'quantity':
      return `sumIf(ifNull(e.${aggregate}, 0), ${condition})`;
    case 'customer':
      return `uniqCombined64If(14)(nullIf(e.customer_id, ''), ${condition})`;
    case 'visitor':
      return `uniqCombined64If(14)(nullIf(${person}, ''), ${condition})`;
    case 'item':
      return `uniqCombined64If(14)(nullIf(e.item_id, ''), ${condition})`;
  }
}
