import { type AppError, type FieldError, refusal } from '../../errors.ts';
import { noSuch } from '../../explain-failure.ts';
import { show } from '../../show.ts';
import type { Json } from '../../stores/journal/record.ts';
import {
  conditionProblem,
  maxRuleConditions,
  maxRuleDepth,
  type SegmentCondition,
  type SegmentDefinition,
  segmentNamePattern,
} from './definition.ts';
import type { Subject } from './subject.ts';

/** Segments whose membership is kept, at most; a bit each in every customer's row. */
export const maxSegments = 128;

/** What the compiler needs to know of the features; {@link FeatureEngine} is one. */
export interface FeatureCatalog {
  readonly names: readonly string[];
  readonly definitions: readonly FeatureFacts[];
  triggers(column: number): { events: ReadonlySet<string>; time: boolean };
}

/** What rules need to know of a feature; `attribute` is that of an affinity. */
export interface FeatureFacts {
  name: string;
  scope: string;
  kind?: string;
  attribute?: string;
}

type Test = (subject: Subject) => boolean;
type Fail = (reason: string, message: string, params?: FieldError['params']) => AppError;

export interface CompiledSegments {
  readonly names: readonly string[];
  /** For each segment, the position of its group's first member; −1 without group. */
  readonly groups: Int32Array;
  readonly tests: readonly Test[];
  /** Feature columns that rules read, each once; the order of `Subject.features`. */
  readonly columns: Int32Array;
  readonly usesAttributes: boolean;
  /** Event types after which some rule may answer differently; `any` when that is every type. */
  readonly events: ReadonlySet<string> | 'any';
  /** Whether time alone may change some answer. */
  readonly time: boolean;
}

/**
 * Compiles declared segments to closures. Throws `invalid_request` with the segment's name and what to do
 * when a rule is malformed, nested too deep, or names a feature that is unknown or not about a customer.
 */
export function compileSegments(
  definitions: readonly SegmentDefinition[],
  features: FeatureCatalog,
): CompiledSegments {
  if (definitions.length > maxSegments) {
    throw refusal(
      'invalid_request',
      'tooManySegments',
      `segments must be at most ${maxSegments}, got ${definitions.length}; merge or remove some`,
      { limit: maxSegments },
    );
  }
  const slots = new Map<number, number>();
  const names: string[] = [];
  const tests: Test[] = [];
  const groups = new Int32Array(definitions.length).fill(-1);
  const firstOfGroup = new Map<string, number>();
  const affinityEvents = new Set<string>();
  let usesAttributes = false;

  for (const [position, { name, group, rule }] of definitions.entries()) {
    if (typeof name !== 'string' || !new RegExp(segmentNamePattern, 'u').test(name)) {
      throw refusal(
        'invalid_request',
        'pattern',
        `segment name must be 1 to 64 letters, digits, spaces or _ & . - and begin with a letter or digit, got ${JSON.stringify(name)}`,
        { got: show(name) },
        { path: '/name' },
      );
    }
    if (names.includes(name)) {
      throw refusal('invalid_request', 'nameTaken', `segment "${name}" is declared twice`, {
        got: show(name),
      });
    }
    names.push(name);
    if (group !== undefined) {
      if (!firstOfGroup.has(group)) firstOfGroup.set(group, position);
      groups[position] = firstOfGroup.get(group)!;
    }
    const budget = { left: maxRuleConditions };
    tests.push(compile(rule, '/rule', 1, name, budget));
  }

  const columns = Int32Array.from(slots.keys());
  const events = new Set<string>(affinityEvents);
  let time = false;
  let any = false;
  for (const column of columns) {
    const trigger = features.triggers(column);
    // A session's numbers change with every kind of activity, which its triggers do not list.
    any ||= trigger.events.size === 0 && trigger.time;
    for (const type of trigger.events) events.add(type);
    time ||= trigger.time;
  }
  return { names, groups, tests, columns, usesAttributes, events: any ? 'any' : events, time };

  function compile(
    rule: unknown,
    path: string,
    depth: number,
    segment: string,
    budget: { left: number },
  ): Test {
    const fail: Fail = (reason, message, params) =>
      refusal('invalid_request', reason, `segment "${segment}": ${message}`, params, { path, message });
    if (depth > maxRuleDepth) {
      const message = `${path} is nested deeper than ${maxRuleDepth} levels; flatten the rule`;
      throw fail('ruleTooDeep', message, { limit: maxRuleDepth });
    }
    if (budget.left-- <= 0) {
      const message = `has more than ${maxRuleConditions} parts; split it into several segments`;
      throw fail('ruleTooLong', message, { limit: maxRuleConditions });
    }
    const node = (typeof rule === 'object' && rule !== null ? rule : {}) as Partial<
      Record<'and' | 'or' | 'not', unknown>
    >;
    const keys = Object.keys(node);
    if (keys.length === 1 && (keys[0] === 'and' || keys[0] === 'or')) {
      const join = keys[0];
      const parts = node[join];
      if (!Array.isArray(parts) || parts.length === 0 || parts.length > 100) {
        throw fail('ruleJoin', `${path}/${join} must be a list of 1 to 100 rules`, { limit: 100 });
      }
      const children = parts.map((part, i) =>
        compile(part, `${path}/${join}/${i}`, depth + 1, segment, budget),
      );
      return join === 'and' ? all(children) : some(children);
    }
    if (keys.length === 1 && keys[0] === 'not') {
      const child = compile(node.not, `${path}/not`, depth + 1, segment, budget);
      return (subject) => !child(subject);
    }
    const problem = conditionProblem(rule, path);
    if (problem) throw fail('comparison', problem, { got: show(rule) });
    const condition = rule as SegmentCondition;
    if ('attribute' in condition) {
      usesAttributes = true;
      return attributeTest(condition, condition.attribute);
    }
    if ('affinity' in condition) {
      noteAffinity(condition.affinity, fail);
      return affinityTest(condition);
    }
    return featureTest(condition, slotOf(condition.feature, fail), fail);
  }

  function noteAffinity(attribute: string, fail: Fail): void {
    const known = features.definitions.filter(({ kind }) => kind === 'affinity');
    if (!known.some((one) => one.attribute === attribute)) {
      const names = [...new Set(known.map((one) => one.attribute ?? ''))];
      throw fail(
        'noSuch',
        `no feature of the kind affinity is about "${attribute}"; known: ${names.join(', ') || 'none'}`,
        noSuch('affinity', attribute, names),
      );
    }
    for (const one of known) {
      const { events } = features.triggers(features.names.indexOf(one.name));
      for (const type of events) affinityEvents.add(type);
    }
  }

  function slotOf(name: string, fail: Fail): number {
    const column = features.names.indexOf(name);
    if (column < 0) {
      const message = `feature "${name}" is not declared; known: ${features.names.slice(0, 60).join(', ')}`;
      throw fail('noSuch', message, noSuch('feature', name, features.names));
    }
    const scope = features.definitions.find((definition) => definition.name === name)?.scope;
    if (scope !== 'customer') {
      const message = `feature "${name}" is about the ${scope}; rules can use features with scope customer only`;
      throw fail('featureScope', message, { got: show(name) });
    }
    if (!slots.has(column)) slots.set(column, slots.size);
    return slots.get(column)!;
  }
}

