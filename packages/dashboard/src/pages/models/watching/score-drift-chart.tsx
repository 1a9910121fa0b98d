import type { XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchSeries } from '../../../api/models.ts';
import { useFormat } from '../../../format/use-format.ts';
import { spanOf } from './span-of.ts';
import { TimeChart } from './time-chart.tsx';

/** How far the scores, and the feature that moved most, are from their reference, by hour or day. */
export function ScoreDriftChart({ series, limit }: { series: WatchSeries | undefined; limit: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const span = useMemo(() => series && spanOf(series), [series]);
  const lines = useMemo((): XySeries[] | undefined => {
    if (series === undefined) return undefined;
    const at = series.points.map((point) => new Date(point.at).getTime());
    const worst = series.features[0];
    return [
      {
        ...{ key: 'score', name: t('modelWatch.score'), draw: 'both' },
        points: series.points.map(({ psi }, i) => [at[i], psi]),
      },
      ...(worst === undefined
        ? []
        : [
            {
              ...{ key: 'worst', name: worst.name, draw: 'both' as const },
              points: worst.points.map(({ psi }, i) => [at[i], psi] as const),
            },
          ]),
      {
        ...{ key: 'limit', name: t('modelWatch.limitName'), reference: true, dashed: true },
        points: at.map((one) => [one, limit]),
      },
    ];
  }, [series, limit, t]);
  const write = useMemo(() => (value: number) => format.fixed(value, 2), [format]);
  return (
    <TimeChart
      title={t('modelWatch.scores')}
      unit={series?.by === 'day' ? t('modelWatch.psiByDay') : t('modelWatch.psiByHour')}
      empty={t('modelWatch.noDrift')}
      series={lines}
      by={series?.by}
      span={span}
      format={write}
    />
  );
}
