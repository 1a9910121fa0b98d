/**
 * What the journal holds: everything that changes what serving sees, in arrival order. Replaying these
 * records through the same functions rebuilds the same state. Times are epoch milliseconds, UTC.
 */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Where traffic came from. Set by the key that sent it, never by the sender's own word. */
export const origins = ['live', 'import', 'simulated'] as const;
export type Origin = (typeof origins)[number];

/** One thing a customer did. Immutable. `segment_entered` and `segment_left` are written by the server only. */
export interface EventRecord {
  kind: 'event';
  type: string;
  messageId: string;
  /** At least one of `customerId`, `anonymousId` is present. */
  customerId?: string;
  anonymousId?: string;
  itemId?: string;
  /** Event time, corrected for the client's clock skew. */
  timestamp: number;
  /** Arrival time; never decreases along the journal. */
  receivedAt: number;
  /** Money of this event, in `currency` (ISO 4217). For a purchase: the line's total. */
  value?: number;
  currency?: string;
  quantity?: number;
  channel?: string;
  device?: string;
  placement?: string;
  decisionId?: string;
  properties?: JsonObject;
  /** Attributes to set (`identify`, `PATCH /v1/customers/{id}`); null removes one. */
  traits?: JsonObject;
  origin: Origin;
}

/** What can be recommended. */
export interface Item {
  itemId: string;
  title: string;
  category: string;
  categories?: string[];
  tags?: string[];
  price?: number;
  currency?: string;
  /** Free attributes (`brand`, `department`…); affinities and rules may name any of them. */
  attributes?: Record<string, string | number | boolean>;
  url?: string;
  imageUrl?: string;
  availableFrom?: number;
  availableUntil?: number;
  hidden?: boolean;
}

export interface ItemRecord {
  kind: 'item';
  receivedAt: number;
  item: Item;
}

export interface ItemRemovedRecord {
  kind: 'item_removed';
  receivedAt: number;
  itemId: string;
}

/** One answer to one recommendation request, with everything needed to judge it later. */
export interface DecisionRecord {
  kind: 'decision';
  decisionId: string;
  /** The time features were read at. */
  timestamp: number;
  receivedAt: number;
  customerId?: string;
  anonymousId?: string;
  placement: string;
  /** The registry's `name@version` that scored the slate. */
  model: string;
  policy: string;
  variant?: string;
  /** Whether the placement's fallback answered, and which step of the chain. */
  fallback?: string;
  context: JsonObject;
  /** Every record below this offset, and none at or above it, had been applied when features were read. */
  stateOffset: number;
  /** Hash of the feature definitions that the slate's vectors follow; absent when none are logged. */
  featureHash?: string;
  slate: DecisionSlot[];
  /** How many candidates each source gave and how many the filters left. */
  candidates: { retrieved: number; eligible: number };
  /** What the placement's policy learns from this decision; absent when it does not learn. */
  learning?: DecisionLearning;
  origin: Origin;
}

/** How a decision's rewards are learnt from, whatever the placement's settings are by then. */
export interface DecisionLearning {
  /** Tells apart what is learnt: placement, segment, variant, kind, reward and context. */
  policy: string;
  kind: string;
  reward: 'click' | 'purchase' | 'value';
  /** Ms after which an observation counts half; absent: never. */
  halfLife?: number;
  /** By rank: chance that it is looked at. */
  examination: number[];
}

export interface DecisionSlot {
  itemId: string;
  source: string;
  score: number;
  /** Probability that the policy puts this item at this rank for this request. */
  propensity: number;
  /** Feature vector by the model's feature order; null where missing. Absent when the placement logs none. */
  features?: (number | null)[];
  /** What a contextual policy learns from, in its own order; present with `learning` only. */
  context?: number[];
  /** Each source's score of the item, in the order of `sourceNames`; 0 where it did not name it. With `features`. */
  evidence?: number[];
}

export type JournalRecord = EventRecord | ItemRecord | ItemRemovedRecord | DecisionRecord;
