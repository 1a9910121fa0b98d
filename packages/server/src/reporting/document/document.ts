import type { BarSeries, ChartTheme, XyAxis, XyMark, XySeries } from '@personalize/charts';

export type Locale = 'en' | 'pt-BR';

/** How a number is written. */
export interface Unit {
  style: 'number' | 'currency' | 'percent';
  /** ISO 4217, for `currency`; without one it is written as a number with two digits. */
  currency?: string;
}

/** Lines over time or numbers; x of type `time` in epoch ms. */
export interface LinesFigure {
  kind: 'lines';
  series: readonly XySeries[];
  x: Pick<XyAxis, 'name' | 'type' | 'min' | 'max' | 'step'> & { unit?: Unit };
  y: Pick<XyAxis, 'name' | 'min' | 'max'> & { unit: Unit };
  marks?: readonly XyMark[];
}

export interface BarsFigure {
  kind: 'bars';
  categories: readonly string[];
  series: readonly BarSeries[];
  layout: 'rows' | 'columns';
  unit: Unit;
  categoryName?: string;
  valueName?: string;
  limit?: { value: number; name: string };
}

export type ChartFigure = LinesFigure | BarsFigure;

export interface TableColumn {
  name: string;
  type: 'string' | 'number' | 'time';
  unit?: Unit;
}

export type Cell = string | number | null;

/** Times are epoch ms. */
export interface TableFigure {
  columns: readonly TableColumn[];
  rows: readonly (readonly Cell[])[];
}

export interface KeyFigure {
  name: string;
  value: number | null;
  unit: Unit;
  /** The other period's. */
  before?: number | null;
}

export interface Section {
  title: string;
  /** Filters, period: in words. */
  notes: readonly string[];
  figures?: readonly KeyFigure[];
  chart?: ChartFigure;
  table?: TableFigure;
}

/** A report with all its numbers: plain data that can cross to another thread. */
export interface ReportDocument {
  title: string;
  locale: Locale;
  /** IANA name, of every time written. */
  timeZone: string;
  theme: ChartTheme;
  /** Every event received before is counted; epoch ms. Null when nothing was asked of the warehouse. */
  asOf: number | null;
  madeAt: number;
  sections: readonly Section[];
}
