import type { DataChartOption } from '@personalize/charts';
import { useEffect, useState } from 'react';
import { init } from './data-echarts.ts';
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
  /** Something drawn was clicked, or Enter pressed at a stop. */
  onPick?: (seriesIndex: number, dataIndex: number) => void;
}

/**
 * Any chart from its option, drawn as SVG and following its holder's width. With the keyboard: Tab to the chart,
 * arrow keys read stop by stop, Home and End jump.
 */
export function Drawing({ label, option, height, stops, onPick }: DrawingProps) {
  const { holder, chart } = useEcharts(init);
  const [cursor, setCursor] = useState(0);

  useEffect(() => {
    chart.current?.setOption(option, { replaceMerge: ['series'], lazyUpdate: true });
  }, [option, chart]);

  useEffect(() => {
    const instance = chart.current;
    if (instance === null || onPick === undefined) return;
    const pick = (event: { seriesIndex?: number; dataIndex: number }) =>
      onPick(event.seriesIndex ?? 0, event.dataIndex);
    instance.on('click', pick);
    return () => {
      instance.off('click', pick);
    };
  }, [onPick, chart]);

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
