import type { LineSeriesOption } from 'echarts/charts';
import type { ChartColors } from './colors.ts';
import type { ChartOption } from './option.ts';
import type { TooltipWriter } from './tooltip.ts';
import type { XyMark } from './xy-option.ts';

export interface TimeSeries {
  key: string;
  name: string;
  /** `[epoch ms, value]` in time order; null where nothing is known. */
  points: readonly (readonly [number, number | null])[];
}

export interface TimeSeriesSettings {
  series: readonly TimeSeries[];
  /** The span drawn, epoch ms. */
  from: number;
  to: number;
  yMax: number;
  /** Distance of the grid's lines. */
  yStep: number;
  colors: ChartColors;
  formatValue: (value: number) => string;
  formatTime: (at: number) => string;
  animate: boolean;
  /** Width for the labels at the lines' ends, px. */
  labelWidth: number;
  /** Vertical lines at events. */
  marks?: readonly XyMark[];
  /** None: no tooltip. */
  tooltip?: TooltipWriter;
}

/**
 * A line chart over time whose lines carry their name and newest value at their end. Points are matched by
 * their time between two updates, so that a moving window slides instead of bending.
 */
export function timeSeriesOption(settings: TimeSeriesSettings): ChartOption {
  const { colors, series, from, to, yMax, yStep, formatValue, formatTime, labelWidth, tooltip } = settings;
  const marks = (settings.marks ?? []).filter(({ x }) => x >= from && x <= to);
  return {
    animation: settings.animate,
    animationDuration: 0,
    animationDurationUpdate: 180,
    animationEasingUpdate: 'cubicOut',
    textStyle: { fontFamily: colors.fontFamily },
    grid: {
      left: 0,
      right: labelWidth,
      top: marks.length > 0 ? 26 : 12,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: tooltip && {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: colors.raised,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 12 },
      axisPointer: { type: 'line', lineStyle: { color: colors.axis, type: 'solid' } },
      formatter: (items) => readAt(Array.isArray(items) ? items : [items], tooltip, formatTime, formatValue),
    },
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      axisLabel: {
        color: colors.muted,
        fontSize: 11,
        hideOverlap: true,
        formatter: (at: number) => formatTime(at),
      },
      splitNumber: 5,
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: yMax,
      interval: yStep,
      axisLabel: { color: colors.muted, fontSize: 11, formatter: (value: number) => formatValue(value) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      ...series.map((one, index) => line(one, index, settings)),
      ...marks.map((mark, index) => markLine(mark, marks[index + 1]?.x, settings)),
    ],
  };
}

function line(
  one: TimeSeries,
  index: number,
  { colors, formatValue, series }: TimeSeriesSettings,
): LineSeriesOption {
  const single = series.length === 1;
  return {
    id: one.key,
    name: one.name,
    type: 'line' as const,
    showSymbol: false,
    symbolSize: 6,
    lineStyle: { width: 1.75, color: colors.series[index] },
    itemStyle: { color: colors.series[index] },
    areaStyle: single ? { color: colors.series[index], opacity: 0.08 } : undefined,
    emphasis: { disabled: true },
    data: one.points.map(([at, value]) => ({ name: String(at), value: [at, value ?? '-'] })),
    endLabel: {
      show: true,
      distance: 8,
      color: colors.text,
      fontSize: single ? 14 : 12,
      fontWeight: 600,
      fontFamily: colors.fontFamily,
      // Labels are kept apart by this: ECharts measures a line by the width of a Chinese sign, which many fonts lack.
      lineHeight: 16,
      formatter: ({ value }: { value: unknown }) => {
        const newest = Array.isArray(value) && typeof value[1] === 'number' ? formatValue(value[1]) : '';
        return single ? newest : `${one.name} ${newest}`;
      },
    },
    labelLayout: { moveOverlap: 'shiftY' as const },
  };
}

/** Marks have no kind of chart of their own here: the first page draws lines only, and loads no more for these. */
function markLine(
  { x, name }: XyMark,
  next: number | undefined,
  { colors, from, to, yMax }: TimeSeriesSettings,
): LineSeriesOption {
  const middle = x > (from + to) / 2;
  return {
    id: `mark ${x} ${name}`,
    name: markName,
    type: 'line',
    silent: true,
    showSymbol: false,
    animation: false,
    lineStyle: { width: 1, color: colors.text, type: [4, 3] },
    data: [
      [x, 0],
      [x, yMax],
    ],
    endLabel: {
      show: middle || next === undefined || next - x > (to - from) / 6,
      align: middle ? 'right' : 'left',
      verticalAlign: 'bottom',
      offset: [middle ? -10 : 0, -4],
      width: 180,
      overflow: 'truncate',
      color: colors.text,
      fontSize: 11,
      fontFamily: colors.fontFamily,
      formatter: () => name,
    },
  };
}

/** Tells marks from what is drawn; no series may be called so. */
const markName = '\u0000mark';

interface TooltipItem {
  seriesName?: string;
  value?: unknown;
  color?: unknown;
}

function readAt(
  items: TooltipItem[],
  tooltip: TooltipWriter,
  formatTime: (at: number) => string,
  formatValue: (value: number) => string,
) {
  const found = items.flatMap(({ seriesName = '', value, color }) =>
    Array.isArray(value) && seriesName !== markName
      ? [{ at: Number(value[0]), name: seriesName, y: value[1], color: String(color) }]
      : [],
  );
  return tooltip(
    found.length > 0 ? formatTime(found[0].at) : '',
    found.map(({ name, y, color }) => ({ name, color, value: typeof y === 'number' ? formatValue(y) : '–' })),
  );
}
