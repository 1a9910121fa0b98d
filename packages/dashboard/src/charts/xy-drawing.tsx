import { writePoint, type XySettings, xyOption } from '@personalize/charts';
import { useCallback, useMemo } from 'react';
import { Drawing, type Stop, type ToPixel } from './drawing.tsx';
import { useFigure } from './figure-context.ts';
import { tooltipElement } from './tooltip.ts';
import { useColors } from './use-colors.ts';

export interface XyDrawingProps extends Omit<XySettings, 'colors' | 'tooltip'> {
  /** What a screen reader calls the chart. */
  label: string;
  height: number;
  /** The point nearest to a click, or that of the stop where Enter was pressed. */
  onPick?: (seriesIndex: number, dataIndex: number) => void;
}

/** See {@link xyOption}. The keyboard goes through the points of one series after the other, references left out. */
export function XyDrawing({ label, height, series, x, y, marks, onPick }: XyDrawingProps) {
  const colors = useColors();
  const option = useMemo(
    () => xyOption({ series, x, y, marks, colors, tooltip: tooltipElement }),
    [series, x, y, marks, colors],
  );
  useFigure({ kind: 'lines', series, x, y, marks });
  const stops = useMemo(
    () =>
      series.flatMap((one, seriesIndex): Stop[] =>
        one.reference
          ? []
          : one.points.map((point, dataIndex) => ({
              text: `${one.name}, ${x.name} ${x.format(point[0])}: ${writePoint(point, y.format)}`,
              seriesIndex,
              dataIndex,
            })),
      ),
    [series, x, y],
  );
  const nearest = useCallback(
    (toPixel: ToPixel, px: number, py: number) => nearestPoint(series, toPixel, px, py),
    [series],
  );
  return (
    <Drawing {...{ label, option, height, stops }} {...(onPick === undefined ? {} : { onPick, nearest })} />
  );
}

/** The point whose time (or x) is nearest, of the line that runs nearest there; references are no subject. */
function nearestPoint(
  series: XyDrawingProps['series'],
  toPixel: ToPixel,
  px: number,
  py: number,
): Pick<Stop, 'seriesIndex' | 'dataIndex'> | undefined {
  let best: { seriesIndex: number; dataIndex: number; dx: number; dy: number } | undefined;
  for (const [seriesIndex, { points, reference }] of series.entries()) {
    if (reference) continue;
    for (const [dataIndex, [x, y]] of points.entries()) {
      if (y === null) continue;
      const [atX, atY] = toPixel([x, y]);
      const [dx, dy] = [Math.round(Math.abs(atX - px)), Math.abs(atY - py)];
      if (best === undefined || dx < best.dx || (dx === best.dx && dy < best.dy))
        best = { seriesIndex, dataIndex, dx, dy };
    }
  }
  return best;
}
