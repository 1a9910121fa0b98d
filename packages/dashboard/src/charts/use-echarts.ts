import { type RefObject, useEffect, useRef } from 'react';
import type { EChartsType, init } from './echarts.ts';

/**
 * A chart drawn as SVG that follows its holder's width, there while the holder is. Effects that come after the
 * hook in a component find it.
 *
 * @param make `init` of the module that knows the kinds of charts to be drawn
 */
export function useEcharts(make: typeof init): {
  holder: RefObject<HTMLDivElement | null>;
  chart: RefObject<EChartsType | null>;
} {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const instance = make(element, null, { renderer: 'svg' });
    chart.current = instance;
    const observer = new ResizeObserver(() => instance.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current = null;
      instance.dispose();
    };
  }, [make]);
  return { holder, chart };
}
