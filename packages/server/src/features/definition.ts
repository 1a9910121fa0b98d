/**
 * How users declare features in `personalize.config.ts`. Data only: no functions, so that a definition can
 * be hashed, stored with a model version and compared. compile.ts turns definitions into `update`/`read`.
 */
export type Window = '1h' | '1d' | '7d' | '30d' | '90d';

/** Whose state it is: a customer's, an item's, the pair's (customer with this candidate), or the request's. */
export type Scope = 'customer' | 'item' | 'pair' | 'context';

interface Common {
  /** Unique; lower camel case; what vectors, models, rules and reasons call it. */
  name: string;
  /** Value when nothing is known; null = missing (the ranker's missing value). Default null, 0 for counts, sums and occasions. */
  default?: number | null;
  /** Forget the value this long after its last update (`30d`, `12h`); default: never. */
  ttl?: string;
  /** One line for people, shown on pages and in reasons. */
  description?: { en: string; 'pt-BR': string };
}

export type FeatureDefinition = Common &
  (
    | { kind: 'count'; scope: 'customer' | 'item'; events: string[]; window: Window }
    | {
        kind: 'sum' | 'mean';
        scope: 'customer' | 'item';
        of: 'value' | 'quantity';
        events: string[];
        window: Window;
      }
    | { kind: 'decayedCount'; scope: 'customer' | 'item'; events: string[]; halfLife: string }
    /** Seconds since the latest of these events. For `pair`: of this customer with this item. */
    | { kind: 'recency'; scope: 'customer' | 'item' | 'pair'; events: string[] }
    /** Number of different items, or values of an item attribute, seen in the window. */
    | {
        kind: 'distinct';
        scope: 'customer';
        of: 'itemId' | 'channel' | 'device' | { attribute: string };
        events: string[];
        window: Window;
      }
    /** 0..1: share of the customer's decayed, weighted interest that the candidate's value of this attribute holds. */
    | {
        kind: 'affinity';
        scope: 'pair';
        attribute: string;
        weights: Record<string, number>;
        halfLife: string;
      }
    /** (numerator + prior × weight) / (denominator + weight), decayed. */
    | {
        kind: 'rate';
        scope: 'item';
        numerator: string[];
        denominator: string[];
        halfLife: string;
        prior?: number;
        priorWeight?: number;
      }
    /** ln(candidate's price / geometric mean of unit prices that the customer paid). */
    | { kind: 'relativePrice'; scope: 'pair'; events: string[]; halfLife: string }
    /** Time since the customer last bought the candidate ÷ the usual interval between purchases (pair's own, else the item's). */
    | { kind: 'repurchase'; scope: 'pair'; events: string[] }
    /** On how many separate occasions (six hours apart) this customer did this with the candidate; 0 for never. */
    | { kind: 'occasions'; scope: 'pair'; events: string[] }
    | {
        kind: 'recencyFrequencyMonetary';
        scope: 'customer';
        part: 'recency' | 'frequency' | 'monetary';
        events: string[];
        window: Window;
      }
    /** The current session, closed after `gap` without events. */
    | { kind: 'session'; scope: 'customer'; part: 'events' | 'seconds' | 'items'; gap: string }
    /** 0..100: how engaged the customer is now, against all customers; see docs/features.md. */
    | { kind: 'behaviorScore'; scope: 'customer'; weights: Record<string, number>; halfLife: string }
    | { kind: 'attribute'; scope: 'customer' | 'item'; attribute: string }
    /** Hour and weekday in the deployment's time zone; channel and device as index into `values`, −1 for others. */
    | {
        kind: 'context';
        scope: 'context';
        part: 'hour' | 'weekday' | 'channel' | 'device';
        values?: string[];
      }
  );
