import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { AppError, type FieldError } from '../errors.ts';
import { explainMismatch } from '../explain-failure.ts';
import { show } from '../show.ts';
import { policyProblems, unknownProperties, unknownWord } from './policies/check-policy.ts';
import { policySchema, segmentPolicySchema } from './policies/policy-config.ts';

export { type PolicyConfig, policySchema } from './policies/policy-config.ts';

/**
 * A slot where recommendations show, as stored and as the API carries it. The schema here is the one source
 * of its validation, its types and its documentation.
 */
const strict = { additionalProperties: false };

export const sourceNames = ['popular', 'trending', 'coOccurrence', 'buyAgain', 'affinity', 'new'] as const;
export type SourceName = (typeof sourceNames)[number];

export const sourceSchema = Type.Object(
  {
    name: Type.Enum([...sourceNames]),
    limit: Type.Integer({
      minimum: 1,
      maximum: 1000,
      description: 'Candidates taken from this source at most.',
    }),
  },
  strict,
);
export type SourceConfig = Static<typeof sourceSchema>;

const attributeName = Type.String({ minLength: 1, maxLength: 100 });
const attributeValue = Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]);

export const filterSchema = Type.Union([
  Type.Object({ kind: Type.Literal('available') }, strict),
  Type.Object({ kind: Type.Literal('notHidden') }, strict),
  Type.Object(
    { kind: Type.Literal('notBoughtWithin'), days: Type.Number({ exclusiveMinimum: 0, maximum: 3650 }) },
    strict,
  ),
  Type.Object({ kind: Type.Literal('notInCart') }, strict),
  Type.Object(
    {
      kind: Type.Literal('price'),
      min: Type.Optional(Type.Number({ minimum: 0 })),
      max: Type.Optional(Type.Number({ minimum: 0 })),
    },
    { ...strict, description: 'Price bounds, both included; items without a price do not pass.' },
  ),
  Type.Object(
    {
      kind: Type.Literal('attribute'),
      attribute: attributeName,
      op: Type.Enum(['in', 'notIn']),
      values: Type.Array(attributeValue, { minItems: 1, maxItems: 1000 }),
    },
    {
      ...strict,
      description:
        '`category`, `categories`, `tags` or any of the item’s attributes; lists match by any member.',
    },
  ),
]);
export type FilterConfig = Static<typeof filterSchema>;

export const placementNamePattern = '^[a-zA-Z][a-zA-Z0-9_-]{0,63}$';

