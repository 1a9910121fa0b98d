import { writePoint, type XySettings, xyOption } from '@personalize/charts';
import { useMemo } from 'react';
import { Drawing, type Stop } from './drawing.tsx';
import { useFigure } from './figure-context.ts';
import { tooltipElement } from './tooltip.ts';
import { useColors } from './use-colors.ts';

export interface XyDrawingProps extends Omit<XySettings, 'colors' | 'tooltip'> {
  /** What a screen reader calls the chart. */
  label: string;
  height: number;
}

/** See {@link xyOption}. The keyboard goes through the points of one series after the other, references left out. */
export function XyDrawing({ label, height, series, x, y, marks }: XyDrawingProps) {
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
  return <Drawing label={label} option={option} height={height} stops={stops} />;
}
