import type { Document } from './document.ts';
import { maxNesting } from './document.ts';

/**
 * Reads JSON as XGBoost writes it, with NaN, Infinity and -Infinity for numbers.
 * @throws SyntaxError naming the character at fault
 */
export function parseJson(text: string): Document {
  const reader = new JsonReader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

const words: [string, Document][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];
const number = /-?\d+(\.\d*)?([eE][+-]?\d+)?/y;
const space = /[ \t\r\n]*/y;

class JsonReader {
  private readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): Document {
    if (depth > maxNesting) throw this.fault(`is nested more than ${maxNesting} deep`);
    this.skip();
    const first = this.text[this.position];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.list(depth);
    if (first === '"') return this.string();
    const digits = this.match(number);
    if (digits !== undefined) return Number(digits);
    for (const [word, meaning] of words) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        return meaning;
      }
    }
    throw this.fault(first === undefined ? 'ends too early' : `has an unexpected ${JSON.stringify(first)}`);
  }

  end(): void {
    this.skip();
    if (this.position < this.text.length) throw this.fault('goes on after its end');
  }

  private object(depth: number): Document {
    const result: { [key: string]: Document } = {};
    this.position++;
    if (this.next() === '}') {
      this.position++;
      return result;
    }
    for (;;) {
      if (this.next() !== '"') throw this.fault('lacks a key');
      const key = this.string();
      if (this.next() !== ':') throw this.fault('lacks a colon');
      this.position++;
      Object.defineProperty(result, key, {
        value: this.value(depth + 1),
        enumerable: true,
        configurable: true,
      });
      if (!this.more('}')) return result;
    }
  }

  private list(depth: number): Document {
    const result: Document[] = [];
    this.position++;
    if (this.next() === ']') {
      this.position++;
      return result;
    }
    for (;;) {
      result.push(this.value(depth + 1));
      if (!this.more(']')) return result;
    }
  }

  /** After an entry: true when another follows, false when `close` ends the list. */
  private more(close: string): boolean {
    const mark = this.next();
    if (mark !== ',' && mark !== close) {
      throw this.fault(mark === undefined ? 'ends too early' : `lacks a comma or ${close}`);
    }
    this.position++;
    return mark === ',';
  }

  private string(): string {
    const begin = this.position++;
    for (;;) {
      const character = this.text[this.position++];
      if (character === undefined) throw this.fault('has a string that does not end');
      if (character === '"') break;
      if (character === '\\') this.position++;
    }
    try {
      return JSON.parse(this.text.slice(begin, this.position)) as string;
    } catch {
      this.position = begin;
      throw this.fault('has a malformed string');
    }
  }

  private next(): string | undefined {
    this.skip();
    return this.text[this.position];
  }

  private skip(): void {
    this.match(space);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  private fault(what: string): SyntaxError {
    return new SyntaxError(`the JSON model ${what} at character ${this.position}`);
  }
}

/** Writes a document; float32 numbers with an exponent, since XGBoost takes a bare integer for one. */
export function writeJson(value: Document): string {
  if (value instanceof Float32Array || value instanceof Float64Array) {
    return `[${Array.from(value, float).join(',')}]`;
  }
  if (ArrayBuffer.isView(value))
    return `[${Array.from(value as ArrayLike<number | bigint>, String).join(',')}]`;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${JSON.stringify(key)}:${writeJson(entry)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Nine significant digits tell every float32 apart. */
const float = (value: number): string =>
  Number.isFinite(value) ? value.toExponential(8).replace('e+', 'E').replace('e', 'E') : String(value);
