import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const scalar = Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]);
const subject = (kind: 'attribute' | 'feature') => Type.String({ minLength: 1, maxLength: 100, title: kind });

const strict = { additionalProperties: false };

function conditions<Key extends 'attribute' | 'feature'>(key: Key) {
  const of = { [key]: subject(key) } as Record<Key, ReturnType<typeof subject>>;
  const bound = Type.Union([
    Type.Literal('gt'),
    Type.Literal('gte'),
    Type.Literal('lt'),
    Type.Literal('lte'),
  ]);
  return [
    Type.Object({ ...of, op: Type.Union([Type.Literal('eq'), Type.Literal('ne')]), value: scalar }, strict),
    Type.Object(
      {
        ...of,
        op: Type.Union([Type.Literal('in'), Type.Literal('notIn')]),
        values: Type.Array(scalar, { minItems: 1, maxItems: 1000 }),
      },
      strict,
    ),
    Type.Object({ ...of, op: bound, value: Type.Number() }, strict),
    Type.Object({ ...of, op: Type.Literal('between'), min: Type.Number(), max: Type.Number() }, strict),
    Type.Object({ ...of, op: Type.Literal('contains'), value: scalar }, strict),
    Type.Object({ ...of, op: Type.Literal('exists'), value: Type.Optional(Type.Boolean()) }, strict),
  ] as const;
}

const [attributeEquals, attributeIn, attributeBound, attributeBetween, attributeContains, attributeExists] =
  conditions('attribute');
const [featureEquals, featureIn, featureBound, featureBetween, featureContains, featureExists] =
  conditions('feature');

const affinity = {
  affinity: Type.String({ minLength: 1, maxLength: 100 }),
  of: Type.String({ minLength: 1, maxLength: 500 }),
};
const share = Type.Number({ minimum: 0, maximum: 1 });
const affinityBound = Type.Object(
  {
    ...affinity,
    op: Type.Union([Type.Literal('gt'), Type.Literal('gte'), Type.Literal('lt'), Type.Literal('lte')]),
    value: share,
  },
  strict,
);
const affinityBetween = Type.Object(
  { ...affinity, op: Type.Literal('between'), min: share, max: share },
  strict,
);

const condition = Type.Union([
  attributeEquals,
  attributeIn,
  attributeBound,
  attributeBetween,
  attributeContains,
  attributeExists,
  featureEquals,
  featureIn,
  featureBound,
  featureBetween,
  featureContains,
  featureExists,
  affinityBound,
  affinityBetween,
]);

/** One comparison. See docs/segments.md for what each operator answers when the value is missing. */
export type SegmentCondition = Static<typeof condition>;

/** A rule over one customer: comparisons joined by `and`, `or`, `not`, nested at most {@link maxRuleDepth} deep. */
export type SegmentRule =
  | { and: SegmentRule[] }
  | { or: SegmentRule[] }
  | { not: SegmentRule }
  | SegmentCondition;

export const maxRuleDepth = 16;
export const maxRuleConditions = 200;

/** The rule's JSON Schema; recursive by `$ref`. */
export const segmentRuleSchema = Type.Cyclic(
  {
    SegmentRule: Type.Union([
      Type.Object(
        { and: Type.Array(Type.Ref('SegmentRule'), { minItems: 1, maxItems: 100 }) },
        { additionalProperties: false },
      ),
      Type.Object(
        { or: Type.Array(Type.Ref('SegmentRule'), { minItems: 1, maxItems: 100 }) },
        { additionalProperties: false },
      ),
      Type.Object({ not: Type.Ref('SegmentRule') }, { additionalProperties: false }),
      condition,
    ]),
  },
  'SegmentRule',
);

export const segmentNamePattern = '^[\\p{L}\\p{N}][\\p{L}\\p{N} _&.-]{0,63}$';

/** A segment as declared in `personalize.config.ts`. Data only. */
export interface SegmentDefinition {
  /** Unique; what profiles, events and dashboards call it. */
  name: string;
  /** One line for people. */
  description?: { en: string; 'pt-BR': string };
  /** Of the segments that share a group a customer is in one at most: the first, in declared order, whose rule holds. */
  group?: string;
  rule: SegmentRule;
}

const text = Type.String({ minLength: 1, maxLength: 300 });

export const segmentSchema = Type.Object(
  {
    name: Type.String({ pattern: segmentNamePattern }),
    description: Type.Optional(Type.Object({ en: text, 'pt-BR': text }, { additionalProperties: false })),
    group: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    rule: segmentRuleSchema,
  },
  { additionalProperties: false },
);

const conditionValidator = Compile(condition);

/** What is wrong with one comparison, as `path: message`; undefined when nothing is. */
export function conditionProblem(value: unknown, path: string): string | undefined {
  if (conditionValidator.Check(value)) return undefined;
  return `${path || '/'} is not a comparison: needs exactly one of attribute, feature or affinity, and op with its value (eq, ne, gt, gte, lt, lte, contains: value; in, notIn: values; between: min, max; exists; an affinity also needs of, and compares a share from 0 to 1), got ${preview(value)}`;
}

function preview(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
