import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import { BarChart, CustomChart } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import { type ComposeOption, use } from 'echarts/core';

// What the pages behind the first one draw with, loaded with them: the first page draws lines over time only.
use([BarChart, CustomChart]);

export type DataChartOption = ComposeOption<
  LineSeriesOption | BarSeriesOption | CustomSeriesOption | GridComponentOption | TooltipComponentOption
>;
