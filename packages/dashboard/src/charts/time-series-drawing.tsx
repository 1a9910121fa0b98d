import { useReducedMotion } from '@mantine/hooks';
import { type TimeSeries, timeSeriesOption, type XyMark } from '@personalize/charts';
import { useEffect, useState } from 'react';
import { createStickyAxis } from './axis.ts';
import { init } from './echarts.ts';
import { useFigure } from './figure-context.ts';
import css from './time-series-drawing.module.css';
import { tooltipElement } from './tooltip.ts';
import { useColors } from './use-colors.ts';
import { useEcharts } from './use-echarts.ts';

export interface TimeSeriesDrawingProps {
  /** What a screen reader calls the chart. */
  label: string;
  series: readonly TimeSeries[];
  from: number;
  to: number;
  height: number;
  formatValue: (value: number) => string;
  formatTime: (at: number) => string;
  labelWidth?: number;
  /** Vertical lines at events. They keep their identity while they are the same. */
  marks?: readonly XyMark[];
}

/** Lines over time. With the keyboard: Tab to the chart, arrow keys read point by point, Home and End jump. */
export function TimeSeriesDrawing(props: TimeSeriesDrawingProps) {
  const { label, series, from, to, height, formatValue, formatTime, labelWidth = 64, marks } = props;
  const { holder, chart } = useEcharts(init);
  const [axis] = useState(() => createStickyAxis());
  const [cursor, setCursor] = useState<number | undefined>();
  const colors = useColors();
  const still = useReducedMotion();

  useEffect(() => {
    const values = series.flatMap(({ points }) => points.map(([, value]) => value ?? 0));
    const { max: yMax, step: yStep } = axis(Math.max(0, ...values), to);
    chart.current?.setOption(
      timeSeriesOption({
        series,
        from,
        to,
        yMax,
        yStep,
        colors,
        formatValue,
        formatTime,
        animate: !still,
        labelWidth,
        ...(marks && { marks }),
        tooltip: tooltipElement,
      }),
      { lazyUpdate: true, replaceMerge: ['series'] },
    );
  }, [series, from, to, colors, formatValue, formatTime, still, labelWidth, marks, axis, chart]);

  useFigure({ kind: 'time', series, formatValue });
  const points = series[0]?.points ?? [];
  const last = Math.max(0, points.length - 1);
  const index = Math.min(cursor ?? last, last);
  const read = (at: number): string =>
    points[at] === undefined
      ? ''
      : `${formatTime(points[at][0])}: ${series
          .map(({ name, points: own }) => `${name} ${own[at]?.[1] == null ? '–' : formatValue(own[at][1])}`)
          .join(', ')}`;

  const move = (to: number) => {
    const next = Math.max(0, Math.min(last, to));
    setCursor(next);
    chart.current?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: next });
  };
  return (
    <div
      className={css.chart}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={index}
      aria-valuetext={read(index)}
      onKeyDown={(event) => {
        const step = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: last }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        move(step);
      }}
      onBlur={() => {
        setCursor(undefined);
        chart.current?.dispatchAction({ type: 'hideTip' });
      }}
    >
      <div ref={holder} style={{ height }} />
    </div>
  );
}
