import type { ReadRequest } from './feature-engine.ts';
import type { PairReader, RowReader } from './kinds/kind.ts';

export interface Triggers {
  events: ReadonlySet<string>;
  time: boolean;
}

export interface Column {
  index: number;
  /** Value when nothing is known; NaN = missing. */
  fallback: number;
}

/** Definitions turned into readers, by scope. */
export interface CompiledColumns {
  customer: (Column & { read: RowReader })[];
  item: (Column & { read: RowReader })[];
  pairs: (Column & { pair: PairReader })[];
  context: (Column & { read: (context: ReadRequest['context'], at: number) => number })[];
  customerByIndex: (CompiledColumns['customer'][number] | undefined)[];
  triggers: Triggers[];
}
