import type { Locale } from './refusal.ts';

/** A question, checked: every name known, every bound kept. Times are epoch ms; `from` included, `to` not. */
export interface AnalyticsQuery {
  metrics: readonly string[];
  /** At most five. `date` needs a granularity. */
  dimensions: readonly string[];
  filters: readonly Filter[];
  from: number;
  to: number;
  granularity?: Granularity;
  /** IANA name; decides where days, weeks (from Monday), months, weekdays and hours of the day begin. */
  timeZone: string;
  compare?: Period;
  orderBy?: { name: string; descending: boolean };
  /** Groups, not counting steps of time. */
  limit: number;
  /** Adds one group of all that the limit leaves out. */
  other: boolean;
  totals: boolean;
  /** False reads the events even where a rollup could answer. */
  rollups: boolean;
  /** Of notices. */
  locale: Locale;
}

export interface Period {
  from: number;
  to: number;
}

export type Granularity = 'minute' | 'hour' | 'day' | 'week' | 'month';

export type Filter =
  | { and: readonly Filter[] }
  | { or: readonly Filter[] }
  | { not: Filter }
  | { dimension: string; op: FilterOp; values?: readonly (string | number)[] };

export type FilterOp = 'eq' | 'in' | 'notIn' | 'contains' | 'between' | 'exists';

export type Value = number | null;

/** A row: dimensions by name (null: the event has none), metrics by name, and `compare` with the metrics of the other period. */
export type Row = Record<string, string | number | null | boolean | Record<string, Value>>;

export interface Column {
  name: string;
  kind: 'dimension' | 'metric';
  type: 'string' | 'number' | 'time';
  format?: string;
}

export interface Totals {
  values: Record<string, Value>;
  compare?: Record<string, Value>;
}

export interface Answer {
  columns: Column[];
  rows: Row[];
  totals?: Totals;
  meta: {
    elapsedMs: number;
    rowsRead: number;
    /** Every event received before is counted. Epoch ms. */
    freshAsOf: number;
    /** The finest rollup read; null when events or decisions were read themselves. */
    rollup: 'minute' | 'hour' | 'day' | null;
    /** Tables read. */
    tables: string[];
    cached: boolean;
    /** More groups exist than the limit let through. */
    truncated: boolean;
    notices: string[];
  };
}
