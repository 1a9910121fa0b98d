import { useTranslation } from 'react-i18next';
import type { VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { metricName } from '../../../components/model-words/metrics.ts';
import { Tag } from '../../../components/tag.tsx';
import { type Method, measures } from '../shared/report.ts';
import css from '../shared/shared.module.css';
import { IntervalText } from './interval-text.tsx';
import { measuredColumn } from './measured-column.ts';

/** Both results of bias correction, for versions that learned from decisions with it. */
export function BiasCard({ detail }: { detail: VersionDetail }) {
  const { t } = useTranslation();
  const { bias } = detail;
  if (bias === null) return null;
  const wordOf = (name: string) =>
    name === 'corrected' ? t('modelVersion.corrected') : t('modelVersion.uncorrected');
  return (
    <Card title={t('modelVersion.bias')} unit={t('modelVersion.biasUnit')}>
      <DataTable<Method>
        caption={t('modelVersion.bias')}
        rows={[bias.corrected, bias.uncorrected]}
        rowKey={({ name }) => name}
        file={{ notes: [`${detail.name}@${detail.version}`] }}
        columns={[
          {
            key: 'name',
            name: t('modelVersion.method'),
            file: {
              value: ({ name }) =>
                [wordOf(name), ...(name === bias.used ? [t('modelVersion.biasUsed')] : [])].join(', '),
            },
            cell: ({ name }) => (
              <span className={css.tags}>
                {wordOf(name)}
                {name === bias.used && <Tag tone="accent">{t('modelVersion.biasUsed')}</Tag>}
              </span>
            ),
          },
          ...measures
            .filter((measure) => bias.corrected[measure] !== null)
            .map((measure) => ({
              key: measure,
              name: metricName(t, measure),
              file: measuredColumn(t, metricName(t, measure), (method: Method) => method[measure]),
              numeric: true,
              secondary: measure !== 'ndcg' && measure !== 'correctedNdcg',
              cell: (method: Method) => <IntervalText measured={method[measure]} />,
            })),
        ]}
        empty={null}
      />
    </Card>
  );
}
