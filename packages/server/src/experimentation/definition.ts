import Type, { type Static } from 'typebox';
import {
  placementNamePattern,
  placementSchema,
  policySchema,
  sourceSchema,
} from '../recommendation/placement.ts';

const strict = { additionalProperties: false };
const Key = Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9_.-]{0,63}$' });
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const Names = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 50, description });
const EventTypes = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 20 });
const { filters, diversity, fallback, candidateLimit, ranker } = placementSchema.properties;

/** Names of attributes that can be noted; `attribute.NAME` names the dimension. */
const AttributeName = Type.String({ minLength: 1, maxLength: 64 });
/** What results may be split by: known at exposure, so that no variant can have changed it. */
export const dimensionPattern = '^(channel|device|segment\\.[^,]{1,64}|attribute\\.[^,]{1,64})$';

/** What a variant changes for its customers. */
export const effectSchema = Type.Union(
  [
    Type.Object({ kind: Type.Literal('none') }, strict),
    Type.Object(
      { kind: Type.Literal('value'), value: Type.Unknown({ description: "The flag's value." }) },
      strict,
    ),
    Type.Object({ kind: Type.Literal('model'), ranker }, strict),
    Type.Object({ kind: Type.Literal('policy'), policy: policySchema }, strict),
    Type.Object(
      {
        kind: Type.Literal('placement'),
        settings: Type.Object(
          {
            sources: Type.Optional(Type.Array(sourceSchema, { minItems: 1, maxItems: 6 })),
            filters: Type.Optional(filters),
            ranker: Type.Optional(ranker),
            policy: Type.Optional(policySchema),
            diversity: Type.Optional(diversity),
            fallback: Type.Optional(fallback),
            candidateLimit: Type.Optional(candidateLimit),
          },
          strict,
        ),
      },
      strict,
    ),
  ],
  {
    description:
      '`value`: a flag of any JSON value. `model`, `policy` and `placement` change the settings of the experiment’s placement. `none`: nothing.',
  },
);
export type Effect = Static<typeof effectSchema>;

export const variantSchema = Type.Object(
  {
    key: Key,
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    weight: Share('Share of the customers who take part; all weights sum to one.'),
    effect: effectSchema,
  },
  strict,
);

const base = {
  key: Key,
  role: Type.Enum(['goal', 'secondary', 'guardrail']),
  direction: Type.Optional(Type.Enum(['increase', 'decrease'], { description: 'The good one.' })),
  margin: Type.Optional(
    Type.Object(
      { value: Type.Number({ minimum: 0 }), scale: Type.Enum(['relative', 'absolute']) },
      { ...strict, description: 'Largest tolerated harm of a guardrail. Default 0.02, relative.' },
    ),
  ),
  prior: Type.Optional(
    Type.Object(
      {
        mean: Type.Number({ minimum: -1, maximum: 10 }),
        standardDeviation: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
      },
      {
        ...strict,
        description: 'Normal prior on the relative effect of the Bayesian reading. Default: flat.',
      },
    ),
  ),
};
const conversionDays = Type.Optional(
  Type.Number({
    exclusiveMinimum: 0,
    maximum: 365,
    description: 'Events count up to so many days after the first exposure. Default: the experiment’s.',
  }),
);
const cuped = Type.Optional(
  Type.Boolean({ description: 'Sharpen by the same figure before exposure. Default: where it helps.' }),
);
const metricBase = { ...base, events: EventTypes, conversionDays };
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'Only events in this currency count.' });

