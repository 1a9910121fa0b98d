import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { show } from '../show.ts';
import type { EventRecord, JsonObject, Origin } from '../stores/journal/record.ts';
import { EventSchema, type IncomingEvent } from './event-schema.ts';
import { type EventTypes, reservedTypes } from './event-types.ts';
import { escapePointer } from './json-text.ts';
import { limits } from './limits.ts';
import { checkProperties } from './properties.ts';
import { textProblem } from './text.ts';
import { parseTimestamp } from './time.ts';

/** The schema's fields. That there are no others is asked of a set: the compiled schema asks a long pattern for each. */
const shape = Compile(Type.Object(EventSchema.properties));
const fields: ReadonlySet<string> = new Set(Object.keys(EventSchema.properties));

export type VerdictCode =
  | 'invalid_event'
  | 'unknown_field'
  | 'missing_customer'
  | 'invalid_text'
  | 'invalid_number'
  | 'reserved_type'
  | 'too_many_types'
  | 'invalid_timestamp'
  | 'timestamp_too_old'
  | 'timestamp_in_future'
  | 'missing_alias_id'
  | 'alias_of_customer'
  | 'traits_not_allowed'
  | 'properties_too_deep'
  | 'properties_too_large';

/** Why an event was refused. */
export interface Verdict {
  code: VerdictCode;
  /** JSON Pointer inside the event; empty for the event as a whole. */
  path: string;
  detail: string;
}

export interface CheckContext {
  receivedAt: number;
  /** Milliseconds to add to the client's times; 0 when its clock is right or unknown. */
  skew: number;
  origin: Origin;
  types: EventTypes;
}

/**
 * Checks one parsed event and turns it into a journal record, always with the same keys in the same order, so
 * that records share one hidden class. `messageId` is empty when the sender gave none. Returns a verdict when
 * the event is not acceptable. Allocates nothing else for a good event.
 */
export function checkEvent(input: unknown, context: CheckContext): EventRecord | Verdict {
  if (!shape.Check(input) || !hasKnownFields(input)) return explain(input);
  const event: IncomingEvent = input;
  // Each field is read once: senders' objects come in many shapes.
  const { messageId, type, customerId, anonymousId, itemId, channel, device, placement, decisionId } = event;
  if (customerId === undefined && anonymousId === undefined) {
    return verdict('missing_customer', '', 'one of customerId and anonymousId is needed');
  }
  const badText =
    checkText('messageId', messageId) ??
    checkText('customerId', customerId) ??
    checkText('anonymousId', anonymousId) ??
    checkText('itemId', itemId) ??
    checkText('channel', channel) ??
    checkText('device', device) ??
    checkText('placement', placement) ??
    checkText('decisionId', decisionId);
  if (badText !== undefined) return badText;
  if (reservedTypes.has(type)) {
    return verdict('reserved_type', '/type', `${type} events are written by the server only`);
  }
  if (type === 'alias' && (customerId === undefined || anonymousId === undefined)) {
    return verdict('missing_alias_id', '', 'an alias needs both customerId and anonymousId');
  }
  let { properties, traits } = event as { properties?: JsonObject; traits?: JsonObject };
  if (traits !== undefined && type !== 'identify') {
    return verdict('traits_not_allowed', '/traits', 'only identify events have traits; use properties');
  }
  if (type === 'identify' && traits === undefined) {
    traits = properties;
    properties = undefined;
  }
  if (properties !== undefined) {
    const problem = checkProperties(properties);
    if (problem !== undefined) return { ...problem, path: `/properties${problem.path}` };
  }
  if (traits !== undefined) {
    const problem = checkProperties(traits);
    if (problem !== undefined) return { ...problem, path: `/traits${problem.path}` };
  }
  const timestamp = eventTime(event.timestamp, context);
  if (typeof timestamp !== 'number') return timestamp;
  if (!context.types.admit(type)) {
    return verdict(
      'too_many_types',
      '/type',
      `this deployment already has ${limits.customTypes} custom event types; put what varies into properties`,
    );
  }
  return {
    kind: 'event',
    type,
    messageId: messageId ?? '',
    customerId,
    anonymousId,
    itemId,
    timestamp,
    receivedAt: context.receivedAt,
    value: event.value,
    currency: event.currency,
    quantity: event.quantity,
    channel,
    device,
    placement,
    decisionId,
    properties,
    traits,
    origin: context.origin,
  };
}

