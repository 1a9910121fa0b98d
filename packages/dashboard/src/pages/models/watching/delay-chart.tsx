import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchReport } from '../../../api/models.ts';
import { BarChart } from '../../../charts/bar-chart.tsx';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { useFormat } from '../../../format/use-format.ts';

const height = 260;

/** How long after a decision its clicks come: what a figure of today still lacks. */
export function DelayChart({ report }: { report: WatchReport | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const categories = useMemo(
    () =>
      report?.delays.map(({ upToSeconds }) =>
        upToSeconds === null ? t('modelWatch.later') : format.span(upToSeconds),
      ) ?? [],
    [report, t, format],
  );
  const series = useMemo(
    () => [
      {
        key: 'clicks',
        name: t('modelWatch.clicksName'),
        values: report?.delays.map(({ clicks }) => clicks) ?? [],
      },
    ],
    [report, t],
  );
  return (
    <ChartShell
      title={t('modelWatch.delay')}
      unit={t('modelWatch.delayUnit')}
      height={height}
      empty={t('modelWatch.noDelay')}
      footer={
        report?.delay
          ? t('modelWatch.delayFootnote', {
              median: format.span(Math.round(report.delay.median)),
              p90: format.span(Math.round(report.delay.p90)),
            })
          : undefined
      }
      table={
        report && {
          columns: [
            { key: 'delay', name: t('modelWatch.delayName') },
            { key: 'clicks', name: t('modelWatch.clicksName'), format: format.count },
          ],
          rows: report.clicks === 0 ? [] : report.delays.map(({ clicks }, i) => [categories[i], clicks]),
        }
      }
    >
      <BarChart
        label={t('modelWatch.delay')}
        layout="columns"
        categoryName={t('modelWatch.delayName')}
        categories={categories}
        series={series}
        format={format.count}
        height={height}
      />
    </ChartShell>
  );
}
