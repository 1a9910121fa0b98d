import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { useFormat } from '../../../format/use-format.ts';
import css from '../shared/shared.module.css';

type Row = Comparison['features'][number];

/** Columns that one version reads and another does not. */
export function CompareFeatures({
  name: model,
  versions,
  comparison,
}: {
  name: string;
  versions: readonly number[];
  comparison: Comparison | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('modelCompare.features')} unit={t('modelCompare.featuresUnit')}>
      <DataTable<Row>
        caption={t('modelCompare.features')}
        rows={comparison?.features.filter(({ present }) => present.includes(false))}
        rowKey={({ name }) => name}
        file={{ notes: [model] }}
        columns={[
          { key: 'name', name: t('modelCurve.feature'), cell: ({ name }) => <code>{name}</code> },
          ...versions.map((version, i) => ({
            key: String(version),
            name: t('model.versionNumber', { version }),
            numeric: true,
            cell: ({ present }: Row) =>
              present[i] ? (
                t('modelCompare.present')
              ) : (
                <span className={css.muted}>{t('modelCompare.absent')}</span>
              ),
          })),
        ]}
        empty={
          <EmptyState
            title={t('modelCompare.featuresSame', { columns: format.exact(comparison?.features.length) })}
          />
        }
      />
    </Card>
  );
}
