/**
 * What XGBoost's model files consist of, whichever their encoding. Numbers in typed arrays keep their width:
 * float32, int32, int64 and uint8 are encoded differently.
 */
export type Document =
  | null
  | boolean
  | number
  | string
  | Float32Array
  | Float64Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Document[]
  | { [key: string]: Document };

/** Deepest nesting that a reader follows; XGBoost's own files use 7. */
export const maxNesting = 64;

/** Where a value stands, for messages: `learner.gradient_booster.model`. */
const at = (path: string, key: string | number) => (path === '' ? String(key) : `${path}.${key}`);

/** Reads fields of a document with errors that name their place. */
export class Fields {
  private readonly value: { [key: string]: Document };
  readonly path: string;

  constructor(value: Document | undefined, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
      throw new RangeError(`${path === '' ? 'the model file' : path} must be an object`);
    }
    this.value = value;
    this.path = path;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.value, key);
  }

  object(key: string): Fields {
    return new Fields(this.has(key) ? this.value[key] : undefined, at(this.path, key));
  }

  string(key: string, otherwise?: string): string {
    const value = this.has(key) ? this.value[key] : otherwise;
    if (typeof value !== 'string') throw new RangeError(`${at(this.path, key)} must be a string`);
    return value;
  }

  /** A number, or a string that holds one, as XGBoost writes its parameters. */
  number(key: string, otherwise?: number): number {
    const value = this.has(key) ? this.value[key] : otherwise;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      throw new RangeError(`${at(this.path, key)} must be a finite number, got ${JSON.stringify(value)}`);
    }
    return number;
  }

  /** A whole number from 0 to `most`. */
  count(key: string, most: number, otherwise?: number): number {
    const value = this.number(key, otherwise);
    if (!(Number.isInteger(value) && value >= 0 && value <= most)) {
      throw new RangeError(`${at(this.path, key)} must be a whole number 0 to ${most}, got ${value}`);
    }
    return value;
  }

  list(key: string): Document[] {
    const value = this.has(key) ? this.value[key] : undefined;
    if (!Array.isArray(value)) throw new RangeError(`${at(this.path, key)} must be a list`);
    return value;
  }

  strings(key: string): string[] {
    if (!this.has(key) || numbersOf(this.value[key])?.length === 0) return [];
    return this.list(key).map((value, i) => {
      if (typeof value !== 'string') throw new RangeError(`${at(this.path, key)}.${i} must be a string`);
      return value;
    });
  }

  /** Numbers of a list or typed array; of `length` entries where given. */
  numbers(key: string, length?: number): ArrayLike<number> {
    const numbers = this.has(key) ? numbersOf(this.value[key]) : undefined;
    if (numbers === undefined) throw new RangeError(`${at(this.path, key)} must be a list of numbers`);
    if (length !== undefined && numbers.length !== length) {
      throw new RangeError(`${at(this.path, key)} must have ${length} entries, got ${numbers.length}`);
    }
    return numbers;
  }
}

function numbersOf(value: Document): ArrayLike<number> | undefined {
  if (value instanceof BigInt64Array) return Float64Array.from(value, Number);
  if (ArrayBuffer.isView(value)) return value as ArrayLike<number>;
  if (!Array.isArray(value)) return undefined;
  const numbers = new Float64Array(value.length);
  for (let i = 0; i < value.length; i++) {
    const entry = value[i];
    if (typeof entry === 'number') numbers[i] = entry;
    else if (typeof entry === 'boolean') numbers[i] = entry ? 1 : 0;
    else return undefined;
  }
  return numbers;
}
