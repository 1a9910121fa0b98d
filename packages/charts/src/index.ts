export { niceAxis } from './axis.ts';
export { type BarSeries, type BarSettings, barColors, barOption } from './bar-option.ts';
export { type ChartColors, type ChartTheme, palettes } from './colors.ts';
export type { ChartOption, DataChartOption } from './option.ts';
export { type SankeyNode, type SankeySettings, sankeyOption } from './sankey-option.ts';
export { type TimeSeries, type TimeSeriesSettings, timeSeriesOption } from './time-series-option.ts';
export type { TooltipRow, TooltipWriter } from './tooltip.ts';
export {
  writePoint,
  type XyAxis,
  type XyMark,
  type XyPoint,
  type XySeries,
  type XySettings,
  xyColors,
  xyOption,
} from './xy-option.ts';
