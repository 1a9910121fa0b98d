import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchReport, WatchSeries } from '../../../api/models.ts';
import { BarChart } from '../../../charts/bar-chart.tsx';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { scoreBins } from './score-bins.ts';

const height = 260;

/** How the scores of what it chose in the period are distributed, beside the reference. */
export function ScoreChart({
  report,
  series,
  period,
}: {
  report: WatchReport | undefined;
  series: WatchSeries | undefined;
  /** What the report covers, in words. */
  period: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const reference = series?.reference;
  const bins = useMemo(
    () =>
      report && reference
        ? scoreBins(report.scoreCounts, reference.scores, (value) => format.fixed(value, 2))
        : undefined,
    [report, reference, format],
  );
  const drawn = useMemo(
    () => [
      { key: 'now', name: period, values: bins?.now ?? [] },
      { key: 'before', name: t('modelWatch.scoresBefore'), values: bins?.before ?? [], reference: true },
    ],
    [bins, period, t],
  );
  const loading = series === undefined || report === undefined;
  return (
    <ChartShell
      title={t('modelWatch.distribution')}
      unit={t('modelWatch.distributionUnit', { period })}
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
                bins && bins.total > 0
                  ? bins.names.map((name, i) => [name, bins.now[i], bins.before[i]])
                  : [],
            }
      }
      footer={
        bins &&
        bins.total > 0 &&
        t('modelWatch.distributionFootnote', { items: format.count(bins.total), period })
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
