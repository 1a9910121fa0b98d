import type { DataChartOption } from '@personalize/charts';
import { useEffect, useState } from 'react';
import { init } from './data-echarts.ts';
import type { EChartsType } from './echarts.ts';
import css from './time-series-drawing.module.css';
import { useEcharts } from './use-echarts.ts';

/** A place that the keyboard stops at: what is read there, and what is pointed at. */
export interface Stop {
  text: string;
  seriesIndex: number;
  dataIndex: number;
}

export interface DrawingProps {
  /** What a screen reader calls the chart. */
  label: string;
  option: DataChartOption;
  height: number;
  /** In reading order. */
  stops: readonly Stop[];
  /** Something drawn was clicked (a flow between nodes is none), or Enter pressed at a stop. */
  onPick?: (seriesIndex: number, dataIndex: number) => void;
  /**
   * For what is too thin to be hit, such as lines: finds what is meant by a click at pixels of the chart; then a
   * click anywhere between the axes picks. It keeps its identity while it finds the same.
   */
  nearest?: (toPixel: ToPixel, x: number, y: number) => Pick<Stop, 'seriesIndex' | 'dataIndex'> | undefined;
}

/** Pixels of a place of the axes. */
export type ToPixel = (place: [x: number, y: number]) => number[];

/**
 * Any chart from its option, drawn as SVG and following its holder's width. With the keyboard: Tab to the chart,
 * arrow keys read stop by stop, Home and End jump.
 */
export function Drawing({ label, option, height, stops, onPick, nearest }: DrawingProps) {
  const { holder, chart } = useEcharts(init);
  const [cursor, setCursor] = useState(0);

  useEffect(() => {
    chart.current?.setOption(option, { replaceMerge: ['series'], lazyUpdate: true });
  }, [option, chart]);

  useEffect(() => {
    const instance = chart.current;
    if (instance === null || onPick === undefined) return;
    if (nearest !== undefined) return pickNearest(instance, nearest, onPick);
    const pick = (event: { seriesIndex?: number; dataIndex: number; dataType?: string }) => {
      if (event.dataType !== 'edge') onPick(event.seriesIndex ?? 0, event.dataIndex);
    };
    instance.on('click', pick);
    return () => {
      instance.off('click', pick);
    };
  }, [onPick, nearest, chart]);

  const last = Math.max(0, stops.length - 1);
  const index = Math.min(cursor, last);
  const move = (to: number) => {
    const next = Math.max(0, Math.min(last, to));
    setCursor(next);
    const stop = stops[next];
    if (stop === undefined) return;
    const { seriesIndex, dataIndex } = stop;
    chart.current?.dispatchAction({ type: 'showTip', seriesIndex, dataIndex });
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
      aria-valuetext={stops[index]?.text ?? ''}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && stops[index] !== undefined) {
          onPick?.(stops[index].seriesIndex, stops[index].dataIndex);
          return;
        }
        const step = {
          ArrowLeft: index - 1,
          ArrowUp: index - 1,
          ArrowRight: index + 1,
          ArrowDown: index + 1,
          Home: 0,
          End: last,
        }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        move(step);
      }}
      onBlur={() => chart.current?.dispatchAction({ type: 'hideTip' })}
    >
      <div ref={holder} style={{ height }} />
    </div>
  );
}

function pickNearest(
  chart: EChartsType,
  nearest: NonNullable<DrawingProps['nearest']>,
  onPick: NonNullable<DrawingProps['onPick']>,
): () => void {
  const canvas = chart.getZr();
  const inside = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) =>
    chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY]);
  const point = (event: { offsetX: number; offsetY: number }) => {
    if (inside(event)) canvas.setCursorStyle('pointer');
  };
  const pick = (event: { offsetX: number; offsetY: number }) => {
    if (!inside(event)) return;
    const toPixel: ToPixel = (place) => chart.convertToPixel({ gridIndex: 0 }, place);
    const found = nearest(toPixel, event.offsetX, event.offsetY);
    if (found !== undefined) onPick(found.seriesIndex, found.dataIndex);
  };
  canvas.on('mousemove', point);
  canvas.on('click', pick);
  return () => {
    // A chart that is gone took its listeners with it.
    if (chart.isDisposed()) return;
    canvas.off('mousemove', point);
    canvas.off('click', pick);
  };
}
