import { useTranslation } from 'react-i18next';
import type { VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';

/** What the learner was told. Names are the API's own, so that they can be sent again. */
export function ParametersCard({ detail }: { detail: VersionDetail }) {
  const { t } = useTranslation();
  return (
    <Card title={t('modelVersion.parameters')} unit={t('modelVersion.parametersUnit')}>
      <DataTable
        caption={t('modelVersion.parameters')}
        rows={Object.entries(detail.parameters ?? {})}
        rowKey={([name]) => name}
        file={{ notes: [`${detail.name}@${detail.version}`] }}
        columns={[
          { key: 'name', name: t('modelVersion.parameter'), cell: ([name]) => <code>{name}</code> },
          {
            key: 'value',
            name: t('modelVersion.value'),
            numeric: true,
            cell: ([, value]) => (typeof value === 'string' ? value : JSON.stringify(value)),
          },
        ]}
        empty={<EmptyState title={t('models.noRange')} />}
      />
    </Card>
  );
}
