import type { ListColumn } from '../../stores/online/state-table.ts';
import { windowMilliseconds } from '../duration.ts';
import type { TypeNumbers } from '../vocabulary.ts';
import { floatWidth, intField, typeOf } from './history.ts';

/** What is added up per type and window. */
export const measure = { count: 0, value: 1, valued: 2, quantity: 3 } as const;
const measures = 4;

/**
 * All windows of one history in one backward pass: sums per tracked type, noted down at each window's
 * border. A window of length w at `at` covers event times in (at − w, at].
 */
export class WindowScan {
  readonly #list: ListColumn;
  readonly #slots: TypeNumbers;
  readonly #running: Float64Array;
  readonly #noted: Float64Array;
  /** Indexes of the windows that anything reads, shortest first. */
  readonly #used: number[] = [];

  /** `slots` numbers the tracked types from 0 to `tracked` − 1; −1 for others. */
  constructor(list: ListColumn, slots: TypeNumbers, tracked: number) {
    this.#list = list;
    this.#slots = slots;
    this.#running = new Float64Array(tracked * measures);
    this.#noted = new Float64Array(tracked * measures * windowMilliseconds.length);
  }

  /** Makes `run` cover this window (by index). */
  use(window: number): void {
    if (this.#used.includes(window)) return;
    this.#used.push(window);
    this.#used.sort((a, b) => a - b);
  }

  run(row: number, at: number): void {
    const { floats, ints, shape } = this.#list;
    const slotOf = this.#slots.byCode;
    const running = this.#running;
    const noted = this.#noted;
    const intWidth = shape.ints;
    const start = this.#list.start(row);
    let i = start + this.#list.length(row) - 1;
    while (i >= start && floats[i * floatWidth] > at) i--;
    running.fill(0);
    for (let u = 0; u < this.#used.length; u++) {
      const w = this.#used[u];
      const after = at - windowMilliseconds[w];
      for (; i >= start && floats[i * floatWidth] > after; i--) {
        const k = i * intWidth;
        const slot = slotOf[typeOf(ints[k + intField.kind])];
        if (slot < 0) continue;
        const s = slot * measures;
        running[s] += ints[k + intField.count];
        running[s + 1] += floats[i * floatWidth + 1];
        running[s + 2] += ints[k + intField.valued];
        running[s + 3] += floats[i * floatWidth + 2];
      }
      const base = w * running.length;
      for (let s = 0; s < running.length; s++) noted[base + s] = running[s];
    }
  }

  /** After `run`: one measure in one window (by index), added over slots. */
  sum(window: number, slots: Int32Array, which: number): number {
    const base = window * this.#running.length + which;
    let sum = 0;
    for (let i = 0; i < slots.length; i++) sum += this.#noted[base + slots[i] * measures];
    return sum;
  }
}
