import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

// Only what the pages draw with; SVG because it prints sharp and its text can be selected.
use([LineChart, GridComponent, TooltipComponent, LabelLayout, SVGRenderer]);

export type { EChartsType };
export { init };
