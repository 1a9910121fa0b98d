import Type, { type Static } from 'typebox';
import { segmentNamePattern, segmentSchema } from '../../profiles/segments/definition.ts';
import type { StoredSegment } from '../../profiles/segments/segment-service.ts';
import { CustomerSummarySchema } from '../customers/schemas.ts';
import { FreeObject, Nullable, Time, toTimeOrNull } from '../schemas.ts';
import { TimeZone } from '../session/schemas.ts';

const { description, group } = segmentSchema.properties;
const Rule = Type.Record(Type.String(), Type.Unknown(), {
  description: '`and`, `or`, `not`, or a comparison of an attribute, a feature or an affinity.',
});

const fields = {
  name: Type.String(),
  title: Type.String(),
  description: Nullable(Type.Object({ en: Type.String(), 'pt-BR': Type.String() })),
  group: Nullable(Type.String()),
  rule: FreeObject,
  source: Type.Enum(['config', 'stored'], {
    description: '`config`: declared in personalize.config.ts and changed there.',
  }),
  version: Type.Integer({ description: '0 for declared ones.' }),
  updatedAt: Nullable(Time),
  members: Type.Integer({ description: 'Now, visitors included.' }),
  problem: Nullable(Type.String({ description: 'Why it is not evaluated.' })),
};

export const Segment = Type.Object(fields, { title: 'Segment' });

export const SegmentWithUse = Type.Object(
  {
    ...fields,
    usedBy: Type.Array(
      Type.Object({
        kind: Type.Enum(['placement', 'experiment']),
        name: Type.String(),
        title: Type.String(),
      }),
      { description: 'What names it.' },
    ),
  },
  { title: 'SegmentWithUse' },
);

export const SegmentPath = Type.Object({
  name: Type.String({ pattern: segmentNamePattern, description: 'The segment.' }),
});
export const AnySegmentPath = Type.Object({ name: Type.String({ minLength: 1, maxLength: 64 }) });

export const SegmentBody = Type.Object({ description, group, rule: Rule }, { additionalProperties: false });

export const PreviewBody = Type.Object(
  {
    rule: Rule,
    sample: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 50, description: 'Members to show; default 10.' }),
    ),
  },
  { additionalProperties: false },
);

export const Preview = Type.Object(
  {
    matching: Type.Integer({
      description: 'Customers and visitors whom the rule, without its group, holds for now.',
    }),
    customers: Type.Integer({ description: 'Of how many.' }),
    sample: Type.Array(CustomerSummarySchema, { description: 'Those who did something last first.' }),
    elapsedMs: Type.Number(),
  },
  { title: 'SegmentPreview' },
);

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);
const MaybeNumber = Nullable(Type.Number());

export const Subjects = Type.Object(
  {
    sampled: Type.Integer({ description: 'Customers looked at.' }),
    attributes: Type.Array(
      Type.Object({
        name: Type.String(),
        type: Type.Enum(['text', 'number', 'boolean', 'list']),
        coverage: Type.Number({ description: 'Share of customers who have it.' }),
        values: Type.Array(Scalar, { description: 'Most frequent first.' }),
        min: MaybeNumber,
        max: MaybeNumber,
      }),
    ),
    features: Type.Array(
      Type.Object({
        name: Type.String(),
        quartiles: Nullable(Type.Array(Type.Number(), { minItems: 3, maxItems: 3 })),
        min: MaybeNumber,
        max: MaybeNumber,
      }),
    ),
    affinities: Type.Array(Type.Object({ attribute: Type.String(), values: Type.Array(Type.String()) })),
  },
  { title: 'RuleSubjects' },
);

export const MovesQuery = Type.Object(
  {
    segment: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    days: Type.Integer({ minimum: 1, maximum: 366, default: 30 }),
    timeZone: Type.Optional(TimeZone),
  },
  { additionalProperties: false },
);

export const Moves = Type.Object({
  timeZone: Type.String(),
  data: Type.Array(
    Type.Object({
      segment: Type.String(),
      day: Type.String({ description: 'Of the time zone; days without moves are left out.' }),
      entered: Type.Integer(),
      left: Type.Integer(),
    }),
  ),
});

export function toSegment(stored: StoredSegment, members: number): Static<typeof Segment> {
  const { definition, source, version, updatedAt, problem } = stored;
  return {
    name: definition.name,
    title: definition.name,
    description: definition.description ?? null,
    group: definition.group ?? null,
    rule: definition.rule as Record<string, unknown>,
    ...{ source, version, members, problem },
    updatedAt: toTimeOrNull(updatedAt),
  };
}
