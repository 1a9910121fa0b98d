import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { SankeyDrawingProps } from './sankey-drawing.tsx';

const Drawing = lazy(async () => ({ default: (await import('./sankey-drawing.tsx')).SankeyDrawing }));

/** Flows between steps. Nodes and links must keep their identity between renders (`useMemo`). */
export function SankeyChart(props: SankeyDrawingProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height} />}>
      <Drawing {...props} />
    </Suspense>
  );
}
