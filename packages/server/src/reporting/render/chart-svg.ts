/// <reference path="./echarts-dist.d.ts" />
import { barColors, barOption, type ChartColors, xyColors, xyOption } from '@personalize/charts';
// One file with everything: read and compiled three times as fast as the hundreds of its parts.
import { init, setPlatformAPI } from 'echarts/dist/echarts.esm.min.mjs';
import type { ChartFigure } from '../document/document.ts';
import type { Formats } from '../document/formats.ts';
import { textWidth } from './measure.ts';

setPlatformAPI({
  measureText: (text, font) => {
    const size = Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? 12);
    const width = textWidth(text, size, /\b(600|bold)\b/.test(font ?? '') ? 'semiBold' : 'regular');
    return { width };
  },
});

export interface ChartSize {
  width: number;
  height: number;
}

/** Height that suits a chart of `width`, px. */
export function chartHeight(chart: ChartFigure, width: number): number {
  if (chart.kind === 'bars' && chart.layout === 'rows') return 40 + Math.max(1, chart.categories.length) * 26;
  return Math.round(Math.min(420, Math.max(180, width * 0.4)));
}

/** The chart's drawing, from the option that the page uses: an `<svg>` of exactly that size without a ground. */
export function chartSvg(
  chart: ChartFigure,
  { width, height }: ChartSize,
  formats: Formats,
  colors: ChartColors,
): string {
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption({ ...optionOf(chart, width, formats, colors), useUTC: true });
    return instance.renderToSVGString().replace(/<style[\s\S]*?<\/style>/g, '');
  } finally {
    // Undisposed, its timers would keep the thread and its memory.
    instance.dispose();
  }
}

function optionOf(chart: ChartFigure, width: number, formats: Formats, colors: ChartColors) {
  if (chart.kind === 'bars') {
    const format = (value: number) => formats.short(value, chart.unit);
    return barOption({ ...chart, format, colors });
  }
  const xs = chart.series.flatMap(({ points }) => points.map(([x]) => x));
  const first = xs.reduce((min, x) => Math.min(min, x), Number.POSITIVE_INFINITY);
  const span = xs.reduce((max, x) => Math.max(max, x), Number.NEGATIVE_INFINITY) - first;
  const formatX = (x: number) =>
    chart.x.type === 'time' ? formats.tick(x, span) : formats.short(x, chart.x.unit);
  const option = xyOption({
    series: chart.series,
    x: { ...chart.x, format: formatX },
    y: { ...chart.y, format: (value) => formats.short(value, chart.y.unit) },
    marks: chart.marks,
    colors,
  });
  if (chart.x.type !== 'time' || Array.isArray(option.xAxis) || option.xAxis === undefined) return option;
  const customValues = timeTicks(first, span, width);
  return { ...option, xAxis: { ...option.xAxis, axisLabel: { ...option.xAxis.axisLabel, customValues } } };
}

const hourMs = 3_600_000;
const labelWidth = 100;

/** Evenly spaced times, on the hour or the day as the first one is, with room for a name each. */
function timeTicks(first: number, span: number, width: number): number[] {
  if (!(span > 0)) return Number.isFinite(first) ? [first] : [];
  const step = span > 48 * hourMs ? 24 * hourMs : span > 2 * hourMs ? hourMs : hourMs / 12;
  const between = Math.max(1, Math.ceil(span / step / Math.max(1, Math.floor(width / labelWidth)))) * step;
  return Array.from({ length: Math.floor(span / between) + 1 }, (_, i) => first + i * between);
}

export interface LegendItem {
  name: string;
  color: string;
  dashed: boolean;
}

/** What the legend lists: nothing for one series, whose name the title says. */
export function legendOf(chart: ChartFigure, colors: ChartColors): LegendItem[] {
  if (chart.series.length < 2) return [];
  const inks = chart.kind === 'bars' ? barColors(chart.series, colors) : xyColors(chart.series, colors);
  return chart.series.map((one, i) => ({
    name: one.name,
    color: inks[i],
    dashed: 'dashed' in one && one.dashed === true,
  }));
}

/** Legend items in lines that fit `width`: each with its place from the legend's upper left. */
export function layLegend(items: readonly LegendItem[], width: number, size: number) {
  const lineHeight = size * 1.7;
  let [x, y] = [0, 0];
  const placed = items.map((item) => {
    const own = size * 1.8 + textWidth(item.name, size) + size * 1.4;
    if (x > 0 && x + own > width) [x, y] = [0, y + lineHeight];
    const place = { ...item, x, y };
    x += own;
    return place;
  });
  return { items: placed, height: items.length === 0 ? 0 : y + lineHeight };
}
