import type { BarSettings, TimeSeries, XySettings } from '@personalize/charts';
import { createContext, useContext, useEffect } from 'react';

/** What a drawing shows, for a picture of it that the server makes. */
export type Figure =
  | ({ kind: 'bars' } & Omit<BarSettings, 'colors' | 'tooltip'>)
  | ({ kind: 'lines' } & Omit<XySettings, 'colors' | 'tooltip'>)
  | { kind: 'time'; series: readonly TimeSeries[]; formatValue: (value: number) => string };

/** Where the drawing inside a card leaves what it shows. */
export const FigureContext = createContext<{ current: Figure | undefined } | null>(null);

/** Tells the card around a drawing what it shows, as long as it does. */
export function useFigure(figure: Figure): void {
  const holder = useContext(FigureContext);
  useEffect(() => {
    if (holder === null) return;
    holder.current = figure;
    return () => {
      holder.current = undefined;
    };
  });
}
