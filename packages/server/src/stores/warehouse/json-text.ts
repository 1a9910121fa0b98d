/**
 * JSON text built by concatenation, for rows by the hundred thousand. Everything that comes out is JSON that
 * ClickHouse's parser takes, whatever goes in: it refuses escapes of half a surrogate pair, which JavaScript
 * strings may hold, so those become U+FFFD.
 */
import type { Json } from '../journal/record.ts';

/** Characters that need no escape; surrogates are left to the slow path, which repairs halves. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e\xa0-\ud7ff\ue000-\uffff]*$/;
const remembered = new Map<string, string>();
const maxRemembered = 4096;

/** A JSON string literal. */
export function quote(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text.toWellFormed());
}

/** Like {@link quote}, for texts that repeat (types, channels, sources): remembers the literal. */
export function quoteRepeated(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const literal = quote(text);
  if (remembered.size >= maxRemembered) remembered.clear();
  if (text.length <= 100) remembered.set(text, literal);
  return literal;
}

/** A finite number as JSON, otherwise null. */
export function number(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}

const threeDigits = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));
let lastMillions = -1;
let lastMillionsText = '';

/**
 * Epoch milliseconds as JSON; null unless a finite number. Numbers above 2^30 are slow to print; times of one
 * batch share their leading digits, so only the last six are put together anew.
 */
export function milliseconds(time: number): string {
  const millions = Math.floor(time / 1e6);
  const rest = time - millions * 1e6;
  if (!(millions > 0 && millions < 1e9 && Number.isInteger(rest))) return number(time);
  if (millions !== lastMillions) {
    lastMillions = millions;
    lastMillionsText = String(millions);
  }
  return lastMillionsText + threeDigits[(rest / 1000) | 0] + threeDigits[rest % 1000];
}

/** JSON of any document; half surrogates, also in keys, become U+FFFD. */
export function document(value: Json): string {
  const text = JSON.stringify(value);
  // JSON.stringify writes half a pair as an escape and a whole pair as itself.
  return text.includes('\\ud') ? JSON.stringify(wellFormed(value)) : text;
}

function wellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object') return value;
  // fromEntries makes a key named __proto__ an ordinary one.
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]),
  );
}
