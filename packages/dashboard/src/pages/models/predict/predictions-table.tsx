import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useItemsById } from '../../../api/items.ts';
import type { Prediction, Predictions } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { useFormat } from '../../../format/use-format.ts';
import own from './predict.module.css';
import { strongest } from './strongest.ts';

const reasonsShown = 5;
/** Titles that one question brings; items beyond show their id alone. */
const titlesAtMost = 500;

type Ranked = Prediction & { rank: number };

/** What the model says of each pair, best first within each customer, and what moved each score most. */
export function PredictionsTable({ answer, waiting }: { answer: Predictions | undefined; waiting: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = useMemo(() => ranked(answer?.predictions ?? []), [answer]);
  const ids = useMemo(() => [...new Set(rows.map(({ itemId }) => itemId))].slice(0, titlesAtMost), [rows]);
  const found = useItemsById(ids, ids.length > 0);
  const titles = useMemo(
    () => new Map(found.data?.map(({ itemId, title }) => [itemId, title])),
    [found.data],
  );
  const number = (value: number) => format.fixed(value, 4);
  const signed = (value: number) => (value > 0 ? '+' : '') + number(value);
  const reasonWords = ({ contributions }: Ranked) =>
    strongest(contributions ?? [], reasonsShown)
      .map(({ feature, contribution }) => `${feature} ${signed(contribution)}`)
      .join('; ');
  return (
    <Card
      title={t('modelPredict.scores')}
      unit={answer === undefined ? t('modelPredict.asNow') : t('modelPredict.by', { model: answer.model })}
      footer={answer && rows.length > 0 && t('modelPredict.reasonsHint')}
    >
      <DataTable<Ranked>
        caption={t('modelPredict.scores')}
        rows={waiting && answer === undefined ? undefined : rows}
        rowKey={({ customerId, itemId }) => `${customerId} ${itemId}`}
        expectedRows={10}
        file={{ notes: answer && [answer.model] }}
        columns={[
          {
            key: 'customer',
            name: t('modelPredict.customer'),
            file: { value: ({ customerId, anonymousId }) => customerId ?? anonymousId },
            width: '160px',
            cell: ({ customerId }) =>
              customerId === undefined ? null : (
                <Link href={`/customers/${encodeURIComponent(customerId)}`}>{customerId}</Link>
              ),
          },
          {
            key: 'rank',
            name: t('modelPredict.rank'),
            file: { type: 'number', value: ({ rank }) => rank },
            numeric: true,
            width: '64px',
            cell: ({ rank }) => rank,
          },
          {
            key: 'item',
            name: t('modelPredict.item'),
            file: {
              value: ({ itemId }) => titles.get(itemId),
              beside: [{ name: t('catalog.itemId'), value: ({ itemId }) => itemId }],
            },
            cell: ({ itemId }) => (
              <Link href={`/catalog/items/${encodeURIComponent(itemId)}`}>
                {titles.get(itemId) ?? itemId}
              </Link>
            ),
          },
          {
            key: 'score',
            name: t('modelPredict.score'),
            file: { type: 'number', value: ({ score }) => score },
            numeric: true,
            cell: ({ score }) => number(score),
          },
          {
            key: 'probability',
            name: t('modelPredict.probability'),
            file: {
              type: 'number',
              unit: { style: 'percent' },
              value: ({ probability }) => probability,
              beside: answer?.predictions.some(({ contributions }) => contributions !== undefined)
                ? [{ name: t('modelPredict.reasons'), value: reasonWords }]
                : [],
            },
            numeric: true,
            cell: ({ probability }) => format.percent(probability),
          },
        ]}
        detail={({ contributions }) => {
          const reasons = strongest(contributions ?? [], reasonsShown);
          return reasons.length === 0 ? null : (
            <ul className={own.reasons} aria-label={t('modelPredict.reasons')}>
              {reasons.map(({ feature, contribution }) => (
                <li key={feature}>
                  {feature} <span className="numeric">{signed(contribution)}</span>
                </li>
              ))}
            </ul>
          );
        }}
        empty={
          answer === undefined ? (
            <EmptyState title={t('modelPredict.nothingYet')}>{t('modelPredict.nothingYetHint')}</EmptyState>
          ) : (
            <EmptyState title={t('modelPredict.noCandidates')}>
              {t('modelPredict.noCandidatesHint')}
            </EmptyState>
          )
        }
      />
    </Card>
  );
}

/** The server gives each customer's items together, best first. */
function ranked(predictions: readonly Prediction[]): Ranked[] {
  let rank = 0;
  return predictions.map((one, i) => {
    rank = one.customerId === predictions[i - 1]?.customerId ? rank + 1 : 1;
    return { ...one, rank };
  });
}
