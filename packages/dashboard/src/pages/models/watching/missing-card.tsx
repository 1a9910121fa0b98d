import { useTranslation } from 'react-i18next';
import type { Drift, WatchReport } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { useFormat } from '../../../format/use-format.ts';

const shown = 12;

/** Features that are missing more often, or less, than in the reference. */
export function MissingCard({
  model,
  report,
}: {
  /** `name@version`. */
  model: string;
  report: WatchReport | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = report?.features
    .filter(({ missing, missingBefore }) => missing > 0 || missingBefore > 0)
    .sort((a, b) => Math.abs(b.missing - b.missingBefore) - Math.abs(a.missing - a.missingBefore));
  return (
    <Card title={t('modelWatch.missingTitle')} unit={t('modelWatch.missingUnit')}>
      <DataTable<Drift>
        caption={t('modelWatch.missingTitle')}
        rows={rows?.slice(0, shown)}
        rowKey={({ name }) => name}
        file={{ notes: [model], ...(rows && { all: async () => rows }) }}
        columns={[
          { key: 'feature', name: t('modelCurve.feature'), cell: ({ name }) => <code>{name}</code> },
          {
            key: 'now',
            name: t('modelWatch.missing'),
            file: { type: 'number', unit: { style: 'percent' }, value: ({ missing }) => missing },
            numeric: true,
            cell: ({ missing }) => format.percent(missing),
          },
          {
            key: 'before',
            name: t('modelWatch.missingBefore'),
            file: { type: 'number', unit: { style: 'percent' }, value: ({ missingBefore }) => missingBefore },
            numeric: true,
            cell: ({ missingBefore }) => format.percent(missingBefore),
          },
        ]}
        empty={<EmptyState title={t('modelWatch.noMissing')} />}
      />
    </Card>
  );
}
