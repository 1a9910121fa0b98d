import type { JsonColumn } from './state-table.ts';

/** One JSON document per row. Documents are replaced, never changed in place. */
export class DocumentColumn<T> implements JsonColumn<T> {
  readonly #documents: (T | undefined)[] = [];

  get(row: number): T | undefined {
    return this.#documents[row];
  }

  set(row: number, value: T | undefined): void {
    // Filling the gap keeps the array dense, which keeps reads fast.
    while (this.#documents.length <= row) this.#documents.push(undefined);
    this.#documents[row] = value;
  }

  wipe(row: number): void {
    if (row < this.#documents.length) this.#documents[row] = undefined;
  }

  clear(): void {
    this.#documents.length = 0;
  }
}
