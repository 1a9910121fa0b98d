import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSimilarItems } from '../../api/items.ts';
import { BarCell } from '../../components/bar-cell.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './catalog.module.css';
import { itemPath } from './item-state.tsx';

/** What customers put together with the item, and what is like it. */
export function SimilarCard({ itemId }: { itemId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useSimilarItems(itemId);
  return (
    <Card title={t('catalog.similar')} unit={t('catalog.similarUnit')}>
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable
          caption={t('catalog.similar')}
          rows={data}
          rowKey={(one) => one.itemId}
          file={{ notes: [itemId] }}
          columns={[
            {
              key: 'item',
              name: t('catalog.item'),
              file: { value: (one) => `${one.title} (${one.itemId})` },
              cell: (one) => (
                <Link className={css.link} href={itemPath(one.itemId)}>
                  {one.title}
                </Link>
              ),
            },
            {
              key: 'score',
              name: t('catalog.score'),
              file: { type: 'number', value: ({ score }) => score },
              numeric: true,
              width: '80px',
              cell: ({ score }) => format.fixed(score, 2),
            },
            {
              key: 'bar',
              name: '',
              width: '120px',
              secondary: true,
              cell: ({ score }) => <BarCell share={score} />,
            },
          ]}
          empty={<EmptyState title={t('catalog.noSimilar')}>{t('catalog.noSimilarHint')}</EmptyState>}
        />
      )}
    </Card>
  );
}
