import type { ListColumn } from '../../stores/online/state-table.ts';
import type { TypeNumbers } from '../vocabulary.ts';
import { WindowScan } from './window-scan.ts';

/** A window scan that runs once per row, time and version of state, however many features read it. */
export class Windows {
  readonly #scan: WindowScan;
  readonly #slotOf: ReadonlyMap<string, number>;
  readonly #version: () => number;
  #row = -1;
  #at = Number.NaN;
  #scannedVersion = -1;

  constructor(
    list: ListColumn,
    slotOf: ReadonlyMap<string, number>,
    slots: TypeNumbers,
    version: () => number,
  ) {
    this.#scan = new WindowScan(list, slots, slotOf.size);
    this.#slotOf = slotOf;
    this.#version = version;
  }

  /** Slots of event types, for `sum`. */
  slots(events: readonly string[]): Int32Array {
    return Int32Array.from([...new Set(events)].sort(), (event) => {
      const slot = this.#slotOf.get(event);
      if (slot === undefined) throw new Error(`event ${event} is not tracked`);
      return slot;
    });
  }

  /** Declares that a window (by index in `windows`) will be read. */
  use(window: number): void {
    this.#scan.use(window);
  }

  /** One measure of a row in one window (by index in `windows`), at a time. */
  sum(row: number, at: number, window: number, slots: Int32Array, which: number): number {
    const version = this.#version();
    if (row !== this.#row || at !== this.#at || version !== this.#scannedVersion) {
      this.#scan.run(row, at);
      this.#row = row;
      this.#at = at;
      this.#scannedVersion = version;
    }
    return this.#scan.sum(window, slots, which);
  }
}
