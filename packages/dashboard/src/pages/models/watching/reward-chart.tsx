import type { XyPoint, XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { champion, useAliasHistory, type WatchSeries } from '../../../api/models.ts';
import { useFormat } from '../../../format/use-format.ts';
import { spanOf } from './span-of.ts';
import { TimeChart } from './time-chart.tsx';
import { wilson } from './wilson.ts';

/** The main chart: share of decisions with a click against the limits at which a champion is rolled back. */
export function RewardChart({ name, series }: { name: string; series: WatchSeries | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const span = useMemo(() => series && spanOf(series), [series]);
  const history = useAliasHistory(name, champion).data;
  const lines = useMemo((): XySeries[] | undefined => {
    if (series === undefined) return undefined;
    const timed = series.points.map((point) => ({ ...point, at: new Date(point.at).getTime() }));
    const limit = (side: 'low' | 'high') =>
      timed.map(({ at, limits }): XyPoint => [at, limits?.[side] ?? null]);
    return [
      {
        key: 'share',
        name: t('modelWatch.share'),
        draw: 'both',
        interval: 'whiskers',
        points: timed.map(({ at, clickedShare, decisions }): XyPoint => {
          if (clickedShare === null) return [at, null];
          return [at, clickedShare, ...wilson(clickedShare, decisions)];
        }),
      },
      { key: 'low', name: t('modelWatch.lower'), reference: true, dashed: true, points: limit('low') },
      { key: 'high', name: t('modelWatch.upper'), reference: true, dashed: true, points: limit('high') },
    ];
  }, [series, t]);
  const marks = useMemo(() => {
    if (series === undefined) return [];
    const [from, to] = [series.from, series.to].map((at) => new Date(at).getTime());
    return (history?.pages ?? [])
      .flatMap((page) => page.data)
      .filter(({ rollback }) => rollback)
      .map(({ changedAt, previous }) => ({
        x: new Date(changedAt).getTime(),
        name: t('modelWatch.rolledBack', { version: previous }),
      }))
      .filter(({ x }) => x >= from && x <= to);
  }, [history, series, t]);
  const baseline = series?.baseline;
  return (
    <TimeChart
      title={t('modelWatch.reward')}
      unit={series?.by === 'day' ? t('modelWatch.byDay') : t('modelWatch.byHour')}
      empty={t('modelWatch.noReward')}
      footer={
        baseline
          ? t(`modelBaseline.${baseline.of}`, {
              share: format.percent(baseline.share),
              decisions: format.count(baseline.decisions),
            })
          : undefined
      }
      series={lines}
      marks={marks}
      by={series?.by}
      span={span}
      format={format.percent}
    />
  );
}
