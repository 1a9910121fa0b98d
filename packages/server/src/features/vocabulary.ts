import type { OnlineStore } from '../stores/online/online-store.ts';
import type { StateTable } from '../stores/online/state-table.ts';

/**
 * Strings as small numbers: codes from 1 in order of first use, 0 for "none". Kept in a state table, so
 * that codes stored in columns keep their meaning after a restart. At most `limit` values: later new ones
 * get 0, which bounds what a hostile sender can make the server remember.
 */
export class Vocabulary {
  readonly limit: number;
  readonly #table: StateTable;
  /** Codes that `intern` gave: few and short texts, asked for several times an event. */
  readonly #interned = new Map<string, number>();

  constructor(store: OnlineStore, name: string, limit: number) {
    this.limit = limit;
    this.#table = store.table(`vocabulary:${name}`, { reuseRows: false });
  }

  /** Number of values; the largest code. */
  get size(): number {
    return this.#table.rows;
  }

  /** The code of a value; 0 when it was never interned. */
  code(value: string): number {
    return this.#table.find(value) + 1;
  }

  /** The code of a value, given when it is new; 0 when the vocabulary is full. */
  intern(value: string): number {
    const known = this.#interned.get(value);
    if (known !== undefined) return known;
    const code = this.#table.rows < this.limit ? this.#table.ensure(value) + 1 : this.#table.find(value) + 1;
    // A copy, so that the map does not keep a request's whole text alive.
    if (code > 0) this.#interned.set(this.#table.key(code - 1) ?? value, code);
    return code;
  }

  value(code: number): string | undefined {
    return code > 0 ? this.#table.key(code - 1) : undefined;
  }
}

/**
 * A number for each event type, by type code; `missing` for types without one. Follows the vocabulary as it
 * grows or is restored.
 */
export class TypeNumbers {
  readonly #types: Vocabulary;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #missing: number;
  #known = 0;
  #byCode: number[];

  constructor(types: Vocabulary, numbers: ReadonlyMap<string, number>, missing: number) {
    this.#types = types;
    this.#numbers = numbers;
    this.#missing = missing;
    this.#byCode = [missing];
  }

  /** The array by type code, long enough for every code given so far. */
  get byCode(): readonly number[] {
    if (this.#known !== this.#types.size) this.#follow();
    return this.#byCode;
  }

  #follow(): void {
    for (let code = this.#byCode.length; code <= this.#types.size; code++) {
      this.#byCode.push(this.#numbers.get(this.#types.value(code) ?? '') ?? this.#missing);
    }
    this.#known = this.#types.size;
  }
}