export const metricSchema = Type.Union(
  [
    Type.Object({ ...metricBase, cuped, kind: Type.Literal('proportion') }, strict),
    Type.Object(
      { ...metricBase, cuped, kind: Type.Literal('mean'), of: Type.Enum(['count', 'quantity']) },
      { ...strict, description: 'Events, or the sum of their quantities, per customer.' },
    ),
    Type.Object(
      {
        ...metricBase,
        cuped,
        kind: Type.Literal('revenue'),
        currency: Currency,
        winsoriseAt: Type.Optional(
          Type.Number({
            exclusiveMinimum: 0.5,
            maximum: 1,
            description:
              'Totals are capped at this quantile of paying customers’ totals. Default: 0.999; 1 = off.',
          }),
        ),
      },
      { ...strict, description: "Sum of the events' values per customer." },
    ),
    Type.Object(
      {
        ...metricBase,
        cuped,
        kind: Type.Literal('ratio'),
        of: Type.Enum(['count', 'quantity', 'value']),
        currency: Type.Optional(Currency),
        denominator: EventTypes,
      },
      { ...strict, description: 'Sum over all customers, per event of the denominator’s types.' },
    ),
    Type.Object(
      {
        ...base,
        events: EventTypes,
        kind: Type.Literal('retention'),
        fromDay: Type.Integer({ minimum: 1, maximum: 365 }),
        toDay: Type.Integer({
          minimum: 2,
          maximum: 366,
          description: 'Did one of the events in days [fromDay, toDay) after the first exposure.',
        }),
      },
      strict,
    ),
    Type.Object(
      {
        ...metricBase,
        kind: Type.Literal('quantile'),
        of: Type.Enum(['value', 'quantity']),
        currency: Type.Optional(Currency),
        level: Type.Number({ minimum: 0.01, maximum: 0.99, description: 'Such as 0.9.' }),
      },
      {
        ...strict,
        description: 'Quantile of single events’ values, such as the 90th percentile of order value.',
      },
    ),
    Type.Object(
      {
        ...base,
        conversionDays,
        cuped,
        kind: Type.Literal('funnel'),
        steps: Type.Array(EventTypes, {
          minItems: 2,
          maxItems: 8,
          description: 'Event types of each step; no type in two steps.',
        }),
      },
      {
        ...strict,
        description: 'Customers who did all steps in this order within the conversion window.',
      },
    ),
  ],
  { description: 'A figure per customer, counted from the first exposure on.' },
);
export type MetricDefinition = Static<typeof metricSchema>;

/** What an experiment is: the one source of its validation, its types and its documentation. */
export const experimentSchema = Type.Object(
  {
    key: Key,
    hypothesis: Type.String({ minLength: 1, maxLength: 2000 }),
    variants: Type.Array(variantSchema, { minItems: 2, maxItems: 20 }),
    control: Type.Optional(Type.String({ description: 'Key of the control. Default: the first variant.' })),
    placement: Type.Optional(
      Type.String({
        pattern: placementNamePattern,
        description: 'The placement that model, policy and placement variants change.',
      }),
    ),
    seed: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Of the hash. Default: the key.' }),
    ),
    namespace: Type.Optional(
      Type.Object(
        { key: Key, start: Share('Included.'), end: Share('Excluded.') },
        { ...strict, description: 'Experiments with disjoint parts of one namespace share no customer.' },
      ),
    ),
    holdouts: Type.Optional(
      Type.Array(Type.Object({ key: Key, share: Share('Kept out.') }, strict), { maxItems: 10 }),
    ),
    coverage: Type.Optional(Share('Share of the customers who take part. Default 1; not with `ramp`.')),
    ramp: Type.Optional(
      Type.Array(
        Type.Object({ from: Type.String({ format: 'date-time' }), coverage: Share('From then on.') }, strict),
        { minItems: 1, maxItems: 50 },
      ),
    ),
    targeting: Type.Optional(
      Type.Object(
        {
          segments: Type.Optional(Names('In at least one of these.')),
          notSegments: Type.Optional(Names('In none of these.')),
        },
        strict,
      ),
    ),
    metrics: Type.Array(metricSchema, { minItems: 1, maxItems: 30 }),
    conversionDays: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 365,
        description: 'Events count up to so many days after the first exposure. Default: all.',
      }),
    ),
    attributes: Type.Optional(
      Type.Array(AttributeName, {
        maxItems: 5,
        uniqueItems: true,
        description: 'Customer attributes noted with each exposure; results may be split by them.',
      }),
    ),
    stratifyBy: Type.Optional(
      Type.String({
        pattern: dimensionPattern,
        description:
          'Post-stratify every comparison by `channel`, `device`, `segment.NAME` or `attribute.NAME`, as of the exposure.',
      }),
    ),
    preExposureDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 90,
        description: 'Window before exposure for CUPED and the bias check. Default 14.',
      }),
    ),
    plan: Type.Optional(
      Type.Object(
        {
          plannedSample: Type.Optional(Type.Integer({ minimum: 2, maximum: 1e12 })),
          plannedDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
          newCustomersPerDay: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
          minimumEffect: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
          minimumDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
        },
        { ...strict, description: 'Sample of control and one treatment together, length, smallest effect.' },
      ),
    ),
  },
  { ...strict, title: 'ExperimentDefinition' },
);
export type Experiment = Static<typeof experimentSchema>;

/** The event types that a metric reads. */
export function eventTypesOf(metric: MetricDefinition): string[] {
  if (metric.kind === 'funnel') return metric.steps.flat();
  return metric.kind === 'ratio' ? [...metric.events, ...metric.denominator] : metric.events;
}

export function controlOf(experiment: Experiment): string {
  return experiment.control ?? experiment.variants[0].key;
}
