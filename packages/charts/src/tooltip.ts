import type { TooltipComponentOption } from 'echarts/components';

export interface TooltipRow {
  /** CSS colour of the swatch; none for a row without one. */
  color?: string;
  name: string;
  value: string;
}

type Formatter = Exclude<TooltipComponentOption['formatter'], string | undefined>;

/** Makes what a tooltip shows. Pictures have none, so only the page hands one in. */
export type TooltipWriter = (heading: string, rows: readonly TooltipRow[]) => ReturnType<Formatter>;
