import type { OnlineStore } from '../../stores/online/online-store.ts';
import type { StateTable } from '../../stores/online/state-table.ts';

/** Kept this long, and as many as this, whichever is less. */
export const decisionRetention = 7 * 24 * 3_600_000;
export const decisionLimit = 100_000;
/** Decisions remembered per customer. */
export const perCustomer = 8;

/** Context values kept for policies that learn, at most: the oldest decisions' go first. 4 bytes each. */
export const contextLimit = 8_000_000;

/**
 * What has happened to a slot. `seen`: by an impression or a click; `reported`: by an impression; `counted`: a
 * policy has taken it for an item seen.
 */
export const slotFlag = { seen: 1, clicked: 2, bought: 4, counted: 8, reported: 16 } as const;

const metaWidth = 6;
const [customer, placement, model, variant, origin, policy] = [0, 1, 2, 3, 4, 5];
const slotInts = 4;
/** Chances are kept as whole numbers of this size. */
const chanceUnit = 1e6;

export interface LoggedDecision {
  customerRow: number;
  placementRow: number;
  modelRow: number;
  /** −1 without experiment. */
  variantRow: number;
  origin: number;
  /** Row of the policy that learns from it; −1 for none. */
  policyRow: number;
}

/**
 * The latest decisions by id, as state: who got them, under which headings they count, and what has happened
 * to each slot. Oldest first out.
 */
export class DecisionLog {
  readonly table: StateTable;
  readonly #customers: StateTable;
  /** Epoch ms of the decision. */
  readonly #time;
  /** Journal offset: age order, and proof that a row still is the decision that was meant. */
  readonly #offset;
  readonly #meta;
  /** Ints: item row (−1 when unknown), source heading's row, flags, chance that the rank is looked at. */
  readonly #slots;
  /** Slots' contexts one after the other, as the bits of 32-bit numbers. */
  readonly #contexts;
  /** By customer: (offset; row) of the latest decisions, oldest first. */
  readonly #ofCustomer;
  /** Rows, oldest first, from `#head`. A cache of the offsets' order. */
  #queue: number[] | undefined;
  #head = 0;
  /** The first of the queue whose context may still be kept, and how many values are kept in all. */
  #contextHead = 0;
  #contextValues = 0;
  readonly #limit: number;
  readonly #contextLimit: number;
  readonly #bits = new Int32Array(1);
  readonly #number = new Float32Array(this.#bits.buffer);

  constructor(store: OnlineStore, customers: StateTable, limit = decisionLimit, contexts = contextLimit) {
    this.table = store.table('decisions');
    this.#customers = customers;
    this.#limit = limit;
    this.#contextLimit = contexts;
    this.#time = this.table.float64('time');
    this.#offset = this.table.float64('offset');
    this.#meta = this.table.int32('meta', metaWidth);
    this.#slots = this.table.list('slots', { floats: 0, ints: slotInts });
    this.#contexts = this.table.list('contexts', { floats: 0, ints: 1 });
    this.#ofCustomer = customers.list('decisions', { floats: 1, ints: 1 });
  }

  /** The row of the new decision; −1 when it is already there. */
  add(decisionId: string, time: number, offset: number, decision: LoggedDecision): number {
    if (this.table.find(decisionId) >= 0) return -1;
    const queue = this.#ordered();
    const row = this.table.ensure(decisionId);
    this.#time.data[row] = time;
    this.#offset.data[row] = offset;
    const meta = row * metaWidth;
    this.#meta.data[meta + customer] = decision.customerRow;
    this.#meta.data[meta + placement] = decision.placementRow;
    this.#meta.data[meta + model] = decision.modelRow;
    this.#meta.data[meta + variant] = decision.variantRow;
    this.#meta.data[meta + origin] = decision.origin;
    this.#meta.data[meta + policy] = decision.policyRow;
    queue.push(row);
    if (decision.customerRow >= 0) this.#remember(decision.customerRow, offset, row);
    return row;
  }

  /** `examined`: chance that the rank is looked at; `context`: what a contextual policy learns from. */
  addSlot(row: number, itemRow: number, sourceRow: number, examined = 1, context?: readonly number[]): void {
    this.table.touch(row);
    const at = this.#slots.push(row) * slotInts;
    this.#slots.ints[at] = itemRow;
    this.#slots.ints[at + 1] = sourceRow;
    this.#slots.ints[at + 3] = Math.max(1, Math.round(examined * chanceUnit));
    if (context === undefined) return;
    for (const value of context) {
      const cell = this.#contexts.push(row);
      this.#number[0] = value;
      this.#contexts.ints[cell] = this.#bits[0];
    }
    this.#contextValues += context.length;
  }

  /** Row of the policy that learns from the decision; −1 for none. */
  policyOf(row: number): number {
    return this.#meta.data[row * metaWidth + policy];
  }

  /** Journal offset of the decision. */
  offsetOf(row: number): number {
    return this.#offset.data[row];
  }

  /** Chance that the slot's rank is looked at. */
  examined(row: number, slot: number): number {
    return this.#slots.ints[(this.#slots.start(row) + slot) * slotInts + 3] / chanceUnit;
  }

  /** The slot's context, into `out`. Returns its dimension; 0 when none is kept. */
  readContext(row: number, slot: number, out: Float64Array): number {
    const length = this.#contexts.length(row);
    if (length === 0) return 0;
    const dimension = length / this.#slots.length(row);
    const start = this.#contexts.start(row) + slot * dimension;
    for (let j = 0; j < dimension; j++) {
      this.#bits[0] = this.#contexts.ints[start + j];
      out[j] = this.#number[0];
    }
    return dimension;
  }

