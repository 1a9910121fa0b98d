import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type BoardCard, type CardSource, useCardAnswer } from '../../api/boards.ts';
import { ChartShell } from '../../charts/chart-shell.tsx';
import { unitOf } from '../../charts/figure-block.ts';
import { AnswerError } from '../../components/asking/answer-error.tsx';
import { valueWriter } from '../../components/asking/names.ts';
import { Card } from '../../components/card.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './boards.module.css';
import { CardBody } from './card-body.tsx';
import { labelOf, labelsOf, stepsOf } from './card-series.ts';

const heights = [0, 200, 320, 480];

type TableRow = readonly (string | number | null)[];

export interface BoardCardViewProps {
  card: Pick<BoardCard, 'id' | 'title' | 'kind' | 'height'> & {
    query: Pick<BoardCard['query'], 'metrics' | 'dimensions' | 'granularity'>;
  };
  source: CardSource;
  /** Changes with the board's time. */
  range: string;
  /** Of the board's days; none: the reader's. */
  zone?: string | undefined;
  nameOf: (metric: string) => string;
  actions?: ReactNode;
}

/** One card of a board. What fails, fails in here. */
export function BoardCardView({ card, source, range, zone, nameOf, actions }: BoardCardViewProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useCardAnswer(source, card, range);
  const { query } = card;
  const columns = data?.columns;
  const currency = data?.currency ?? undefined;
  const writerOf = useCallback(
    (metric: string) => valueWriter(columns?.find(({ name }) => name === metric)?.format, format, currency),
    [columns, currency, format],
  );
  const write = useMemo(() => writerOf(query.metrics[0]), [writerOf, query.metrics]);
  const height = heights[card.height] ?? 200;
  const unit = [
    query.metrics.map(nameOf).join(', '),
    query.granularity && t(`boardStep.${query.granularity}`),
  ]
    .filter(Boolean)
    .join(' · ');
  const asOf =
    data &&
    t('boardCard.asOf', {
      time: format.clock(Date.parse(data.meta.freshAsOf)),
      zone: format.zoneName(Date.parse(data.meta.freshAsOf)),
    });
  if (error && data === undefined) {
    return (
      <Card title={card.title} unit={unit} actions={actions}>
        <AnswerError error={error} onRetry={() => refetch()} />
      </Card>
    );
  }
  const labels = labelsOf(t);
  const steps = stepsOf(query.granularity, i18n.language, format.timeZone);
  const table = data && {
    columns: [
      {
        key: 'label',
        name: query.granularity === undefined ? t('boardCard.group') : t('chart.time'),
        width: '200px',
      },
      ...query.metrics.map((metric) => ({ key: metric, name: nameOf(metric), format: writerOf(metric) })),
    ],
    rows: data.rows.map((row) => [
      [query.granularity && steps.text(String(row.date)), labelOf(query, { ...row, date: '' }, labels)]
        .filter(Boolean)
        .join(' · '),
      ...query.metrics.map((metric) => (typeof row[metric] === 'number' ? Number(row[metric]) : null)),
    ]),
  };
  if (card.kind === 'table') {
    return (
      <Card title={card.title} unit={unit} actions={actions} footer={asOf}>
        <DataTable
          caption={card.title}
          file={{ notes: unit === '' ? [] : [unit] }}
          columns={(table?.columns ?? []).map(
            ({ key, name }, at): Column<TableRow> =>
              at === 0
                ? { key, name, cell: (row) => row[0] }
                : {
                    ...{ key, name, numeric: true },
                    file: { type: 'number', unit: unitOf(writerOf(key)), value: (row) => row[at] },
                    cell: (row) => (typeof row[at] === 'number' ? writerOf(key)(row[at]) : '–'),
                  },
          )}
          rows={table?.rows}
          rowKey={(row, index) => `${row[0]} ${index}`}
          empty={<EmptyState title={t('boardCard.empty')} />}
        />
      </Card>
    );
  }
  return (
    <ChartShell
      title={card.title}
      unit={unit}
      height={card.kind === 'figure' ? 64 : height}
      empty={t('boardCard.empty')}
      table={table}
      actions={actions}
      footer={asOf}
    >
      {data && (
        <div className={css.cell}>
          <CardBody
            card={card}
            answer={data}
            height={height}
            nameOf={nameOf}
            write={write}
            annotated={'board' in source}
            zone={zone}
          />
        </div>
      )}
    </ChartShell>
  );
}
