import { describe, expect, it } from 'vitest';
import { compileMapping, requireColumns } from './mapping.ts';

const events = (map: string[], timeUnit: 's' | 'ms' = 's') =>
  compileMapping({ kind: 'events', map, timeUnit });

describe('--map', () => {
  it('goes before a column that has the name of the field', () => {
    const convert = events(['customerId=user', 'type="purchase"']);
    const value = {
      type: 'purchase',
      customerId: 'u1',
      properties: { type: 'web', customerId: 'old7', constructor: 'x' },
    };
    const row = { type: 'web', user: 'u1', customerId: 'old7', constructor: 'x' };
    expect(convert(row)).toEqual({ ok: true, value });
  });

  it('names columns that are there', () => {
    const columns = ['user', 'total', 'secret'];
    requireColumns(['customerId=user', 'type="purchase"', '-secret'], columns);
    expect(() => requireColumns(['value=totl'], columns)).toThrow(
      '--map value=totl: the file has no column totl; did you mean total?',
    );
    expect(() => requireColumns(['-secrets'], columns)).toThrow('no column secrets');
  });

  it('renames columns, sets constants, leaves columns out and keeps the rest as properties', () => {
    const convert = events(['customerId=user', 'type="purchase"', '-secret', 'properties.shop=store']);
    expect(
      convert({
        user: 'u1',
        timestamp: '1485630413',
        value: '3.86',
        secret: 'x',
        store: '309',
        colour: 'red',
        empty: '',
      }),
    ).toEqual({
      ok: true,
      value: {
        type: 'purchase',
        customerId: 'u1',
        timestamp: '2017-01-28T19:06:53.000Z',
        value: 3.86,
        properties: { shop: '309', colour: 'red' },
      },
    });
  });

  it('says which cell cannot be read and why', () => {
    expect(events([])({ value: 'abc' })).toEqual({ ok: false, reason: 'value must be a number, got "abc"' });
    expect(events([])({ timestamp: 'yesterday' })).toMatchObject({ ok: false });
    expect(events([])({ properties: '[1]' })).toEqual({
      ok: false,
      reason: 'properties must be a JSON object, got "[1]"',
    });
  });

  it('refuses a mapping to a field that does not exist, naming those that do', () => {
    expect(() => events(['custmerId=user'])).toThrow(
      /no field custmerId; fields are messageId, type, customerId/,
    );
    expect(() => events(['customerId'])).toThrow(/must be field=column/);
  });

  it('makes customers identify events and splits lists at |', () => {
    expect(
      compileMapping({ kind: 'customers', map: [], timeUnit: 'ms' })({ customerId: '1', age: 30 }),
    ).toEqual({
      ok: true,
      value: { type: 'identify', customerId: '1', traits: { age: 30 } },
    });
    expect(
      compileMapping({ kind: 'items', map: [], timeUnit: 'ms' })({
        itemId: '1',
        tags: 'a| b',
        hidden: 'yes',
      }),
    ).toEqual({
      ok: true,
      value: { itemId: '1', tags: ['a', 'b'], hidden: true },
    });
  });

  it('carries what Parquet reads as big integers and dates', () => {
    expect(events(['customerId=id'])({ id: 12n, when: new Date(0), big: 2n ** 60n })).toEqual({
      ok: true,
      value: {
        customerId: '12',
        properties: { when: '1970-01-01T00:00:00.000Z', big: '1152921504606846976' },
      },
    });
  });
});
