import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { TimeSeriesDrawingProps } from './time-series-drawing.tsx';

// The charting library is the largest part of the page: figures and tables are readable before it has loaded.
const Drawing = lazy(() =>
  import('./time-series-drawing.tsx').then((module) => ({ default: module.TimeSeriesDrawing })),
);

/** Lines over time, in their place from the first paint. */
export function TimeSeriesChart(props: TimeSeriesDrawingProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height} />}>
      <Drawing {...props} />
    </Suspense>
  );
}
