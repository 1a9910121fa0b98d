import { type BarSettings, barOption } from '@personalize/charts';
import { useMemo } from 'react';
import { Drawing } from './drawing.tsx';
import { useFigure } from './figure-context.ts';
import { rowsHeight } from './rows-height.ts';
import { tooltipElement } from './tooltip.ts';
import { useColors } from './use-colors.ts';

export interface BarDrawingProps extends Omit<BarSettings, 'colors' | 'tooltip'> {
  /** What a screen reader calls the chart. */
  label: string;
  /** Default for rows: what they need. */
  height?: number;
  /** A bar was clicked, or Enter pressed on it. */
  onPick?: (seriesIndex: number, dataIndex: number) => void;
}

/** See {@link barOption}. The keyboard goes from category to category. */
export function BarDrawing(props: BarDrawingProps) {
  const { label, categories, series, layout, format, categoryName, valueName, limit, stacked, onPick } =
    props;
  const colors = useColors();
  const option = useMemo(
    () =>
      barOption({
        categories,
        series,
        layout,
        format,
        categoryName,
        valueName,
        limit,
        stacked,
        colors,
        tooltip: tooltipElement,
      }),
    [categories, series, layout, format, categoryName, valueName, limit, stacked, colors],
  );
  useFigure({ kind: 'bars', categories, series, layout, format, categoryName, valueName, limit });
  const stops = categories.map((name, dataIndex) => ({
    text: `${name}: ${series
      .map((one) => `${one.name} ${one.values[dataIndex] == null ? '–' : format(one.values[dataIndex] ?? 0)}`)
      .join(', ')}`,
    seriesIndex: 0,
    dataIndex,
  }));
  const height = props.height ?? rowsHeight(categories.length);
  return <Drawing label={label} option={option} height={height} stops={stops} onPick={onPick} />;
}