/** Tells a verdict from a record. */
export function isVerdict(result: EventRecord | Verdict): result is Verdict {
  return 'detail' in result;
}

function hasKnownFields(event: object): boolean {
  for (const key in event) if (!fields.has(key)) return false;
  return true;
}

function checkText(field: keyof IncomingEvent, text: string | undefined): Verdict | undefined {
  if (text === undefined) return undefined;
  const problem = textProblem(text);
  return problem === undefined ? undefined : verdict('invalid_text', `/${field}`, `${field} ${problem}`);
}

function eventTime(value: string | number | undefined, context: CheckContext): number | Verdict {
  const { receivedAt } = context;
  if (value === undefined) return receivedAt;
  const claimed = parseTimestamp(value);
  if (Number.isNaN(claimed)) {
    const rule = 'must be RFC 3339 such as 2026-01-31T09:30:00Z, or epoch milliseconds';
    return verdict('invalid_timestamp', '/timestamp', `timestamp ${rule}, got ${show(value)}`);
  }
  const timestamp = claimed + context.skew;
  if (timestamp < limits.earliest) {
    const hint = typeof value === 'number' && value * 1000 > limits.earliest ? '; is it in seconds?' : '';
    const earliest = new Date(limits.earliest).toISOString();
    return verdict(
      'timestamp_too_old',
      '/timestamp',
      `timestamp must be ${earliest} or later, got ${show(value)}${hint}`,
    );
  }
  if (timestamp > receivedAt + limits.futureMs) {
    const minutes = limits.futureMs / 60_000;
    const rule = `must be at most ${minutes} minutes ahead of the server's clock (send sentAt to correct a wrong client clock)`;
    return verdict('timestamp_in_future', '/timestamp', `timestamp ${rule}, got ${show(value)}`);
  }
  // Nothing happens after it was heard of: a slightly fast clock must not give features a negative age.
  return Math.min(timestamp, receivedAt);
}

/** Says what is wrong with the shape of an event, by its first error. */
function explain(input: unknown): Verdict {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return verdict('invalid_event', '', `an event must be an object, got ${show(input)}`);
  }
  for (const key in input) {
    if (fields.has(key)) continue;
    const name = show(key);
    return verdict(
      'unknown_field',
      `/${escapePointer(key)}`,
      `unknown field ${name}; put it under properties`,
    );
  }
  const event = input as Record<string, unknown>;
  if (event.type === undefined) return verdict('invalid_event', '/type', 'type is needed');
  const error = shape.Errors(input)[0];
  const path = error?.instancePath ?? '';
  const field = path.split('/')[1] ?? '';
  const rule = rules[field] ?? error?.message ?? 'is not valid';
  return verdict('invalid_event', path, `${field} ${rule}, got ${show(event[field])}`);
}

const id = `must be a text of 1 to ${limits.idLength} characters`;
const name = `must be a text of 1 to ${limits.nameLength} characters`;
const rules: Record<string, string> = {
  messageId: id,
  type: `must be 1 to ${limits.typeLength} letters, digits and _ . : - beginning with a letter`,
  customerId: id,
  anonymousId: id,
  itemId: id,
  decisionId: id,
  channel: name,
  device: name,
  placement: name,
  timestamp: 'must be RFC 3339 such as 2026-01-31T09:30:00Z, or epoch milliseconds',
  value: `must be a number from ${-limits.value} to ${limits.value}`,
  quantity: `must be a number from 0 to ${limits.quantity}`,
  currency: 'must be an ISO 4217 code of three capital letters such as USD',
  properties: 'must be an object',
  traits: 'must be an object',
};

function verdict(code: VerdictCode, path: string, detail: string): Verdict {
  return { code, path, detail };
}
