import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type Item, type Span, toPerformance, useItemPerformance } from '../../api/items.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FigureRow, FigureTile } from '../../components/figure-tile.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './catalog.module.css';
import { spanDays } from './span.ts';

const height = 240;
const drawn = ['impressions', 'clicks', 'purchases'] as const;

/** What the item did in thirty days: in all, day by day, and by placement. */
export function ItemFigures({ item, span }: { item: Item; span: Span }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { byDay, byPlacement } = useItemPerformance(item.itemId, span, format.timeZone);
  const days = useMemo(
    () => byDay.data?.rows.map((row) => ({ at: Date.parse(String(row.date)), ...toPerformance(row) })),
    [byDay.data],
  );
  if (byDay.error) return <ErrorState error={byDay.error} onRetry={() => byDay.refetch()} />;
  const totals = byDay.data && toPerformance(byDay.data.totals?.values ?? {});
  const note = t('catalog.unit', { count: spanDays });
  const series = drawn.map((key) => ({
    key,
    name: t(`catalog.metric.${key}`),
    points: (days ?? []).map((day) => [day.at, day[key]] as const),
  }));
  const title = t('catalog.course');
  return (
    <>
      <FigureRow>
        {drawn.map((key) => (
          <FigureTile
            key={key}
            name={t(`catalog.metric.${key}`)}
            value={totals && format.count(totals[key])}
            note={note}
            series={days?.map((day) => day[key])}
          />
        ))}
        <FigureTile
          name={t('catalog.metric.clickThroughRate')}
          value={totals && format.percent(totals.clickThroughRate)}
          note={t('catalog.rateNote')}
        />
        <FigureTile
          name={t('catalog.metric.revenue')}
          value={totals && format.money(totals.revenue, item.currency)}
          note={note}
        />
      </FigureRow>
      <ChartCard
        title={title}
        unit={t('segments.byDayUnit', { zone: format.timeZone })}
        series={days && (days.length === 0 ? [] : series)}
        formatValue={format.count}
        formatTime={format.date}
        height={height}
        empty={t('catalog.nothingHappened')}
      >
        <TimeSeriesChart
          label={title}
          series={series}
          from={days?.[0]?.at ?? 0}
          to={days?.at(-1)?.at ?? 0}
          height={height}
          formatValue={format.count}
          formatTime={format.date}
          labelWidth={104}
        />
      </ChartCard>
      <Card title={t('catalog.where')} unit={note}>
        {byPlacement.error ? (
          <ErrorState error={byPlacement.error} onRetry={() => byPlacement.refetch()} />
        ) : (
          <DataTable
            caption={t('catalog.where')}
            rows={byPlacement.data}
            rowKey={({ placement }) => String(placement)}
            expectedRows={3}
            file={{ notes: [`${item.title} (${item.itemId})`, note] }}
            columns={[
              {
                key: 'placement',
                name: t('placements.placement'),
                file: { value: ({ placement }) => String(placement) },
                cell: ({ placement }) => (
                  <Link className={css.link} href={`/placements/${encodeURIComponent(String(placement))}`}>
                    {String(placement)}
                  </Link>
                ),
              },
              {
                key: 'impressions',
                name: t('catalog.metric.impressions'),
                file: { type: 'number', value: ({ impressions }) => Number(impressions) },
                numeric: true,
                cell: ({ impressions }) => format.count(Number(impressions)),
              },
              {
                key: 'clicks',
                name: t('catalog.metric.clicks'),
                file: { type: 'number', value: ({ clicks }) => Number(clicks) },
                numeric: true,
                cell: ({ clicks }) => format.count(Number(clicks)),
              },
              {
                key: 'rate',
                name: t('catalog.metric.clickThroughRate'),
                file: {
                  type: 'number',
                  unit: { style: 'percent' },
                  value: (row) => toPerformance(row).clickThroughRate,
                },
                numeric: true,
                cell: (row) => format.percent(toPerformance(row).clickThroughRate),
              },
            ]}
            empty={<EmptyState title={t('catalog.nowhere')}>{t('catalog.nowhereHint')}</EmptyState>}
          />
        )}
      </Card>
    </>
  );
}
