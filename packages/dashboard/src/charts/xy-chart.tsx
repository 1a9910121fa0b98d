import { Skeleton } from '@mantine/core';
import { xyColors } from '@personalize/charts';
import { lazy, Suspense } from 'react';
import { ChartLegend } from './chart-legend.tsx';
import { useColors } from './use-colors.ts';
import type { XyDrawingProps } from './xy-drawing.tsx';

const Drawing = lazy(async () => ({ default: (await import('./xy-drawing.tsx')).XyDrawing }));

/**
 * Lines or points over a numeric, logarithmic or time axis, each with an interval where it has one (a band or
 * whiskers), grey references (a diagonal, a control limit, another period), and marks at events. For learning,
 * ROC and calibration curves, metrics with intervals over time, equity curves. The x and y settings must keep
 * their identity between renders (`useMemo`), or the chart is drawn anew each time.
 *
 * For streams of the newest seconds use `TimeSeriesChart`, whose window slides.
 */
export function XyChart(props: XyDrawingProps) {
  const { series, height } = props;
  const inks = xyColors(series, useColors());
  return (
    <>
      {series.length > 1 && (
        <ChartLegend
          items={series.map(({ key, name, dashed, draw }, i) => ({
            ...{ key, name, color: inks[i] },
            shape: draw === 'points' ? 'point' : dashed ? 'dashed' : 'line',
          }))}
        />
      )}
      <Suspense fallback={<Skeleton height={height} />}>
        <Drawing {...props} />
      </Suspense>
    </>
  );
}
