/** Contract: metrics and dimensions, declared once and used by every chart, export and alert. */
interface Declared {
  /** lowerCamelCase, unique among metrics and dimensions. */
  name: string;
  /** Shown to people, by locale. */
  description?: { en: string; 'pt-BR'?: string };
}

interface OverEvents {
  /** Only these event types; default every type but those that the server writes about segments. */
  events?: string[];
  /** Only events that name the decision which they follow from (`decisionId`). */
  attributed?: boolean;
}

export type MetricDefinition = Declared & { format?: MetricFormat } & (
    | ({ kind: 'count' } & OverEvents)
    /** Adds a field of the events up; absent values count as 0. */
    | ({ kind: 'sum'; field: 'value' | 'quantity' } & OverEvents)
    /**
     * Distinct ids: `customer` counts those who are known, `visitor` also those who are not. Exact to some
     * hundred, then a sketch with a standard error of 0.8 % (HyperLogLog, 2^14 registers).
     */
    | ({ kind: 'distinct'; of: 'customer' | 'visitor' | 'item' } & OverEvents)
    /** Visits: a new one begins after 30 minutes without an event of the visitor. */
    | { kind: 'sessions' }
    /** Answers to recommendation requests. */
    | { kind: 'decisions' }
    /** One metric divided by another; null where the divisor is 0. */
    | { kind: 'ratio'; numerator: string; denominator: string }
    /**
     * The ratio of two counts or sums among events that name their decision, relative to the same ratio among the
     * other events: 0.2 is a fifth more. Observed, not caused: an experiment tells what recommending causes.
     */
    | { kind: 'lift'; numerator: string; denominator: string }
  );

export type MetricFormat = 'number' | 'currency' | 'percent';

export type DimensionDefinition = Declared &
  /** An attribute of the item that the event names, as the catalog has it now. */
  (
    | { kind: 'itemAttribute'; attribute: string }
    /** A text property of the event itself. */
    | { kind: 'property'; property: string }
  );
