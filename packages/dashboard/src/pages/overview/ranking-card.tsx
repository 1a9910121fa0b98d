import { useTranslation } from 'react-i18next';
import type { Ranked } from '../../api/live-snapshot.ts';
import { BarCell } from '../../components/bar-cell.tsx';
import { Card } from '../../components/card.tsx';
import { ChartMenu } from '../../components/chart-menu/chart-menu.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './ranking-card.module.css';

const shown = 8;

/** What got the most events lately, as a table with bars. */
export function RankingCard({
  title,
  nameHeading,
  dimension,
  rows,
  windowSeconds,
}: {
  title: string;
  nameHeading: string;
  /** Of the semantic layer, for asking further. */
  dimension: 'itemTitle' | 'category';
  rows: readonly Ranked[] | undefined;
  windowSeconds: number;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const top = rows?.slice(0, shown);
  const unit = t('overview.rankingUnit', { span: format.span(windowSeconds) });
  const max = Math.max(1, ...(top ?? []).map(({ count }) => count));
  return (
    <Card
      title={title}
      unit={unit}
      last={
        <ChartMenu
          title={title}
          explore={`/explore?d=${dimension}&by=none&as=bar&p=7d&top=${shown}`}
          card={{
            ...{ title, kind: 'bar' },
            query: { metrics: ['events'], dimensions: [dimension], limit: shown },
          }}
          days={7}
        />
      }
    >
      <div className={css.fixed}>
        <DataTable
          caption={title}
          columns={[
            {
              key: 'name',
              name: nameHeading,
              cell: ({ name }) => (
                <span className={css.name} title={name}>
                  {name}
                </span>
              ),
            },
            { key: 'bar', name: '', cell: ({ count }) => <BarCell share={count / max} />, width: '30%' },
            {
              key: 'count',
              name: t('overview.events'),
              file: { type: 'number', value: ({ count }) => count },
              numeric: true,
              cell: ({ count }) => <span title={format.exact(count)}>{format.count(count)}</span>,
              width: '56px',
            },
          ]}
          rows={top}
          file={{ all: async () => rows ?? [], notes: [unit] }}
          rowKey={({ id }) => id}
          expectedRows={shown}
          empty={<EmptyState title={t('overview.noRanking')}>{t('overview.noRankingHint')}</EmptyState>}
        />
      </div>
    </Card>
  );
}