  /** Rows of the decisions that a policy learns from, oldest first. */
  *ofPolicy(policyRow: number): Generator<number> {
    const queue = this.#ordered();
    for (let i = this.#head; i < queue.length; i++) {
      if (this.table.key(queue[i]) !== undefined && this.policyOf(queue[i]) === policyRow) yield queue[i];
    }
  }

  /** Forgets what is older than the retention at `now`, and the oldest beyond the limit. */
  expire(now: number): void {
    const queue = this.#ordered();
    while (this.#head < queue.length) {
      const row = queue[this.#head];
      const gone = row < 0 || this.table.key(row) === undefined;
      const old = now - this.#time.data[row] > decisionRetention;
      if (!gone && !old && queue.length - this.#head <= this.#limit) break;
      if (!gone) this.#remove(row);
      this.#head++;
    }
    this.#dropContexts(queue);
    if (this.#head > 4096 && this.#head * 2 > queue.length) {
      this.#queue = queue.slice(this.#head);
      this.#contextHead -= this.#head;
      this.#head = 0;
    }
  }

  #dropContexts(queue: readonly number[]): void {
    this.#contextHead = Math.max(this.#contextHead, this.#head);
    while (this.#contextValues > this.#contextLimit && this.#contextHead < queue.length) {
      const row = queue[this.#contextHead++];
      if (this.table.key(row) === undefined) continue;
      this.table.touch(row);
      this.#contextValues -= this.#contexts.length(row);
      this.#contexts.truncate(row, 0);
    }
  }

  #remove(row: number): void {
    this.#contextValues -= this.#contexts.length(row);
    this.table.remove(this.table.key(row)!);
  }

  get(row: number): LoggedDecision & { time: number; slots: number } {
    const meta = row * metaWidth;
    return {
      customerRow: this.#meta.data[meta + customer],
      placementRow: this.#meta.data[meta + placement],
      modelRow: this.#meta.data[meta + model],
      variantRow: this.#meta.data[meta + variant],
      origin: this.#meta.data[meta + origin],
      policyRow: this.#meta.data[meta + policy],
      time: this.#time.data[row],
      slots: this.#slots.length(row),
    };
  }

  time(row: number): number {
    return this.#time.data[row];
  }

  slotItem(row: number, slot: number): number {
    return this.#slots.ints[(this.#slots.start(row) + slot) * slotInts];
  }

  slotSource(row: number, slot: number): number {
    return this.#slots.ints[(this.#slots.start(row) + slot) * slotInts + 1];
  }

  slotFlags(row: number, slot: number): number {
    return this.#slots.ints[(this.#slots.start(row) + slot) * slotInts + 2];
  }

  flag(row: number, slot: number, flags: number): void {
    this.table.touch(row);
    this.#slots.ints[(this.#slots.start(row) + slot) * slotInts + 2] |= flags;
  }

  /** The slot that holds an item, from 0; −1 when none does. */
  slotOf(row: number, itemRow: number): number {
    const start = this.#slots.start(row);
    const length = this.#slots.length(row);
    for (let i = 0; i < length; i++) if (this.#slots.ints[(start + i) * slotInts] === itemRow) return i;
    return -1;
  }

  /** Rows of the customer's decisions that are still here, newest first. */
  ofCustomer(row: number): number[] {
    const rows: number[] = [];
    if (row < 0) return rows;
    const start = this.#ofCustomer.start(row);
    for (let i = start + this.#ofCustomer.length(row) - 1; i >= start; i--) {
      const decision = this.#ofCustomer.ints[i];
      if (
        this.table.key(decision) !== undefined &&
        this.#offset.data[decision] === this.#ofCustomer.floats[i]
      ) {
        rows.push(decision);
      }
    }
    return rows;
  }

  merge(from: number, to: number): void {
    const both = [...this.ofCustomer(from), ...this.ofCustomer(to)]
      .sort((a, b) => this.#offset.data[a] - this.#offset.data[b])
      .slice(-perCustomer);
    for (let row = 0; row < this.table.rows; row++) {
      if (this.#meta.data[row * metaWidth + customer] !== from || this.table.key(row) === undefined) continue;
      this.table.touch(row);
      this.#meta.data[row * metaWidth + customer] = to;
    }
    this.#customers.touch(to);
    this.#ofCustomer.truncate(to, 0);
    for (const row of both) this.#remember(to, this.#offset.data[row], row);
  }

  /** Removes every decision made for the customer. */
  forget(customerRow: number): void {
    for (let row = 0; row < this.table.rows; row++) {
      if (this.#meta.data[row * metaWidth + customer] !== customerRow) continue;
      if (this.table.key(row) !== undefined) this.#remove(row);
    }
    // A freed row may be given to a new decision: the order is made again without the freed ones.
    this.#queue = undefined;
  }

  #remember(customerRow: number, offset: number, row: number): void {
    const list = this.#ofCustomer;
    this.#customers.touch(customerRow);
    const length = list.length(customerRow);
    let at: number;
    if (length < perCustomer) {
      at = list.push(customerRow);
    } else {
      const start = list.start(customerRow);
      list.floats.copyWithin(start, start + 1, start + length);
      list.ints.copyWithin(start, start + 1, start + length);
      at = start + length - 1;
    }
    list.floats[at] = offset;
    list.ints[at] = row;
  }

  #ordered(): number[] {
    if (!this.#queue) {
      this.#queue = [];
      for (let row = 0; row < this.table.rows; row++) {
        if (this.table.key(row) !== undefined) this.#queue.push(row);
      }
      this.#queue.sort((a, b) => this.#offset.data[a] - this.#offset.data[b]);
      this.#head = 0;
      this.#contextHead = 0;
      this.#contextValues = 0;
      for (const row of this.#queue) this.#contextValues += this.#contexts.length(row);
    }
    return this.#queue;
  }
}
