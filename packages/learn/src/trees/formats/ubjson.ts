import type { Document } from './document.ts';
import { maxNesting } from './document.ts';

/**
 * Universal Binary JSON, draft 12, as XGBoost uses it: big-endian numbers and arrays of one type.
 * @throws SyntaxError naming the byte at fault
 */
export function parseUbjson(bytes: Uint8Array): Document {
  const reader = new UbjsonReader(bytes);
  const value = reader.value(reader.marker(), 0);
  reader.end();
  return value;
}

const numberBytes: Record<string, number> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 };

class UbjsonReader {
  private readonly view: DataView;
  private readonly bytes: Uint8Array;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  marker(): string {
    this.need(1);
    return String.fromCharCode(this.bytes[this.position++]);
  }

  end(): void {
    if (this.position < this.bytes.length) throw this.fault('goes on after its end');
  }

  value(marker: string, depth: number): Document {
    if (depth > maxNesting) throw this.fault(`is nested more than ${maxNesting} deep`);
    switch (marker) {
      case '{':
        return this.object(depth);
      case '[':
        return this.list(depth);
      case 'S':
        return this.text(this.length());
      case 'C':
        return this.text(1);
      case 'Z':
        return null;
      case 'T':
        return true;
      case 'F':
        return false;
      default:
        return this.number(marker);
    }
  }

  private number(marker: string): number {
    const size = numberBytes[marker];
    if (size === undefined) {
      this.position--;
      throw this.fault(`has the unknown marker ${JSON.stringify(marker)}`);
    }
    this.need(size);
    const at = this.position;
    this.position += size;
    switch (marker) {
      case 'i':
        return this.view.getInt8(at);
      case 'U':
        return this.view.getUint8(at);
      case 'I':
        return this.view.getInt16(at);
      case 'l':
        return this.view.getInt32(at);
      case 'L':
        return Number(this.view.getBigInt64(at));
      case 'd':
        return this.view.getFloat32(at);
      default:
        return this.view.getFloat64(at);
    }
  }

  /** A length, which cannot exceed the bytes that are left. */
  private length(): number {
    const at = this.position;
    const length = this.number(this.marker());
    if (!(Number.isInteger(length) && length >= 0 && length <= this.bytes.length - this.position)) {
      this.position = at;
      throw this.fault(`has the length ${length}, more than the bytes that follow,`);
    }
    return length;
  }

  private text(length: number): string {
    this.need(length);
    const text = new TextDecoder().decode(this.bytes.subarray(this.position, this.position + length));
    this.position += length;
    return text;
  }

  private object(depth: number): Document {
    const result: { [key: string]: Document } = {};
    for (;;) {
      this.need(1);
      if (this.bytes[this.position] === 0x7d) {
        this.position++;
        return result;
      }
      const key = this.text(this.length());
      const value = this.value(this.marker(), depth + 1);
      Object.defineProperty(result, key, { value, enumerable: true, configurable: true });
    }
  }

  private list(depth: number): Document {
    this.need(1);
    const mark = String.fromCharCode(this.bytes[this.position]);
    if (mark === '$') {
      this.position++;
      const type = this.marker();
      if (this.marker() !== '#') throw this.fault('has a typed array without a count');
      return this.typed(type, this.length());
    }
    const result: Document[] = [];
    if (mark === '#') {
      this.position++;
      const count = this.length();
      for (let i = 0; i < count; i++) result.push(this.value(this.marker(), depth + 1));
      return result;
    }
    for (;;) {
      const marker = this.marker();
      if (marker === ']') return result;
      result.push(this.value(marker, depth + 1));
    }
  }

  private typed(type: string, count: number): Document {
    const size = numberBytes[type];
    if (size === undefined) throw this.fault(`has an array of the unknown type ${JSON.stringify(type)}`);
    this.need(count * size);
    const next = () => this.number(type);
    switch (type) {
      case 'd':
        return new Float32Array(count).map(next);
      case 'D':
        return new Float64Array(count).map(next);
      case 'U':
        return new Uint8Array(count).map(next);
      case 'l':
        return new Int32Array(count).map(next);
      default:
        return new Float64Array(count).map(next);
    }
  }

  private need(count: number): void {
    if (this.position + count > this.bytes.length) throw this.fault('ends too early');
  }

  private fault(what: string): SyntaxError {
    return new SyntaxError(`the UBJSON model ${what} at byte ${this.position}`);
  }
}

/** Writes a document in the form that XGBoost reads. */
export function writeUbjson(value: Document): Uint8Array<ArrayBuffer> {
  const writer = new UbjsonWriter();
  writer.value(value);
  return writer.result();
}

class UbjsonWriter {
  private bytes = new Uint8Array(1 << 16);
  private view = new DataView(this.bytes.buffer);
  private position = 0;

  result(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.position);
  }

  value(value: Document): void {
    if (value === null) this.mark('Z');
    else if (typeof value === 'boolean') this.mark(value ? 'T' : 'F');
    else if (typeof value === 'number') this.number(value);
    else if (typeof value === 'string') {
      this.mark('S');
      this.text(value);
    } else if (ArrayBuffer.isView(value)) this.typed(value);
    else if (Array.isArray(value)) {
      this.mark('[#');
      this.length(value.length);
      for (const entry of value) this.value(entry);
    } else {
      this.mark('{');
      for (const [key, entry] of Object.entries(value)) {
        this.text(key);
        this.value(entry);
      }
      this.mark('}');
    }
  }

  private number(value: number): void {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
      this.mark('l');
      this.reserve(4);
      this.view.setInt32(this.position - 4, value);
    } else {
      this.mark('D');
      this.reserve(8);
      this.view.setFloat64(this.position - 8, value);
    }
  }

  private typed(array: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array): void {
    this.mark(`[$${typeOf(array)}#`);
    this.length(array.length);
    let at = this.position;
    this.reserve(array.byteLength);
    const { view } = this;
    if (array instanceof Float32Array) {
      for (const value of array) {
        view.setFloat32(at, value);
        at += 4;
      }
    } else if (array instanceof Float64Array) {
      for (const value of array) {
        view.setFloat64(at, value);
        at += 8;
      }
    } else if (array instanceof Int32Array) {
      for (const value of array) {
        view.setInt32(at, value);
        at += 4;
      }
    } else if (array instanceof BigInt64Array) {
      for (const value of array) {
        view.setBigInt64(at, value);
        at += 8;
      }
    } else {
      this.bytes.set(array, at);
    }
  }

  private length(length: number): void {
    this.mark('L');
    this.reserve(8);
    this.view.setBigInt64(this.position - 8, BigInt(length));
  }

  private text(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.length(encoded.length);
    this.reserve(encoded.length);
    this.bytes.set(encoded, this.position - encoded.length);
  }

  private mark(marks: string): void {
    this.reserve(marks.length);
    for (let i = 0; i < marks.length; i++) {
      this.bytes[this.position - marks.length + i] = marks.charCodeAt(i);
    }
  }

  /** Moves on by `count` bytes; the buffer, and with it `bytes` and `view`, may be a new one afterwards. */
  private reserve(count: number): void {
    this.position += count;
    if (this.position <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.position, this.bytes.length * 2));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

function typeOf(array: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array): string {
  if (array instanceof Float32Array) return 'd';
  if (array instanceof Float64Array) return 'D';
  if (array instanceof Int32Array) return 'l';
  return array instanceof BigInt64Array ? 'L' : 'U';
}
