import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchReport } from '../../../api/models.ts';
import { BarChart } from '../../../charts/bar-chart.tsx';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { rowsHeight } from '../../../charts/rows-height.ts';
import { useFormat } from '../../../format/use-format.ts';

/** Features drawn; the table has all. */
const drawn = 12;

/** Which features moved furthest from the reference, against the limit that is told. */
export function DriftChart({ report, limit }: { report: WatchReport | undefined; limit: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const features = report?.features;
  const top = useMemo(() => features?.slice(0, drawn) ?? [], [features]);
  const categories = useMemo(() => top.map(({ name }) => name), [top]);
  const series = useMemo(
    () => [{ key: 'psi', name: t('modelWatch.psi'), values: top.map(({ psi }) => psi) }],
    [top, t],
  );
  const bound = useMemo(
    () => ({ value: limit, name: t('modelWatch.limit', { limit: format.exact(limit) }) }),
    [limit, t, format],
  );
  const write = useMemo(() => (value: number) => format.fixed(value, 2), [format]);
  const height = rowsHeight(drawn);
  const reference = report?.reference;
  return (
    <ChartShell
      title={t('modelWatch.drift')}
      unit={t('modelWatch.driftUnit')}
      height={height}
      empty={t('modelWatch.noDrift')}
      footer={
        reference &&
        t('modelWatch.driftReference', {
          rows: format.count(reference.rows),
          source: t(`modelReference.${reference.source}`),
        })
      }
      table={
        features && {
          columns: [
            { key: 'feature', name: t('modelCurve.feature') },
            { key: 'psi', name: t('modelWatch.psi'), format: (value) => format.fixed(value, 3) },
            { key: 'js', name: t('modelWatch.jensenShannon'), format: (value) => format.fixed(value, 4) },
            { key: 'missing', name: t('modelWatch.missing'), format: format.percent },
            { key: 'before', name: t('modelWatch.missingBefore'), format: format.percent },
          ],
          rows: features.map(({ name, psi, jensenShannon, missing, missingBefore }) => [
            ...[name, psi, jensenShannon, missing, missingBefore],
          ]),
        }
      }
    >
      <BarChart
        label={t('modelWatch.drift')}
        layout="rows"
        categories={categories}
        series={series}
        format={write}
        limit={bound}
        height={rowsHeight(top.length)}
      />
    </ChartShell>
  );
}