const all =
  (tests: Test[]): Test =>
  (subject) => {
    for (let i = 0; i < tests.length; i++) if (!tests[i](subject)) return false;
    return true;
  };

const some =
  (tests: Test[]): Test =>
  (subject) => {
    for (let i = 0; i < tests.length; i++) if (tests[i](subject)) return true;
    return false;
  };

/** A missing attribute fails every comparison but `ne`, `notIn` (the negations of `eq`, `in`) and `exists: false`. */
function attributeTest(condition: Extract<SegmentCondition, { attribute: string }>, name: string): Test {
  const own = (subject: Subject): Json | undefined =>
    Object.hasOwn(subject.attributes, name) ? subject.attributes[name] : undefined;
  switch (condition.op) {
    case 'eq':
      return (subject) => own(subject) === condition.value;
    case 'ne':
      return (subject) => own(subject) !== condition.value;
    case 'in':
    case 'notIn': {
      const values = new Set<Json | undefined>(condition.values);
      const wanted = condition.op === 'in';
      return (subject) => values.has(own(subject)) === wanted;
    }
    case 'contains':
      return (subject) => contains(own(subject), condition.value);
    case 'exists': {
      const wanted = condition.value ?? true;
      return (subject) => {
        const value = own(subject);
        return (value !== undefined && value !== null) === wanted;
      };
    }
    default: {
      const compare = numberTest(condition);
      return (subject) => {
        const value = own(subject);
        return typeof value === 'number' && compare(value);
      };
    }
  }
}

function featureTest(
  condition: Extract<SegmentCondition, { feature: string }>,
  slot: number,
  fail: Fail,
): Test {
  const number = (value: unknown): number => {
    if (typeof value === 'number') return value;
    const message = `a feature is a number; cannot compare it with ${JSON.stringify(value)}`;
    throw fail('featureNumber', message, { got: show(value) });
  };
  switch (condition.op) {
    case 'eq': {
      const value = number(condition.value);
      return (subject) => subject.features[slot] === value;
    }
    case 'ne': {
      const value = number(condition.value);
      return (subject) => subject.features[slot] !== value;
    }
    case 'in':
    case 'notIn': {
      const values = new Set(condition.values.map(number));
      const wanted = condition.op === 'in';
      return (subject) => values.has(subject.features[slot]) === wanted;
    }
    case 'contains':
      throw fail('featureContains', 'a feature is a number; `contains` works on attributes only');
    case 'exists': {
      const wanted = condition.value ?? true;
      return (subject) => !Number.isNaN(subject.features[slot]) === wanted;
    }
    default: {
      const compare = numberTest(condition);
      return (subject) => compare(subject.features[slot]);
    }
  }
}

function affinityTest(condition: Extract<SegmentCondition, { affinity: string }>): Test {
  const compare = numberTest(condition);
  const { affinity, of } = condition;
  return (subject) => compare(subject.share(affinity, of));
}

/** NaN fails every one of them. */
function numberTest(
  condition: { op: 'gt' | 'gte' | 'lt' | 'lte'; value: number } | { op: 'between'; min: number; max: number },
): (value: number) => boolean {
  if (condition.op === 'between') {
    const { min, max } = condition;
    return (value) => value >= min && value <= max;
  }
  const bound = condition.value;
  switch (condition.op) {
    case 'gt':
      return (value) => value > bound;
    case 'gte':
      return (value) => value >= bound;
    case 'lt':
      return (value) => value < bound;
    case 'lte':
      return (value) => value <= bound;
  }
}

/** A text contains a part (case ignored); a list contains an equal member. */
function contains(value: Json | undefined, part: string | number | boolean): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(String(part).toLowerCase());
  return Array.isArray(value) && value.includes(part);
}
