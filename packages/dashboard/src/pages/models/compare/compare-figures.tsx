import { useTranslation } from 'react-i18next';
import type { Comparison, VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { judgeDifference, metricName, metricValue } from '../../../components/model-words/metrics.ts';
import { useFormat } from '../../../format/use-format.ts';
import own from './compare-page.module.css';

type Row = Comparison['metrics'][number];

/** Every figure of every version; under each, its difference to the first version and which way that is. */
export function CompareFigures({
  name: model,
  versions,
  comparison,
  details,
}: {
  name: string;
  versions: readonly number[];
  comparison: Comparison | undefined;
  details: readonly VersionDetail[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const windows = new Set(details.map(({ evaluation }) => JSON.stringify(evaluation?.windows.test ?? null)));
  const difference = (key: string, value: number | null, first: number | null) => {
    if (value === null || first === null) return null;
    const by = value - first;
    const judged = judgeDifference(key, by);
    return (
      <span className={own.difference} data-judged={judged ?? undefined}>
        {by > 0 ? '+' : by < 0 ? '−' : '±'}
        {metricValue(format, key, Math.abs(by))} {judged && t(`modelCompare.${judged}`)}
      </span>
    );
  };
  return (
    <Card
      title={t('modelCompare.figures')}
      unit={t('modelCompare.figuresUnit', { version: versions[0] })}
      footer={windows.size > 1 && t('modelCompare.windowsDiffer')}
    >
      <DataTable<Row>
        caption={t('modelCompare.figures')}
        rows={comparison?.metrics}
        rowKey={({ name }) => name}
        file={{ notes: [model] }}
        expectedRows={8}
        columns={[
          { key: 'name', name: t('modelVersion.figure'), cell: ({ name }) => metricName(t, name) },
          ...versions.map((version, i) => ({
            key: String(version),
            name: t('model.versionNumber', { version }),
            numeric: true,
            file: { type: 'number' as const, value: ({ values }: Row) => values[i] },
            cell: ({ name, values }: Row) => (
              <>
                {metricValue(format, name, values[i])}
                {i > 0 && difference(name, values[i] ?? null, values[0] ?? null)}
              </>
            ),
          })),
        ]}
        empty={<EmptyState title={t('modelVersion.noQuality')}>{t('modelVersion.noQualityHint')}</EmptyState>}
      />
    </Card>
  );
}
