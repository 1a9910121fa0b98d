import { useTranslation } from 'react-i18next';
import type { VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { metricName, metricValue } from '../../../components/model-words/metrics.ts';
import { useFormat } from '../../../format/use-format.ts';

const ranking = /^(ndcg|correctedNdcg|ndcgOfAll|averagePrecision|reciprocalRank|hitRate)/;

/** How good its probabilities are, and what its lists hold besides being right. */
export function ProbabilitiesCard({ detail }: { detail: VersionDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = new Map([
    ...Object.entries(detail.summary),
    ...Object.entries(detail.metrics?.probabilities ?? {}),
  ]);
  const rows = [...all].filter(([key]) => !ranking.test(key));
  return (
    <Card title={t('modelVersion.probabilities')} unit={t('modelVersion.probabilitiesUnit')}>
      <DataTable
        caption={t('modelVersion.probabilities')}
        rows={rows}
        rowKey={([key]) => key}
        file={{ notes: [`${detail.name}@${detail.version}`] }}
        columns={[
          { key: 'name', name: t('modelVersion.figure'), cell: ([key]) => metricName(t, key) },
          {
            key: 'value',
            name: t('modelVersion.value'),
            numeric: true,
            file: { type: 'number', value: ([, value]) => value },
            cell: ([key, value]) => <span title={String(value)}>{metricValue(format, key, value)}</span>,
          },
        ]}
        empty={<EmptyState title={t('modelVersion.noQuality')}>{t('modelVersion.noQualityHint')}</EmptyState>}
      />
    </Card>
  );
}