export const placementSchema = Type.Object(
  {
    name: Type.String({ pattern: placementNamePattern }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    sources: Type.Array(sourceSchema, { minItems: 1, maxItems: sourceNames.length }),
    filters: Type.Array(filterSchema, { maxItems: 20 }),
    ranker: Type.String({
      pattern: '^(heuristic|[a-zA-Z][a-zA-Z0-9_-]{0,63}@[a-zA-Z0-9_.-]{1,64})$',
      description: '`heuristic` or a registry reference such as `ranker@champion`.',
    }),
    policy: policySchema,
    segmentPolicies: Type.Optional(
      Type.Array(segmentPolicySchema, {
        maxItems: 20,
        description:
          'Policies of segments, in order: the first whose segment the customer is in answers, else `policy`.',
      }),
    ),
    diversity: Type.Object(
      {
        lambda: Type.Number({
          minimum: 0,
          maximum: 1,
          description:
            'Weight of relevance against similarity to what is already chosen (maximal marginal relevance); 1 = off.',
        }),
        caps: Type.Array(
          Type.Object({ attribute: attributeName, max: Type.Integer({ minimum: 1, maximum: 100 }) }, strict),
          { maxItems: 8, description: 'At most this many items per value of the attribute.' },
        ),
      },
      strict,
    ),
    fallback: Type.Array(Type.Enum([...sourceNames]), {
      maxItems: sourceNames.length,
      description: 'Sources tried in order when the customer is unknown or too few candidates are left.',
    }),
    candidateLimit: Type.Integer({ minimum: 1, maximum: 1000, description: 'Candidates scored at most.' }),
    defaultLimit: Type.Integer({ minimum: 1, maximum: 100 }),
    logFeatures: Type.Boolean({ description: 'Log the slate’s feature vectors with each decision.' }),
    enabled: Type.Boolean(),
  },
  strict,
);
export type Placement = Static<typeof placementSchema>;

const validator = Compile(placementSchema);

/**
 * Checks an unknown value and returns it as a placement. Throws `invalid_request` with a JSON Pointer for
 * each thing that is wrong, also for what a schema cannot say (a source listed twice, min above max).
 */
export function parsePlacement(value: unknown): Placement {
  const errors = namedProblems(value);
  if (errors.length > 0) throw invalid(value, errors);
  if (!validator.Check(value)) {
    throw invalid(value, explainMismatch(placementSchema, value).slice(0, 20));
  }
  once(
    value.sources.map((source) => source.name),
    (i) => `/sources/${i}/name`,
    'is listed twice; give each source once',
    errors,
  );
  once(value.fallback, (i) => `/fallback/${i}`, 'is listed twice; give each source once', errors);
  once(
    value.diversity.caps.map((cap) => cap.attribute),
    (i) => `/diversity/caps/${i}/attribute`,
    'has two caps; keep the lower one',
    errors,
  );
  once(
    (value.segmentPolicies ?? []).map(({ segment }) => segment),
    (i) => `/segmentPolicies/${i}/segment`,
    'has a policy already; the first one answers',
    errors,
  );
  for (const [i, filter] of value.filters.entries()) {
    const problem = filterProblem(filter);
    if (problem) errors.push({ path: `/filters/${i}`, ...problem });
  }
  if (value.candidateLimit < value.defaultLimit) {
    errors.push({
      path: '/candidateLimit',
      message: `must be at least defaultLimit (${value.defaultLimit}), got ${value.candidateLimit}`,
      code: 'minimum',
      params: { limit: value.defaultLimit, got: value.candidateLimit },
    });
  }
  if (errors.length > 0) throw invalid(value, errors);
  return value;
}

const filterKinds = ['available', 'notHidden', 'notBoughtWithin', 'notInCart', 'price', 'attribute'];

/** Words and policies that are wrong, in the words of what was meant: a schema's alternatives only say that none fits. */
function namedProblems(value: unknown): FieldError[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { sources, fallback, filters, policy, segmentPolicies } = value as Record<string, unknown>;
  const errors = unknownProperties(value, Object.keys(placementSchema.properties), '');
  for (const [i, source] of listed(sources)) {
    if (typeof source === 'object' && source !== null && 'name' in source) {
      word(source.name, sourceNames, `/sources/${i}/name`, errors);
    }
  }
  for (const [i, name] of listed(fallback)) word(name, sourceNames, `/fallback/${i}`, errors);
  for (const [i, filter] of listed(filters)) {
    if (typeof filter === 'object' && filter !== null && 'kind' in filter) {
      word(filter.kind, filterKinds, `/filters/${i}/kind`, errors);
    }
  }
  if (policy !== undefined) errors.push(...policyProblems(policy, '/policy'));
  for (const [i, one] of listed(segmentPolicies)) {
    if (typeof one === 'object' && one !== null && 'policy' in one) {
      errors.push(...policyProblems(one.policy, `/segmentPolicies/${i}/policy`));
    }
  }
  return errors.slice(0, 20);
}

/** Entries of a list, as many as are told apart: the schema refuses longer ones. */
function listed(value: unknown): Iterable<[number, unknown]> {
  return Array.isArray(value) ? value.slice(0, 100).entries() : [];
}

function word(value: unknown, known: readonly string[], path: string, errors: FieldError[]): void {
  if (typeof value !== 'string' || !known.includes(value)) errors.push(unknownWord(path, value, known));
}

/** What the schema cannot say about one filter; undefined when it is fine. */
export function filterProblem(filter: FilterConfig): Omit<FieldError, 'path'> | undefined {
  if (filter.kind !== 'price') return undefined;
  if (filter.min === undefined && filter.max === undefined) {
    return { message: 'price needs min, max or both', code: 'priceBound' };
  }
  if (filter.min !== undefined && filter.max !== undefined && filter.min > filter.max) {
    const message = `price min must not be above max, got ${filter.min} and ${filter.max}`;
    return { message, code: 'priceOrder', params: { min: filter.min, max: filter.max } };
  }
  return undefined;
}

function once(names: string[], path: (i: number) => string, message: string, errors: FieldError[]): void {
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) === i) continue;
    errors.push({ path: path(i), message: `${name} ${message}`, code: 'twice', params: { got: show(name) } });
  }
}

function invalid(value: unknown, errors: FieldError[]): AppError {
  const name =
    typeof value === 'object' && value !== null && 'name' in value
      ? JSON.stringify(value.name)
      : 'without name';
  return new AppError(
    'invalid_request',
    `placement ${name.slice(0, 100)}: ${errors.map((e) => `${e.path} ${e.message}`).join('; ')}`.slice(
      0,
      1000,
    ),
    { errors },
  );
}
