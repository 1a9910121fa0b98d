import { Skeleton } from '@mantine/core';
import { barColors } from '@personalize/charts';
import { lazy, Suspense } from 'react';
import type { BarDrawingProps } from './bar-drawing.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { rowsHeight } from './rows-height.ts';
import { useColors } from './use-colors.ts';

const Drawing = lazy(async () => ({ default: (await import('./bar-drawing.tsx')).BarDrawing }));

/**
 * Bars from zero, of one or a few series beside each other: `rows` for rankings with long names (importance,
 * drift), `columns` for histograms. A limit line holds them against a bound. Categories, series and limit must
 * keep their identity between renders (`useMemo`), or the chart is drawn anew each time.
 */
export function BarChart(props: BarDrawingProps) {
  const { series } = props;
  const inks = barColors(series, useColors());
  return (
    <>
      {series.length > 1 && (
        <ChartLegend
          items={series.map(({ key, name }, i) => ({ key, name, color: inks[i], shape: 'bar' }))}
        />
      )}
      <Suspense fallback={<Skeleton height={props.height ?? rowsHeight(props.categories.length)} />}>
        <Drawing {...props} />
      </Suspense>
    </>
  );
}
