import { niceAxis, type XyAxis, type XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnomalies } from '../../api/analytics.ts';
import { ChartShell } from '../../charts/chart-shell.tsx';
import { XyChart } from '../../charts/xy-chart.tsx';
import { AnswerError } from '../../components/asking/answer-error.tsx';
import { Card } from '../../components/card.tsx';
import { ExploreMenu, useExploreMarks } from './explore-menu.tsx';
import type { MetricChartProps } from './metric-chart.tsx';

const height = 300;

/** A metric over time, the band in which its past expects it, and the steps outside of it. */
export function AnomalyChart({
  metric,
  title,
  steps,
  context,
  write,
  granularity,
}: MetricChartProps & { granularity: 'hour' | 'day' }) {
  const { t } = useTranslation();
  const marks = useExploreMarks(context);
  const { range, timeZone, filters } = context;
  const { data, error, refetch } = useAnomalies(
    range && { metric, granularity, ...range, timeZone, filters },
  );
  const series = useMemo((): XySeries[] => {
    const points = data?.points ?? [];
    const at = (date: string) => steps.at(date);
    return [
      { key: 'value', name: title, points: points.map(({ date, value }) => [at(date), value]) },
      {
        ...{ key: 'expected', name: t('explore.expected'), dashed: true },
        points: points.map(({ date, expected, low, high }) => [at(date), expected, low, high]),
      },
      {
        ...{ key: 'odd', name: t('explore.outside'), draw: 'points' },
        points: points.flatMap(({ date, value, anomaly }) => (anomaly === null ? [] : [[at(date), value]])),
      },
    ];
  }, [data, steps, title, t]);
  const x = useMemo<XyAxis>(() => ({ name: '', type: 'time', format: steps.write }), [steps]);
  // Bands belong onto the axis as well; what is never negative begins at zero.
  const all = data?.points.flatMap(({ value, low, high }) => [value ?? 0, low ?? 0, high ?? 0]) ?? [];
  const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)];
  const y = useMemo<XyAxis>(
    () => ({
      name: '',
      format: write,
      min: -niceAxis(-least).max * Number(least < 0),
      max: niceAxis(most).max,
    }),
    [write, least, most],
  );
  if (error) {
    return (
      <Card title={title}>
        <AnswerError error={error} onRetry={refetch} />
      </Card>
    );
  }
  const odd = data?.points.filter(({ anomaly }) => anomaly !== null).length ?? 0;
  return (
    <ChartShell
      title={title}
      menu={<ExploreMenu metric={metric} title={title} context={context} />}
      unit={t('explore.bandUnit')}
      height={height}
      empty={t('explore.nothing')}
      footer={data && (data.reason ? data.reason.text : t('explore.anomaliesFound', { count: odd }))}
      table={
        data && {
          columns: [
            { key: 'date', name: t('chart.time') },
            { key: 'value', name: title, format: write },
            { key: 'expected', name: t('explore.expected'), format: write },
            { key: 'low', name: t('explore.low'), format: write },
            { key: 'high', name: t('explore.high'), format: write },
            { key: 'anomaly', name: t('explore.anomaly') },
          ],
          rows: data.points.map(({ date, value, expected, low, high, anomaly }) => [
            ...[steps.text(date), value, expected, low, high],
            anomaly === null ? '' : anomaly === 'high' ? t('explore.tooHigh') : t('explore.tooLow'),
          ]),
        }
      }
    >
      <XyChart label={title} height={height} series={series} x={x} y={y} marks={marks} />
    </ChartShell>
  );
}
