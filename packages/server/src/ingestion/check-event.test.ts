import { describe, expect, it } from 'vitest';
import { type CheckContext, checkEvent, isVerdict } from './check-event.ts';
import { EventTypes } from './event-types.ts';
import { limits } from './limits.ts';

const receivedAt = Date.UTC(2026, 5, 1, 12);
const context = (): CheckContext => ({ receivedAt, skew: 0, origin: 'live', types: new EventTypes() });
const good = { type: 'page_view', customerId: 'c-1' };

function verdictOf(input: unknown, using = context()): string {
  const result = checkEvent(input, using);
  return isVerdict(result) ? `${result.code} ${result.path}` : 'accepted';
}

const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });

describe('checkEvent', () => {
  it('turns an event into a record with every key in a fixed order', () => {
    const a = checkEvent(good, context());
    const b = checkEvent(
      { properties: { x: 1 }, itemId: 'i', customerId: 'c', type: 'click', messageId: 'm' },
      context(),
    );
    expect(Object.keys(b)).toEqual(Object.keys(a));
    expect(b).toMatchObject({
      kind: 'event',
      type: 'click',
      messageId: 'm',
      timestamp: receivedAt,
      origin: 'live',
    });
  });

  it.each([
    ['null', null, 'invalid_event '],
    ['an array', [], 'invalid_event '],
    ['no type', { customerId: 'c' }, 'invalid_event /type'],
    ['a type with spaces', { ...good, type: 'page view' }, 'invalid_event /type'],
    ['a type of 65 characters', { ...good, type: 'x'.repeat(65) }, 'invalid_event /type'],
    ['SQL as type', { ...good, type: "x'; DROP TABLE events" }, 'invalid_event /type'],
    ['HTML as currency', { ...good, currency: '<b>' }, 'invalid_event /currency'],
    ['nobody', { type: 'click' }, 'missing_customer '],
    ['an unknown field', { ...good, price: 3 }, 'unknown_field /price'],
    [
      '__proto__',
      JSON.parse('{"type":"click","customerId":"c","__proto__":{"a":1}}'),
      'unknown_field /__proto__',
    ],
    ['a number as id', { ...good, customerId: 7 }, 'invalid_event /customerId'],
    ['an empty id', { ...good, customerId: '' }, 'invalid_event /customerId'],
    ['an id of 10,000 characters', { ...good, itemId: 'x'.repeat(10_000) }, 'invalid_event /itemId'],
    ['NUL in an id', { ...good, customerId: 'a\u0000b' }, 'invalid_text /customerId'],
    ['a line break in an id', { ...good, itemId: 'a\nb' }, 'invalid_text /itemId'],
    ['a lone surrogate in an id', { ...good, customerId: 'a\ud800' }, 'invalid_text /customerId'],
    ['a value of 1e308', { ...good, value: 1e308 }, 'invalid_event /value'],
    ['an infinite value', { ...good, value: JSON.parse('1e999') }, 'invalid_event /value'],
    ['a value as text', { ...good, value: '12' }, 'invalid_event /value'],
    ['a negative quantity', { ...good, quantity: -1 }, 'invalid_event /quantity'],
    ['a reserved type', { ...good, type: 'segment_entered' }, 'reserved_type /type'],
    ['an alias of one id', { type: 'alias', customerId: 'c' }, 'missing_alias_id '],
    ['traits of a click', { ...good, traits: {} }, 'traits_not_allowed /traits'],
    ['year 9999', { ...good, timestamp: '9999-12-31T23:59:59Z' }, 'timestamp_in_future /timestamp'],
    ['1970', { ...good, timestamp: '1970-01-01T00:00:00Z' }, 'timestamp_too_old /timestamp'],
    ['seconds', { ...good, timestamp: 1_780_000_000 }, 'timestamp_too_old /timestamp'],
    ['a date in words', { ...good, timestamp: '1 June 2026 at about noon' }, 'invalid_timestamp /timestamp'],
    ['6 minutes ahead', { ...good, timestamp: receivedAt + 360_000 }, 'timestamp_in_future /timestamp'],
    ['properties as list', { ...good, properties: [] }, 'invalid_event /properties'],
    ['100 levels', { ...good, properties: nested(100) }, `properties_too_deep /properties${'/a'.repeat(10)}`],
    ['40 KB', { ...good, properties: { a: 'é'.repeat(20_000) } }, 'properties_too_large /properties'],
    [
      'an infinite property',
      { ...good, properties: { a: [1, JSON.parse('1e999')] } },
      'invalid_number /properties/a/1',
    ],
    ['NUL in a property', { ...good, properties: { a: { b: 'x\u0000' } } }, 'invalid_text /properties/a/b'],
    ['a surrogate as key', { ...good, properties: { '\udc00': 1 } }, 'invalid_text /properties/\ufffd'],
    [
      '__proto__ inside',
      { ...good, properties: JSON.parse('{"__proto__":1}') },
      'invalid_text /properties/__proto__',
    ],
  ])('refuses %s', (_name, input, expected) => {
    expect(verdictOf(input)).toBe(expected);
  });

  it.each([
    ['SQL and HTML as data', { ...good, customerId: "'; DROP TABLE x; --", properties: { a: '<script>' } }],
    ['ids of 256 characters beyond the basic plane', { ...good, customerId: '😀'.repeat(256) }],
    ['ten levels', { ...good, properties: nested(9) }],
    ['just below 32 KB', { ...good, properties: { a: 'x'.repeat(limits.propertiesBytes - 10) } }],
    ['a refund', { ...good, type: 'refund', value: -12.5, currency: 'BRL' }],
    ['an event of 2001', { ...good, timestamp: '2001-09-09T01:46:40Z' }],
  ])('accepts %s', (_name, input) => {
    expect(verdictOf(input)).toBe('accepted');
  });

  it('shows the bad value and the rule, and bounds what it repeats', () => {
    const result = checkEvent({ ...good, itemId: 'x'.repeat(10_000) }, context());
    expect(result).toMatchObject({ detail: expect.stringContaining('1 to 256 characters, got "xxx') });
    expect(JSON.stringify(result).length).toBeLessThan(300);
  });

  it('takes an event up to 5 minutes ahead as of its arrival', () => {
    expect(checkEvent({ ...good, timestamp: receivedAt + 299_000 }, context())).toMatchObject({
      timestamp: receivedAt,
    });
  });

  it('corrects times by the clock skew before judging them', () => {
    const ahead = { ...context(), skew: -86_400_000 };
    expect(checkEvent({ ...good, timestamp: receivedAt + 86_400_000 - 60_000 }, ahead)).toMatchObject({
      timestamp: receivedAt - 60_000,
    });
  });

  it('reads the attributes of an identify from properties when it has no traits', () => {
    const record = checkEvent({ type: 'identify', customerId: 'c', properties: { tier: 'gold' } }, context());
    expect(record).toMatchObject({ traits: { tier: 'gold' }, properties: undefined });
  });

  it('takes 1,000 custom types and refuses the next, while known ones go on', () => {
    const using = context();
    for (let i = 0; i < limits.customTypes; i++)
      expect(verdictOf({ ...good, type: `t${i}` }, using)).toBe('accepted');
    for (let i = 0; i < 10_000; i++)
      expect(verdictOf({ ...good, type: `more${i}` }, using)).toBe('too_many_types /type');
    expect(verdictOf({ ...good, type: 't7' }, using)).toBe('accepted');
    expect(verdictOf(good, using)).toBe('accepted');
    expect(using.types.customCount).toBe(limits.customTypes);
  });
});
