import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { expect, test } from 'vitest';
import { palettes } from './colors.ts';
import { timeSeriesOption } from './time-series-option.ts';

use([LineChart, GridComponent, TooltipComponent, LabelLayout, SVGRenderer]);

const names = ['Shown', 'Clicks', 'Purchases'];
const yMax = 10;

/** The middles of the labels at the ends of three lines that end at these values, px from the top. */
function endsOf(last: readonly number[]): number[] {
  // A font without Chinese signs: what stands for them is narrower than a line is high.
  setPlatformAPI({ measureText: (text) => ({ width: text.length * 7.2 }) });
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 240 });
  chart.setOption(
    timeSeriesOption({
      series: names.map((name, i) => ({
        ...{ key: name, name },
        points: [
          [0, i],
          [1, last[i]],
        ],
      })),
      ...{ from: 0, to: 1, yMax, yStep: 2, labelWidth: 104, animate: false },
      ...{ colors: palettes.light, formatValue: String, formatTime: String },
    }),
  );
  const svg = chart.renderToSVGString();
  chart.dispose();
  return names.map((name) =>
    Number(new RegExp(`translate\\([\\d.]+ ([\\d.]+)\\)"[^>]*>${name} `).exec(svg)?.[1]),
  );
}

test.each([
  ['at the bottom', [0, 0, 0]],
  ['in the middle', [5, 5.1, 5.2]],
  ['at the top', [yMax, yMax, yMax]],
] as const)('labels of lines that end together %s stand a line apart', (_, last) => {
  const [first, second, third] = endsOf(last).sort((a, b) => a - b);
  expect(second - first).toBeGreaterThanOrEqual(15);
  expect(third - second).toBeGreaterThanOrEqual(15);
});

test('labels of lines that end apart stand at their ends', () => {
  const [bottom, middle, top] = endsOf([1, 5, 9]);
  expect(bottom - middle).toBeCloseTo(middle - top, 0);
});
