import { Button, Skeleton } from '@mantine/core';
import { IconDownload, IconTable } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import css from './chart-card.module.css';
import { toCsv } from './csv.ts';
import type { TimeSeries } from './time-series-option.ts';

export interface ChartCardProps {
  title: string;
  unit: string;
  /** Undefined while loading. */
  series: readonly TimeSeries[] | undefined;
  formatValue: (value: number) => string;
  formatTime: (at: number) => string;
  height: number;
  empty: string;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A chart with its title, unit, table view and download. */
export function ChartCard(props: ChartCardProps) {
  const { title, unit, series, formatValue, formatTime, height, empty, footer, className, children } = props;
  const { t } = useTranslation();
  const [view, setView] = useState('chart');
  const isEmpty = series?.every(({ points }) => points.length === 0);
  return (
    <Card
      title={title}
      unit={unit}
      footer={footer}
      className={className}
      actions={
        <>
          {view === 'table' && series && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconDownload size={14} />}
              onClick={() => download(`${title}.csv`, toCsv(series))}
            >
              CSV
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-pressed={view === 'table'}
            aria-label={t('chart.tableOf', { title })}
            leftSection={<IconTable size={14} aria-hidden="true" />}
            onClick={() => setView(view === 'table' ? 'chart' : 'table')}
          >
            {t('chart.table')}
          </Button>
        </>
      }
    >
      {series === undefined ? (
        <Skeleton height={height} />
      ) : isEmpty ? (
        <div style={{ minHeight: height }}>
          <EmptyState title={empty} />
        </div>
      ) : view === 'chart' ? (
        children
      ) : (
        <div className={css.table} style={{ height }}>
          <SeriesTable title={title} series={series} formatTime={formatTime} formatValue={formatValue} />
        </div>
      )}
    </Card>
  );
}

function SeriesTable({
  title,
  series,
  formatTime,
  formatValue,
}: Pick<ChartCardProps, 'title' | 'formatTime' | 'formatValue'> & { series: readonly TimeSeries[] }) {
  const { t } = useTranslation();
  const rows = series[0].points.map(([at], index) => ({ at, index })).reverse();
  return (
    <DataTable
      caption={title}
      columns={[
        { key: 'time', name: t('chart.time'), cell: ({ at }) => formatTime(at), width: '96px' },
        ...series.map((one) => ({
          key: one.key,
          name: one.name,
          numeric: true,
          cell: ({ index }: { index: number }) => {
            const value = one.points[index]?.[1];
            return value == null ? '–' : formatValue(value);
          },
        })),
      ]}
      rows={rows}
      rowKey={({ at }) => String(at)}
      empty={null}
    />
  );
}

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
