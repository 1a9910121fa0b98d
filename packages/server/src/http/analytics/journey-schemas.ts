import Type from 'typebox';
import { funnelLimits, pathsLimits, retentionLimits } from '../../analytics/analyses/index.ts';
import { queryLimits } from '../../analytics/semantic/index.ts';
import { Nullable, Time } from '../schemas.ts';
import { Name, When } from './schemas.ts';

const EventTypes = (maxItems: number) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { minItems: 1, maxItems });
const Filters = Type.Optional(
  Type.Array(Type.Unknown(), {
    maxItems: queryLimits.filterNodes,
    description: 'As in `POST /v1/analytics/query`.',
  }),
);
const Zone = Type.Optional(Type.String({ maxLength: 64, description: "IANA name; default the server's." }));
const JourneyMeta = Type.Object({ elapsedMs: Type.Number(), rowsRead: Type.Integer(), freshAsOf: Time });

export const FunnelQuery = Type.Object(
  {
    steps: Type.Array(
      Type.Object(
        { events: EventTypes(funnelLimits.events), filters: Filters },
        { additionalProperties: false },
      ),
      { minItems: 2, maxItems: funnelLimits.steps, description: 'In the order in which they must happen.' },
    ),
    from: When('Event time, included.'),
    to: When('Event time, not included.'),
    windowSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: funnelLimits.windowSeconds,
        default: 86_400,
        description: 'From the first step to the last.',
      }),
    ),
    filters: Filters,
    timeZone: Zone,
    breakdown: Type.Optional(Name),
    times: Type.Optional(Type.Boolean({ description: 'Also says how long people took.' })),
  },
  { additionalProperties: false, title: 'FunnelQuery' },
);

const Seconds = (description: string) => Nullable(Type.Number({ description }));
const StepTime = Type.Object(
  {
    medianSeconds: Seconds('From the first step.'),
    medianFromPreviousSeconds: Seconds('From the step before.'),
    histogram: Type.Array(
      Type.Object({
        fromSeconds: Type.Number(),
        toSeconds: Nullable(Type.Number()),
        people: Type.Integer(),
      }),
      { description: 'People by the time since their first step.' },
    ),
  },
  { description: 'How long those who came so far took; with `times`, from the second step on.' },
);

export const FunnelAnswer = Type.Object(
  {
    groups: Type.Array(
      Type.Object({
        value: Nullable(Type.String()),
        steps: Type.Array(
          Type.Object({
            people: Type.Integer(),
            rate: Nullable(Type.Number({ description: 'Of those who took the first step.' })),
            fromPrevious: Nullable(Type.Number({ description: 'Of those who took the step before.' })),
            time: Type.Optional(StepTime),
          }),
        ),
      }),
      { description: 'The 50 largest at most.' },
    ),
    meta: JourneyMeta,
  },
  { title: 'FunnelAnswer' },
);

const Range = { from: When('Event time, included.'), to: When('Event time, not included.') };
const Cohort = {
  start: EventTypes(retentionLimits.events),
  ...Range,
  granularity: Type.Enum(['day', 'week', 'month']),
  timeZone: Zone,
  filters: Filters,
};

export const RetentionQuery = Type.Object(
  {
    ...Cohort,
    return: EventTypes(retentionLimits.events),
    mode: Type.Optional(
      Type.Enum(['bounded', 'rolling'], {
        default: 'bounded',
        description: '`bounded`: came back in just that step; `rolling`: in that step or later.',
      }),
    ),
  },
  { additionalProperties: false, title: 'RetentionQuery' },
);

export const RetentionAnswer = Type.Object(
  {
    cohorts: Type.Array(
      Type.Object({
        date: Type.String(),
        people: Type.Integer(),
        returned: Type.Array(Type.Integer(), {
          description: 'People who came back that many steps after their first; 0 is the same step.',
        }),
        complete: Type.Integer({ description: 'So many of the steps are over.' }),
      }),
    ),
    meta: JourneyMeta,
  },
  { title: 'RetentionAnswer' },
);

const Anchor = Type.Object(
  { events: EventTypes(pathsLimits.events), filters: Filters },
  { additionalProperties: false },
);

