import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveSecond, LiveSnapshot } from '../../api/live-snapshot.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { useMarks } from '../../components/annotations/use-marks.ts';
import { ChartMenu } from '../../components/chart-menu/chart-menu.tsx';
import { useFormat } from '../../format/use-format.ts';
import { tenSeconds } from './buckets.ts';
import { chartSpanMs } from './events-chart.tsx';

const height = 264;

/** How long recommendations take to answer: the middle one and the slowest of a hundred. */
export function LatencyChart({
  snapshot,
  seconds,
}: {
  snapshot: LiveSnapshot | undefined;
  seconds: readonly LiveSecond[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const newest = seconds.at(-1)?.at ?? 0;
  const series = useMemo(() => {
    const recent = tenSeconds(seconds.filter(({ at }) => at >= newest - chartSpanMs));
    if (recent.every(({ latencyP50 }) => latencyP50 === null)) return [];
    return [
      { key: 'p50', name: 'p50', points: recent.map(({ at, latencyP50 }) => [at, latencyP50] as const) },
      { key: 'p99', name: 'p99', points: recent.map(({ at, latencyP99 }) => [at, latencyP99] as const) },
    ];
  }, [seconds, newest]);
  const to = series[0]?.points.at(-1)?.[0] ?? newest;
  const range = to === 0 ? undefined : { from: to - chartSpanMs, to };
  const marks = useMarks(range);
  return (
    <ChartCard
      title={t('overview.latency')}
      unit={t('overview.latencyUnit', { span: format.span(chartSpanMs / 1_000) })}
      series={snapshot && series}
      formatValue={format.duration}
      formatTime={format.clock}
      height={height}
      empty={t('overview.noRecommendations')}
      menu={<ChartMenu title={t('overview.latency')} range={range} />}
    >
      <TimeSeriesChart
        label={t('overview.latency')}
        series={series}
        from={to - chartSpanMs}
        to={to}
        height={height}
        formatValue={format.duration}
        formatTime={format.clock}
        labelWidth={84}
        marks={marks}
      />
    </ChartCard>
  );
}
