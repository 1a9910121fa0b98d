import type { CustomSeriesOption } from 'echarts/charts';
import type { ChartColors } from './colors.ts';
import type { DataChartOption } from './option.ts';
import type { TooltipWriter } from './tooltip.ts';

/** `[x, y, low, high]`; y null where nothing is known, low and high where an interval is. */
export type XyPoint = readonly [x: number, y: number | null, low?: number | null, high?: number | null];

export interface XySeries {
  key: string;
  name: string;
  /** In ascending order of x. */
  points: readonly XyPoint[];
  /** How intervals are drawn: an area around a line, or a whisker at each point. Default `band`. */
  interval?: 'band' | 'whiskers';
  /** Default `line`; `points` draws symbols only, `both` symbols on a line. */
  draw?: 'line' | 'points' | 'both';
  dashed?: boolean;
  /** What it is compared with, not a subject of its own: grey, without a tooltip, and no colour is used up. */
  reference?: boolean;
}

export interface XyMark {
  x: number;
  name: string;
}

export interface XyAxis {
  name: string;
  format: (value: number) => string;
  /** Default: what the data need. Of y: where a value lies below, what the data need as well. */
  min?: number;
  max?: number;
  /** x only. `log` takes values above 0 only. */
  type?: 'value' | 'time' | 'log';
  /** Least distance of two ticks: an hour or a day in ms for times that have no finer grain. */
  step?: number;
}

export interface XySettings {
  series: readonly XySeries[];
  x: XyAxis;
  y: XyAxis;
  /** Vertical lines at events. */
  marks?: readonly XyMark[];
  colors: ChartColors;
  /** None: no tooltip. */
  tooltip?: TooltipWriter;
}

