import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveSecond, LiveSnapshot } from '../../api/live-snapshot.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { useMarks } from '../../components/annotations/use-marks.ts';
import { ChartMenu } from '../../components/chart-menu/chart-menu.tsx';
import { useFormat } from '../../format/use-format.ts';

const height = 280;
export const chartSpanMs = 300_000;

/** The main chart: events accepted in each second of the last five minutes. */
export function EventsChart({
  snapshot,
  seconds,
}: {
  snapshot: LiveSnapshot | undefined;
  seconds: readonly LiveSecond[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const to = seconds.at(-1)?.at ?? 0;
  const name = t('overview.events');
  const series = useMemo(
    () => [
      {
        key: 'events',
        name,
        points: seconds
          .filter(({ at }) => at >= to - chartSpanMs)
          .map(({ at, events }) => [at, events] as const),
      },
    ],
    [seconds, to, name],
  );
  const range = to === 0 ? undefined : { from: to - chartSpanMs, to };
  const marks = useMarks(range);
  return (
    <ChartCard
      title={t('overview.eventsPerSecond')}
      unit={t('overview.eventsUnit', { span: format.span(chartSpanMs / 1_000) })}
      series={snapshot && series}
      formatValue={format.count}
      formatTime={format.clock}
      height={height}
      empty={t('overview.noEvents')}
      menu={
        <ChartMenu
          title={t('overview.eventsPerSecond')}
          explore="/explore?p=7d&by=hour"
          card={{ title: name, kind: 'line', query: { metrics: ['events'], granularity: 'hour' } }}
          days={7}
          range={range}
        />
      }
    >
      <TimeSeriesChart
        label={t('overview.eventsPerSecond')}
        series={series}
        from={to - chartSpanMs}
        to={to}
        height={height}
        formatValue={format.count}
        formatTime={format.clock}
        marks={marks}
      />
    </ChartCard>
  );
}
