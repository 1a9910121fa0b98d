import type { ReadRequest } from '../feature-engine.ts';

/** A number about a known row (customer or item) at a time; NaN when nothing is known. */
export type RowReader = (row: number, at: number) => number;

/** A number about a customer and a candidate. */
export interface PairReader {
  /** Prepares for one customer (−1: unknown) at one time. False: nothing is known, every value is missing. */
  load(customerRow: number, at: number): boolean;
  /** After `load`: the number for an item row (never −1); NaN when nothing is known. */
  value(itemRow: number, at: number): number;
}

/** What a definition compiles to; one of these by scope. */
export type CompiledKind =
  | { scope: 'customer'; read: RowReader }
  | { scope: 'item'; read: RowReader }
  | { scope: 'pair'; pair: PairReader }
  | { scope: 'context'; read: (context: ReadRequest['context'], at: number) => number };
