/** One event as primitives see it: codes and numbers, checked and bounded. One object, reused. */
export interface Occurrence {
  /** Never −1. */
  customerRow: number;
  /** −1 when the event names no item. */
  itemRow: number;
  /** Code in the vocabulary of event types. */
  type: number;
  /** Event time, epoch ms. */
  time: number;
  /** Money; NaN when the event has none. */
  value: number;
  quantity: number;
  /** Codes; 0 when absent. */
  channel: number;
  device: number;
}

/**
 * A piece of state that one or more features read. The engine calls `update` for the event types it names,
 * after touching the event's customer and item rows; other rows a primitive must touch itself.
 */
export interface Primitive {
  /** Event types, or all of them. */
  readonly events: ReadonlySet<string> | 'all';
  update(occurrence: Occurrence): void;
  /**
   * Reads what `update` will change of these rows (−1: none), and returns a sum of it. Rows lie anywhere in
   * memory: reads with nothing in between are waited for together, those within updates one by one.
   */
  warm?(customerRows: Int32Array, itemRows: Int32Array, count: number): number;
  /** Folds the customer row `from` into `to`, both touched, as if both had always been one. */
  merge?(from: number, to: number): void;
  /** The customer row is about to be wiped. */
  forget?(row: number): void;
}
