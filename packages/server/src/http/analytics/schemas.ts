import Type from 'typebox';
import { queryLimits } from '../../analytics/semantic/index.ts';
import { FreeObject, Nullable, Time } from '../schemas.ts';

export const Name = Type.String({ minLength: 1, maxLength: 64 });
export const When = (description: string) => Type.String({ format: 'date-time', description });

export const AnalyticsQuery = Type.Object(
  {
    metrics: Type.Array(Name, { minItems: 1, maxItems: queryLimits.metrics }),
    dimensions: Type.Optional(Type.Array(Name, { maxItems: queryLimits.dimensions })),
    filters: Type.Optional(
      Type.Array(Type.Unknown(), {
        maxItems: queryLimits.filterNodes,
        description:
          'All must hold. Each `{dimension, op, values}` with op eq, in, notIn, contains, between or exists, or `{and: […]}`, `{or: […]}`, `{not: …}`. A dimension that an event lacks is the empty text.',
      }),
    ),
    from: When('Event time, included.'),
    to: When('Event time, not included.'),
    granularity: Type.Optional(
      Type.Enum(['minute', 'hour', 'day', 'week', 'month'], {
        description: 'Splits by steps of time, in the dimension `date`.',
      }),
    ),
    timeZone: Type.Optional(Type.String({ maxLength: 64, description: "IANA name; default the server's." })),
    compare: Type.Optional(
      Type.Union([
        Type.Literal('previous'),
        Type.Object({ from: When('Included.'), to: When('Not included.') }, { additionalProperties: false }),
      ]),
    ),
    orderBy: Type.Optional(
      Type.Object(
        { name: Name, direction: Type.Optional(Type.Enum(['asc', 'desc'])) },
        { additionalProperties: false },
      ),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: queryLimits.groups,
        description: 'Groups, each with all its steps of time.',
      }),
    ),
    other: Type.Optional(Type.Boolean({ description: 'Adds one group of all that the limit leaves out.' })),
    totals: Type.Optional(Type.Boolean()),
    rollups: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'False reads the events even where a rollup could answer.',
      }),
    ),
  },
  { additionalProperties: false, title: 'AnalyticsQuery' },
);

const Column = Type.Object({
  name: Type.String(),
  kind: Type.String({ description: 'dimension or metric.' }),
  type: Type.String({ description: 'string, number or time.' }),
  format: Type.Optional(Type.String({ description: 'number, currency or percent.' })),
});

export const AnalyticsAnswer = Type.Object(
  {
    columns: Type.Array(Column),
    rows: Type.Array(FreeObject, {
      description:
        'By metric and dimension name. `compare` holds the metrics of the other period, `other` marks the group of what the limit left out.',
    }),
    totals: Type.Optional(Type.Object({ values: FreeObject, compare: Type.Optional(FreeObject) })),
    meta: Type.Object({
      elapsedMs: Type.Number(),
      rowsRead: Type.Integer(),
      freshAsOf: Time,
      rollup: Nullable(Type.String({ description: 'The finest rollup read; null when events were read.' })),
      tables: Type.Array(Type.String()),
      cached: Type.Boolean(),
      truncated: Type.Boolean(),
      notices: Type.Array(Type.String()),
    }),
  },
  { title: 'AnalyticsAnswer' },
);

const Text = Nullable(Type.Record(Type.String(), Type.String(), { description: 'By locale.' }));

export const AnalyticsSchema = Type.Object(
  {
    metrics: Type.Array(
      Type.Object({
        name: Type.String(),
        description: Text,
        format: Type.String(),
        dimensions: Type.Array(Type.String(), { description: 'What it can be split and filtered by.' }),
      }),
    ),
    dimensions: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), description: Text })),
    granularities: Type.Array(Type.String()),
    timeZone: Type.String(),
  },
  { title: 'AnalyticsSchema' },
);
