import type { ChartColors } from './colors.ts';
import type { ChartOption } from './option.ts';
import type { TooltipWriter } from './tooltip.ts';

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
  /** None: no tooltip. */
  tooltip?: TooltipWriter;
}

/**
 * A line chart over time whose lines carry their name and newest value at their end. Points are matched by
 * their time between two updates, so that a moving window slides instead of bending.
 */
export function timeSeriesOption(settings: TimeSeriesSettings): ChartOption {
  const { colors, series, from, to, yMax, yStep, formatValue, formatTime, labelWidth, tooltip } = settings;
  const single = series.length === 1;
  return {
    animation: settings.animate,
    animationDuration: 0,
    animationDurationUpdate: 180,
    animationEasingUpdate: 'cubicOut',
    textStyle: { fontFamily: colors.fontFamily },
    grid: {
      left: 0,
      right: labelWidth,
      top: 12,
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
    series: series.map((one, index) => ({
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
        formatter: ({ value }: { value: unknown }) => {
          const newest = Array.isArray(value) && typeof value[1] === 'number' ? formatValue(value[1]) : '';
          return single ? newest : `${one.name} ${newest}`;
        },
      },
      labelLayout: { moveOverlap: 'shiftY' as const },
    })),
  };
}

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
    Array.isArray(value)
      ? [{ at: Number(value[0]), name: seriesName, y: value[1], color: String(color) }]
      : [],
  );
  return tooltip(
    found.length > 0 ? formatTime(found[0].at) : '',
    found.map(({ name, y, color }) => ({ name, color, value: typeof y === 'number' ? formatValue(y) : '–' })),
  );
}
