import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import { BarChart, CustomChart } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import { type ComposeOption, use } from 'echarts/core';
import { type EChartsType, init } from './echarts.ts';

// What the pages behind the first one draw with, loaded with them: the first page draws lines over time only.
use([BarChart, CustomChart]);

export type DataChartOption = ComposeOption<
  LineSeriesOption | BarSeriesOption | CustomSeriesOption | GridComponentOption | TooltipComponentOption
>;
export type { EChartsType };
/** Taken from here, so that the kinds above are known wherever a chart is made. */
export { init };
