import { parseDuration, windows } from './duration.ts';

/** What is wrong with a value ("must be …"), or undefined. */
export type Problem = string | undefined;
export type Rule = (value: unknown, definition: Readonly<Record<string, unknown>>) => Problem;
export type Rules = Readonly<Record<string, Rule>>;

const oneOf =
  (...values: readonly string[]): Rule =>
  (value) =>
    values.includes(value as string)
      ? undefined
      : `must be ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}`;

const optional =
  (rule: Rule): Rule =>
  (value, definition) =>
    value === undefined ? undefined : rule(value, definition);

/** A duration of at least `min`. */
export const duration =
  (min?: string): Rule =>
  (value) => {
    const length = parseDuration(value);
    if (length === undefined) return 'must be a whole number and s, m, h or d, such as "30d" or "12h"';
    return min !== undefined && length < (parseDuration(min) ?? 0) ? `must be at least "${min}"` : undefined;
  };

const number =
  (min: number, max: number): Rule =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max
      ? undefined
      : `must be a number from ${min} to ${max}`;

const isEventType = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= 100 && !/[\p{Cc},=]/u.test(value);

const events: Rule = (value) =>
  Array.isArray(value) && value.length > 0 && value.length <= 50 && value.every(isEventType)
    ? undefined
    : 'must be a list of 1 to 50 event types, without commas or equals signs, such as ["purchase"]';

const weights: Rule = (value) => {
  const entries =
    value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const good = entries.every(
    ([type, weight]) => isEventType(type) && typeof weight === 'number' && weight > 0 && weight <= 1000,
  );
  return good && entries.length > 0 && entries.length <= 50
    ? undefined
    : 'must map 1 to 50 event types to weights above 0 and at most 1000, such as { purchase: 5 }';
};

const attribute: Rule = (value) =>
  typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(value) && value !== '__proto__'
    ? undefined
    : 'must be the name of an attribute: letters, digits, "_", "." and "-", at most 64';

const distinctOf: Rule = (value, definition) => {
  if (['itemId', 'channel', 'device'].includes(value as string)) return undefined;
  const inner = (value as { attribute?: unknown } | null | undefined)?.attribute;
  return attribute(inner, definition) === undefined
    ? undefined
    : 'must be "itemId", "channel", "device" or { attribute: NAME }';
};

const singleNumber: Rule = (value, definition) => {
  const problem = attribute(value, definition);
  if (problem !== undefined) return problem;
  const several = definition.scope === 'item' && (value === 'tags' || value === 'categories');
  return several ? 'has several values and no number; use kind affinity or distinct for it' : undefined;
};

const contextValues: Rule = (value, definition) => {
  const needed = definition.part === 'channel' || definition.part === 'device';
  if (!needed) return value === undefined ? undefined : 'is only for the parts channel and device';
  return Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 100 &&
    value.every((v) => typeof v === 'string')
    ? undefined
    : 'must list 1 to 100 values';
};

const window = oneOf(...windows);
const subject = oneOf('customer', 'item');
const halfLife = duration('1m');

/** The fields of each kind of feature, besides name, kind, default, ttl and description. */
export const rulesByKind: Readonly<Record<string, Rules>> = {
  count: { scope: subject, events, window },
  sum: { scope: subject, of: oneOf('value', 'quantity'), events, window },
  mean: { scope: subject, of: oneOf('value', 'quantity'), events, window },
  decayedCount: { scope: subject, events, halfLife },
  recency: { scope: oneOf('customer', 'item', 'pair'), events },
  distinct: { scope: oneOf('customer'), of: distinctOf, events, window },
  affinity: { scope: oneOf('pair'), attribute, weights, halfLife },
  rate: {
    scope: oneOf('item'),
    numerator: events,
    denominator: events,
    halfLife,
    prior: optional(number(0, 1)),
    priorWeight: optional(number(0, 1e6)),
  },
  relativePrice: { scope: oneOf('pair'), events, halfLife },
  repurchase: { scope: oneOf('pair'), events },
  occasions: { scope: oneOf('pair'), events },
  recencyFrequencyMonetary: {
    scope: oneOf('customer'),
    part: oneOf('recency', 'frequency', 'monetary'),
    events,
    window,
  },
  session: { scope: oneOf('customer'), part: oneOf('events', 'seconds', 'items'), gap: duration('1m') },
  // Ranks are kept in eighths of a half-life, back to 1970: a shorter one would need a huge histogram.
  behaviorScore: { scope: oneOf('customer'), weights, halfLife: duration('1d') },
  attribute: { scope: subject, attribute: singleNumber },
  context: {
    scope: oneOf('context'),
    part: oneOf('hour', 'weekday', 'channel', 'device'),
    values: contextValues,
  },
};
