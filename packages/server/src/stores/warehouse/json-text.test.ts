import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../journal/record.ts';
import { document, milliseconds, number, quote, quoteRepeated } from './json-text.ts';

/** Strings of any UTF-16 code units, halves of pairs included. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});
const loneEscape = /(?<!\\)(\\\\)*\\ud[89a-f]/i;

describe('JSON text', () => {
  it('quotes any string so that it comes back, with halves of pairs as U+FFFD', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const literal of [quote(text), quoteRepeated(text), quoteRepeated(text)]) {
          expect(JSON.parse(literal)).toBe(text.toWellFormed());
          expect(literal).not.toMatch(loneEscape);
          expect(literal).not.toMatch(/[\n\r]/);
        }
      }),
    );
  });

  it('writes any document, also one that only looks as if it held half a pair', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyText, (value, text) => {
        const whole = { value: value as Json, [text]: [text, '\\ud800'] };
        const written = document(whole);
        expect(written).not.toMatch(loneEscape);
        expect(JSON.parse(written)).toEqual({
          value: JSON.parse(JSON.stringify(value)),
          [text.toWellFormed()]: [text.toWellFormed(), '\\ud800'],
        });
      }),
    );
    expect(document(JSON.parse('{"\\ud800":{"__proto__":["\\udc00"]}}'))).toBe('{"�":{"__proto__":["�"]}}');
  });

  it('writes times as JavaScript does', () => {
    const times = fc.oneof(
      fc.integer({ min: -1e15, max: 1e16 }),
      fc.double(),
      fc.integer({ min: 0, max: 3e6 }),
    );
    fc.assert(
      fc.property(fc.array(times), (list) => {
        for (const time of list) expect(milliseconds(time)).toBe(number(time));
      }),
    );
    expect(milliseconds(1_700_000_000_001)).toBe('1700000000001');
    expect(milliseconds(Number.NaN)).toBe('null');
    expect(number(Number.POSITIVE_INFINITY)).toBe('null');
  });
});
