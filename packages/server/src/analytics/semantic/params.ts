/** Bound parameters of one statement: values go here, their names into the text. */
export class Params {
  readonly values: Record<string, unknown> = {};
  #count = 0;

  text(value: string): string {
    return this.#add('String', value.toWellFormed());
  }

  texts(values: readonly string[]): string {
    return this.#add(
      'Array(String)',
      values.map((value) => value.toWellFormed()),
    );
  }

  number(value: number): string {
    return this.#add('Float64', value);
  }

  /** Epoch ms as a time. */
  time(value: number): string {
    return `fromUnixTimestamp64Milli(${this.#add('Int64', value)}, 'UTC')`;
  }

  count(value: number): string {
    return this.#add('UInt32', value);
  }

  /** A whole number beyond 32 bits. */
  whole(value: number): string {
    return this.#add('UInt64', value);
  }

  #add(type: string, value: unknown): string {
    const name = `p${this.#count++}`;
    this.values[name] = value;
    return `{${name}:${type}}`;
  }
}