function leastOf(series: readonly XySeries[]): number {
  const known = series.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  return known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

/** The colour that each series gets, references grey. */
export function xyColors(series: readonly XySeries[], colors: ChartColors): string[] {
  let next = 0;
  return series.map(({ reference }) =>
    reference ? colors.axis : colors.series[next++ % colors.series.length],
  );
}

/** Lines, points and intervals over a numeric axis. */
export function xyOption({ series, x, y, marks = [], colors, tooltip }: XySettings): DataChartOption {
  const inks = xyColors(series, colors);
  const intervals = series.flatMap((one, i): CustomSeriesOption[] =>
    one.points.some(([, , low, high]) => low != null && high != null) ? [interval(one, inks[i])] : [],
  );
  const text = { color: colors.muted, fontSize: 11 };
  return {
    animation: false,
    textStyle: { fontFamily: colors.fontFamily },
    grid: {
      left: y.name === '' ? 4 : 18,
      right: 16,
      top: marks.length > 0 ? 24 : 12,
      bottom: 20,
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
      formatter: (items) => readAt(Array.isArray(items) ? items : [items], { series, inks, x, y, tooltip }),
    },
    xAxis: {
      type: x.type ?? 'value',
      min: x.min ?? (x.type === 'time' ? 'dataMin' : undefined),
      max: x.max ?? (x.type === 'time' ? 'dataMax' : undefined),
      ...(x.step === undefined ? {} : { minInterval: x.step }),
      name: x.name,
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: text,
      axisLine: { onZero: false, lineStyle: { color: colors.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      splitNumber: 5,
      axisLabel: { ...text, hideOverlap: true, formatter: (value: number) => x.format(value) },
      axisPointer: { label: { show: false } },
    },
    yAxis: {
      type: 'value',
      scale: y.min === undefined,
      min: leastOf(series) < (y.min ?? 0) ? undefined : y.min,
      max: y.max,
      name: y.name,
      nameLocation: 'middle',
      nameRotate: 90,
      nameGap: 42,
      nameTextStyle: text,
      splitNumber: 4,
      axisLabel: { ...text, formatter: (value: number) => y.format(value) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      ...series.map((one, i) => ({
        id: one.key,
        name: one.name,
        type: 'line' as const,
        showSymbol: one.draw === 'points' || one.draw === 'both' || one.points.length === 1,
        symbol: 'circle',
        symbolSize: 6,
        silent: one.reference === true,
        lineStyle: {
          width: one.draw === 'points' ? 0 : one.reference ? 1.25 : 1.75,
          color: inks[i],
          type: one.dashed ? ('dashed' as const) : ('solid' as const),
        },
        itemStyle: { color: inks[i] },
        emphasis: { disabled: true },
        data: one.points.map(([at, value]) => [at, value ?? '-']),
      })),
      ...intervals,
      ...(marks.length > 0 ? [markLines(marks, colors)] : []),
    ],
  };
}

function interval({ key, points, interval: kind }: XySeries, color: string): CustomSeriesOption {
  const known = points.filter(([, , low, high]) => low != null && high != null);
  const whiskers = kind === 'whiskers';
  return {
    id: `${key} interval`,
    type: 'custom',
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 1,
    data: (whiskers ? known : known.slice(0, 1)).map(([at, , low, high]) => [at, low, high]),
    encode: { x: 0, y: [1, 2] },
    renderItem: (parameters, api) => {
      if (whiskers) {
        const [at, , low, high] = known[parameters.dataIndex];
        const [x, top] = api.coord([at, high ?? 0]);
        const [, bottom] = api.coord([at, low ?? 0]);
        const shape = { x1: x, x2: x, y1: top, y2: bottom };
        return { type: 'line', shape, style: { stroke: color, lineWidth: 1.5, opacity: 0.7 } };
      }
      const upper = known.map(([at, , , high]) => api.coord([at, high ?? 0]));
      const lower = known.map(([at, , low]) => api.coord([at, low ?? 0])).reverse();
      return {
        type: 'polygon',
        shape: { points: [...upper, ...lower] },
        style: { fill: color, opacity: 0.15 },
      };
    },
  };
}

/** Names that would be cut to less than so many pixels are left out. */
const leastRoom = 24;

function markLines(marks: readonly XyMark[], colors: ChartColors): CustomSeriesOption {
  return {
    id: 'marks',
    type: 'custom',
    silent: true,
    tooltip: { show: false },
    data: marks.map(({ x }) => [x]),
    encode: { x: 0 },
    renderItem: (parameters, api) => {
      const { x, name } = marks[parameters.dataIndex];
      const [at] = api.coord([x, 0]);
      const area = parameters.coordSys as unknown as { x: number; y: number; width: number; height: number };
      const left = at > area.x + area.width / 2;
      // Names are cut where the next mark's would begin: those of the right half go to the left, and the other way.
      const others = marks.filter((one) => one.x !== x).map((one) => api.coord([one.x, 0])[0]);
      const middle = area.x + area.width / 2;
      const end = left
        ? Math.max(area.x, ...others.filter((other) => other < at && other > middle))
        : Math.min(area.x + area.width, ...others.filter((other) => other > at && other <= middle));
      const room = Math.max(0, Math.abs(end - at) - 8);
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: at, x2: at, y1: area.y, y2: area.y + area.height },
            style: { stroke: colors.text, lineWidth: 1, lineDash: [4, 3] },
          },
          {
            type: 'text',
            x: left ? at - 4 : at + 4,
            y: area.y - 14,
            style: {
              text: room < leastRoom ? '' : name,
              width: room,
              overflow: 'truncate',
              fill: colors.text,
              fontSize: 11,
              fontFamily: colors.fontFamily,
              align: left ? 'right' : 'left',
            },
          },
        ],
      };
    },
  };
}

interface TooltipItem {
  seriesIndex?: number;
  dataIndex?: number;
  componentSubType?: string;
}

function readAt(
  items: readonly TooltipItem[],
  {
    series,
    inks,
    x,
    y,
    tooltip,
  }: Pick<XySettings, 'series' | 'x' | 'y'> & { inks: string[]; tooltip: TooltipWriter },
) {
  const found = items.flatMap(({ seriesIndex = -1, dataIndex = -1 }) => {
    const one = series[seriesIndex];
    const point = one?.reference ? undefined : one?.points[dataIndex];
    return one === undefined || point === undefined
      ? []
      : [{ at: point[0], name: one.name, color: inks[seriesIndex], value: writePoint(point, y.format) }];
  });
  const heading = found.length > 0 ? `${x.name} ${x.format(found[0].at)}` : '';
  return tooltip(heading, found);
}

/** A value with its interval: `0.42 (0.40 – 0.44)`. */
export function writePoint([, value, low, high]: XyPoint, format: (value: number) => string): string {
  if (value === null) return '–';
  return low != null && high != null ? `${format(value)} (${format(low)} – ${format(high)})` : format(value);
}
