import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNewestScores, type WatchSeries } from '../../../api/models.ts';
import { BarChart } from '../../../charts/bar-chart.tsx';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { scoreBins } from './score-bins.ts';

const height = 260;

/** How the scores of what it chose lately are distributed, beside the reference. */
export function ScoreChart({ series }: { series: WatchSeries | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const newest = useNewestScores(series?.model);
  const scores = newest.data;
  const reference = series?.reference;
  const bins = useMemo(
    () => scores && reference && scoreBins(scores, reference.scores, (value) => format.fixed(value, 2)),
    [scores, reference, format],
  );
  const drawn = useMemo(
    () => [
      { key: 'now', name: t('modelWatch.scoresNow'), values: bins?.now ?? [] },
      { key: 'before', name: t('modelWatch.scoresBefore'), values: bins?.before ?? [], reference: true },
    ],
    [bins, t],
  );
  const loading = series === undefined || newest.isPending;
  return (
    <ChartShell
      title={t('modelWatch.distribution')}
      unit={t('modelWatch.distributionUnit')}
      height={height}
      empty={t('modelWatch.noDrift')}
      table={
        loading
          ? undefined
          : {
              columns: [
                { key: 'bin', name: t('modelWatch.score') },
                ...drawn.map(({ key, name }) => ({ key, name, format: format.percent })),
              ],
              rows:
                bins && scores && scores.length > 0
                  ? bins.names.map((name, i) => [name, bins.now[i], bins.before[i]])
                  : [],
            }
      }
      footer={
        scores &&
        scores.length > 0 &&
        t('modelWatch.distributionFootnote', { items: format.count(scores.length) })
      }
    >
      <BarChart
        label={t('modelWatch.distribution')}
        layout="columns"
        categories={bins?.names ?? none}
        categoryName={t('modelWatch.score')}
        series={drawn}
        format={format.percent}
        height={height}
      />
    </ChartShell>
  );
}

const none: readonly string[] = [];
