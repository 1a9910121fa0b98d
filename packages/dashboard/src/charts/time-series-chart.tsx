import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { loadDrawing } from './load-drawing.ts';
import type { TimeSeriesDrawingProps } from './time-series-drawing.tsx';

const Drawing = lazy(loadDrawing);

/** Lines over time, in their place from the first paint. */
export function TimeSeriesChart(props: TimeSeriesDrawingProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height} />}>
      <Drawing {...props} />
    </Suspense>
  );
}
