import { useMemo } from 'react';
import { type BarSettings, barOption } from './bar-option.ts';
import { Drawing } from './drawing.tsx';
import { rowsHeight } from './rows-height.ts';
import { useColors } from './use-colors.ts';

export interface BarDrawingProps extends Omit<BarSettings, 'colors'> {
  /** What a screen reader calls the chart. */
  label: string;
  /** Default for rows: what they need. */
  height?: number;
}

/** See {@link barOption}. The keyboard goes from category to category. */
export function BarDrawing(props: BarDrawingProps) {
  const { label, categories, series, layout, format, categoryName, valueName, limit } = props;
  const colors = useColors();
  const option = useMemo(
    () => barOption({ categories, series, layout, format, categoryName, valueName, limit, colors }),
    [categories, series, layout, format, categoryName, valueName, limit, colors],
  );
  const stops = categories.map((name, dataIndex) => ({
    text: `${name}: ${series
      .map((one) => `${one.name} ${one.values[dataIndex] == null ? '–' : format(one.values[dataIndex] ?? 0)}`)
      .join(', ')}`,
    seriesIndex: 0,
    dataIndex,
  }));
  const height = props.height ?? rowsHeight(categories.length);
  return <Drawing label={label} option={option} height={height} stops={stops} />;
}