export const PathsQuery = Type.Object(
  {
    ...Range,
    start: Type.Optional(Anchor),
    end: Type.Optional(Anchor),
    steps: Type.Optional(Type.Integer({ minimum: 1, maximum: pathsLimits.steps, default: 4 })),
    nodes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: pathsLimits.nodes,
        default: 6,
        description: 'Values shown for each step; the others are one.',
      }),
    ),
    by: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        default: 'eventType',
        description: 'A dimension of events: what a step is called by.',
      }),
    ),
    scope: Type.Optional(
      Type.Enum(['session', 'customer'], {
        default: 'session',
        description: '`session`: a path ends after 30 minutes without an event.',
      }),
    ),
    windowSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: pathsLimits.windowSeconds,
        default: 86_400,
        description: "From the path's first step to its last.",
      }),
    ),
    merge: Type.Optional(
      Type.Boolean({ default: true, description: 'Equal steps behind each other count as one.' }),
    ),
    filters: Filters,
    timeZone: Zone,
  },
  {
    additionalProperties: false,
    title: 'PathsQuery',
    description:
      'With `start`, what comes after it; with `end`, what comes before it; with both, what lies between; with neither, from the beginning of each visit.',
  },
);

export const PathsAnswer = Type.Object(
  {
    paths: Type.Integer(),
    shortened: Type.Integer({ description: 'Between two events: paths with more steps than are shown.' }),
    nodes: Type.Array(
      Type.Object({
        id: Type.Integer(),
        step: Type.Integer({ description: '0 is the anchor; steps before an end are negative.' }),
        value: Nullable(Type.String({ description: 'Null where the event has none, and for the others.' })),
        other: Type.Boolean(),
        paths: Type.Integer(),
        ended: Type.Integer({ description: 'Paths that stop here; before an end, those that begin here.' }),
      }),
    ),
    links: Type.Array(Type.Object({ source: Type.Integer(), target: Type.Integer(), paths: Type.Integer() })),
    meta: JourneyMeta,
  },
  { title: 'PathsAnswer' },
);

export const RfmQuery = Type.Object(
  {
    ...Range,
    events: Type.Optional(EventTypes(retentionLimits.events)),
    filters: Filters,
    timeZone: Zone,
  },
  { additionalProperties: false, title: 'RfmQuery' },
);

const Thresholds = Type.Array(Type.Number(), { description: 'Four, ascending.' });

export const RfmAnswer = Type.Object(
  {
    customers: Type.Integer(),
    value: Type.Number(),
    thresholds: Nullable(
      Type.Object({ recencyDays: Thresholds, frequency: Thresholds, monetary: Thresholds }),
    ),
    cells: Type.Array(
      Type.Object({
        recency: Type.Integer({ description: '5: bought most recently.' }),
        frequency: Type.Integer({ description: '5: bought most often.' }),
        customers: Type.Integer(),
        share: Type.Number(),
        value: Type.Number(),
        valueShare: Nullable(Type.Number()),
        monetary: Type.Number({ description: 'Mean score of what they spent.' }),
      }),
    ),
    meta: JourneyMeta,
  },
  { title: 'RfmAnswer' },
);

export const LifetimeQuery = Type.Object(
  { ...Cohort, earns: Type.Optional(EventTypes(retentionLimits.events)) },
  { additionalProperties: false, title: 'LifetimeQuery' },
);

export const LifetimeAnswer = Type.Object(
  {
    cohorts: Type.Array(
      Type.Object({
        date: Type.String(),
        people: Type.Integer(),
        values: Type.Array(
          Type.Object({
            mean: Type.Number({ description: 'Cumulative value per person.' }),
            low: Nullable(Type.Number({ description: '95 % confidence interval.' })),
            high: Nullable(Type.Number()),
          }),
        ),
      }),
    ),
    meta: JourneyMeta,
  },
  { title: 'LifetimeAnswer' },
);

export const AnomaliesQuery = Type.Object(
  {
    metric: Name,
    ...Range,
    granularity: Type.Enum(['hour', 'day']),
    timeZone: Zone,
    filters: Filters,
    threshold: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: 10,
        default: 3.5,
        description: 'Robust deviations that make an anomaly.',
      }),
    ),
  },
  { additionalProperties: false, title: 'AnomaliesQuery' },
);

export const AnomaliesAnswer = Type.Object(
  {
    points: Type.Array(
      Type.Object({
        date: Type.String(),
        value: Nullable(Type.Number()),
        complete: Type.Boolean({ description: 'False while the step is not over: it is not judged.' }),
        expected: Nullable(Type.Number()),
        low: Nullable(Type.Number()),
        high: Nullable(Type.Number()),
        anomaly: Nullable(Type.Enum(['high', 'low'])),
      }),
    ),
    reason: Nullable(
      Type.Object({ key: Type.String(), text: Type.String() }, { description: 'Why nothing is expected.' }),
    ),
    meta: JourneyMeta,
  },
  { title: 'AnomaliesAnswer' },
);
