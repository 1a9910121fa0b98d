import type { Origin } from '../../stores/journal/record.ts';

interface Instant {
  /** Every record below is applied when features are read. */
  stateOffset: number;
  /** Epoch ms that the vectors are true for. */
  at: number;
  customerId?: string;
  anonymousId?: string;
}

/** A decision of the journal whose slate becomes a group of rows. */
export interface DecisionInstant extends Instant {
  decisionId: string;
  /** The decision record's own offset. */
  offset: number;
  origin: Origin;
  context: { channel?: string; device?: string };
  slots: { itemId: string; propensity: number; evidence?: readonly number[] }[];
}

/** A visit in which something was bought: what a ranker should have put on top when the visit began. */
export interface BasketInstant extends Instant {
  channel?: string;
  /** Different items, in the order in which they were bought. */
  items: string[];
}

/** A visit ends this long after its last event. */
export const basketGap = 30 * 60_000;
