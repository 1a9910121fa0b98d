import { useTranslation } from 'react-i18next';
import { type ShadowAnswer, useShadowAnswers } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { text } from '../shared/read.ts';
import css from '../shared/shared.module.css';

const shown = 8;
const itemsNamed = 3;

/** What a version that only scores would have answered, beside what was answered. */
export function ShadowCard({ name, version }: { name: string; version: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useShadowAnswers(name, version);
  const mean = data && data.reduce((sum, { overlap }) => sum + overlap, 0) / Math.max(1, data.length);
  return (
    <Card
      title={t('modelShadow.title', { version })}
      unit={t('modelShadow.unit')}
      footer={
        data &&
        data.length > 0 &&
        t('modelShadow.mean', { overlap: format.percent(mean), answers: format.count(data.length) })
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<ShadowAnswer>
          caption={t('modelShadow.title', { version })}
          rows={data?.slice(0, shown)}
          rowKey={({ decisionId }) => decisionId}
          file={{ notes: [`${name}@${version}`], ...(data && { all: async () => data }) }}
          columns={[
            {
              key: 'when',
              name: t('modelHistory.when'),
              file: { type: 'time', value: ({ decidedAt }) => Date.parse(decidedAt) },
              width: '120px',
              cell: ({ decidedAt }) => <RelativeTime at={decidedAt} />,
            },
            { key: 'model', name: t('modelShadow.served'), cell: ({ model }) => <code>{model}</code> },
            {
              key: 'answered',
              name: t('modelShadow.answered'),
              file: { value: ({ answered }) => itemIds(answered).join(', ') },
              secondary: true,
              cell: ({ answered }) => <Items slots={answered} />,
            },
            {
              key: 'shadow',
              name: t('modelShadow.shadow'),
              file: { value: ({ shadowAnswer }) => itemIds(shadowAnswer).join(', ') },
              secondary: true,
              cell: ({ shadowAnswer }) => <Items slots={shadowAnswer} />,
            },
            {
              key: 'overlap',
              name: t('modelShadow.overlap'),
              file: { type: 'number', unit: { style: 'percent' }, value: ({ overlap }) => overlap },
              numeric: true,
              cell: ({ overlap }) => format.percent(overlap),
            },
          ]}
          empty={<EmptyState title={t('modelShadow.none')}>{t('modelShadow.noneHint')}</EmptyState>}
        />
      )}
    </Card>
  );
}

const itemIds = (slots: readonly Record<string, unknown>[]) =>
  slots.flatMap(({ itemId }) => text(itemId) ?? []);

/** The first items of an answer. */
function Items({ slots }: { slots: readonly Record<string, unknown>[] }) {
  const ids = itemIds(slots);
  return (
    <span className={css.muted} title={ids.join(', ')}>
      {ids.slice(0, itemsNamed).join(', ')}
      {ids.length > itemsNamed && ' …'}
    </span>
  );
}
