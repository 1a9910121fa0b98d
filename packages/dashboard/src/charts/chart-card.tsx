import type { TimeSeries } from '@personalize/charts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartShell } from './chart-shell.tsx';
import { toCsv } from './csv.ts';

export interface ChartCardProps {
  title: string;
  unit: string;
  /** Undefined while loading. */
  series: readonly TimeSeries[] | undefined;
  formatValue: (value: number) => string;
  formatTime: (at: number) => string;
  height: number;
  empty: string;
  menu?: ReactNode;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A chart over time in its card; the table view has the newest time first, the CSV file times in UTC. */
export function ChartCard({ series, formatValue, formatTime, ...card }: ChartCardProps) {
  const { t } = useTranslation();
  const table = series && {
    columns: [
      { key: 'time', name: t('chart.time'), width: '96px' },
      ...series.map(({ key, name }) => ({ key, name, format: formatValue })),
    ],
    rows: (series[0]?.points ?? [])
      .map(([at], index) => [formatTime(at), ...series.map(({ points }) => points[index]?.[1] ?? null)])
      .reverse(),
  };
  return <ChartShell {...card} table={table} {...(series && { csv: () => toCsv(series) })} />;
}
