import { BarChart, CustomChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { type EChartsType, init } from './echarts.ts';

// What the pages behind the first one draw with, loaded with them: the first page draws lines over time only.
use([BarChart, CustomChart]);

export type { EChartsType };
/** Taken from here, so that the kinds above are known wherever a chart is made. */
export { init };
