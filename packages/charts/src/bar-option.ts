import type { ChartColors } from './colors.ts';
import type { DataChartOption } from './option.ts';
import type { TooltipWriter } from './tooltip.ts';

export interface BarSeries {
  key: string;
  name: string;
  /** One per category; null where nothing is known. */
  values: readonly (number | null)[];
  /** What it is compared with: grey, and no colour is used up. */
  reference?: boolean;
}

export interface BarSettings {
  categories: readonly string[];
  series: readonly BarSeries[];
  /** `rows`: names at the left, for long names and rankings; `columns`: names below, for histograms. */
  layout: 'rows' | 'columns';
  format: (value: number) => string;
  /** Name of the categories' axis, for columns. */
  categoryName?: string;
  /** Name of the values' axis. */
  valueName?: string;
  /** Series on top of each other, as parts of a whole. */
  stacked?: boolean;
  /** A line that bars are held against. */
  limit?: { value: number; name: string };
  colors: ChartColors;
  /** None: no tooltip. */
  tooltip?: TooltipWriter;
}

export function barColors(series: readonly BarSeries[], colors: ChartColors): string[] {
  let next = 0;
  return series.map(({ reference }) =>
    reference ? colors.axis : colors.series[next++ % colors.series.length],
  );
}

/** Bars from zero. Rows carry their value at their end. */
export function barOption(settings: BarSettings): DataChartOption {
  const { categories, series, layout, format, categoryName, valueName, limit, stacked, colors, tooltip } =
    settings;
  const rows = layout === 'rows';
  const inks = barColors(series, colors);
  const top = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const text = { color: colors.muted, fontSize: 11 };
  const categoryAxis = {
    type: 'category' as const,
    data: [...categories],
    inverse: rows,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colors.line } },
    ...(rows
      ? {}
      : { name: categoryName, nameLocation: 'middle' as const, nameGap: 26, nameTextStyle: text }),
    axisLabel: rows
      ? { ...text, color: colors.text, width: 150, overflow: 'truncate' as const, interval: 0 }
      : { ...text, hideOverlap: true },
  };
  const valueAxis = {
    type: 'value' as const,
    splitNumber: 4,
    ...(valueName === undefined
      ? {}
      : { name: valueName, nameLocation: 'middle' as const, nameGap: rows ? 24 : 42, nameTextStyle: text }),
    // Room for the limit; beyond it the axis chooses a round end itself.
    max: limit !== undefined && limit.value * 1.1 > top ? limit.value * 1.1 : undefined,
    axisLabel: { ...text, hideOverlap: true, formatter: (value: number) => format(value) },
    splitLine: { lineStyle: { color: colors.line } },
  };
  return {
    animation: false,
    textStyle: { fontFamily: colors.fontFamily },
    grid: {
      left: rows || valueName === undefined ? 4 : 18,
      right: rows ? 56 : 12,
      top: limit && rows ? 24 : 12,
      bottom: (rows ? valueName : categoryName) === undefined ? 4 : 20,
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
      axisPointer: { type: 'shadow', shadowStyle: { color: colors.axis, opacity: 0.1 } },
      formatter: (items) => {
        const index = (Array.isArray(items) ? items : [items])[0]?.dataIndex ?? 0;
        const read = series.map(({ name, values }, i) => {
          const value = values[index];
          return { name, color: inks[i], value: value == null ? '–' : format(value) };
        });
        return tooltip(categories[index] ?? '', read);
      },
    },
    xAxis: rows ? valueAxis : categoryAxis,
    yAxis: rows ? categoryAxis : valueAxis,
    series: [
      ...series.map(({ key, name, values }, i) => ({
        id: key,
        name,
        type: 'bar' as const,
        barMaxWidth: rows ? 14 : 40,
        barCategoryGap: rows ? '30%' : '12%',
        barGap: '10%',
        ...(stacked ? { stack: 'all' } : {}),
        itemStyle: { color: inks[i], borderRadius: rows ? [0, 2, 2, 0] : [2, 2, 0, 0] },
        emphasis: { disabled: true },
        label: {
          show: rows,
          position: 'right' as const,
          color: colors.text,
          fontSize: 11,
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const value = values[dataIndex];
            return value == null ? '–' : format(value);
          },
        },
        data: values.map((value) => value ?? '-'),
      })),
      ...(limit === undefined ? [] : [limitLine(limit, rows, colors)]),
    ],
  };
}

function limitLine({ value, name }: { value: number; name: string }, rows: boolean, colors: ChartColors) {
  return {
    id: 'limit',
    type: 'custom' as const,
    silent: true,
    tooltip: { show: false },
    data: [[value]],
    encode: rows ? { x: 0 } : { y: 0 },
    renderItem: (parameters: { coordSys: unknown }, api: { coord: (at: number[]) => number[] }) => {
      const area = parameters.coordSys as { x: number; y: number; width: number; height: number };
      const [x, y] = api.coord(rows ? [value, 0] : [0, value]);
      const shape = rows
        ? { x1: x, x2: x, y1: area.y, y2: area.y + area.height }
        : { x1: area.x, x2: area.x + area.width, y1: y, y2: y };
      const label = rows
        ? { x, y: area.y - 14, align: 'center' }
        : { x: area.x + area.width, y: y - 14, align: 'right' };
      const { align, ...at } = label;
      return {
        type: 'group' as const,
        children: [
          { type: 'line' as const, shape, style: { stroke: colors.text, lineWidth: 1, lineDash: [4, 3] } },
          {
            type: 'text' as const,
            ...at,
            style: {
              text: name,
              fill: colors.text,
              fontSize: 11,
              fontFamily: colors.fontFamily,
              align: align as 'center' | 'right',
            },
          },
        ],
      };
    },
  };
}
