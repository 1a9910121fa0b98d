import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlacementPreview } from '../../../api/placements.ts';
import { CardPart } from '../../../components/card-part.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { ItemCell } from '../../../components/recommended/item-cell.tsx';
import { Reasons } from '../../../components/recommended/reasons.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { sourceNames } from '../settings.ts';
import css from './preview.module.css';

type Item = PlacementPreview['recommendations'][number];

/** One answer: how many candidates each stage left, and the items with their reasons. */
export function PreviewColumn({
  title,
  placement,
  answer,
  error,
  before,
}: {
  /** Only where two answers stand beside each other. */
  title: string | undefined;
  placement: string;
  /** Null without a customer; undefined while loading. */
  answer: PlacementPreview | null | undefined;
  error: Error | null;
  /** The other answer's items, best first: what moved is named. */
  before?: readonly string[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState<string>();
  if (error) return <ErrorState error={error} />;
  if (answer === null)
    return <EmptyState title={t('preview.noCustomer')}>{t('preview.noCustomerHint')}</EmptyState>;
  const shown = (
    <>
      {answer && <Stages answer={answer} />}
      <DataTable<Item>
        caption={title ?? t('preview.title')}
        rows={answer?.recommendations}
        rowKey={({ itemId }) => itemId}
        expectedRows={8}
        file={{
          notes: [
            placement,
            ...(answer?.customerId ? [`${t('preview.customer')}: ${answer.customerId}`] : []),
            ...(answer ? [`${answer.model}, ${answer.policy}`] : []),
          ],
        }}
        columns={[
          {
            key: 'rank',
            name: '#',
            numeric: true,
            width: '24px',
            file: { type: 'number', value: ({ rank }) => rank },
            cell: ({ rank }) => rank,
          },
          {
            key: 'item',
            name: t('preview.item'),
            file: {
              value: ({ title: name }) => name,
              beside: [
                { name: t('catalog.itemId'), value: ({ itemId }) => itemId },
                { name: t('modelHistory.why'), value: ({ content }) => content },
              ],
            },
            cell: ({ itemId, title: name, content, recommendationType, rank, reasons }) => (
              <ItemCell
                title={name}
                kind={recommendationType}
                reason={reasons && reasons.length > 0 ? content : undefined}
                opened={opened === itemId}
                onToggle={() => setOpened(opened === itemId ? undefined : itemId)}
              >
                {before && <Moved from={before.indexOf(itemId) + 1} to={rank} />}
              </ItemCell>
            ),
          },
          {
            key: 'score',
            name: t('preview.score'),
            file: { type: 'number', value: ({ score }) => score },
            numeric: true,
            width: '64px',
            cell: ({ score }) => format.fixed(score, 3),
          },
        ]}
        detail={({ itemId, reasons = [] }) => opened === itemId && <Reasons reasons={reasons} />}
        empty={<EmptyState title={t('preview.empty')}>{t('preview.emptyHint')}</EmptyState>}
      />
    </>
  );
  return (
    <div
      className={css.column}
      aria-busy={answer === undefined}
      {...(title === undefined ? {} : { role: 'region', 'aria-label': title })}
    >
      {title === undefined ? shown : <CardPart title={title}>{shown}</CardPart>}
    </div>
  );
}

function Moved({ from, to }: { from: number; to: number }) {
  const { t } = useTranslation();
  if (from === to) return null;
  return from === 0 ? (
    <Tag tone="accent">{t('preview.added')}</Tag>
  ) : (
    <Tag tone="neutral">{t('preview.was', { rank: from })}</Tag>
  );
}

function Stages({ answer }: { answer: PlacementPreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { retrieved, eligible, pool, sources } = answer.candidates;
  const stages = [
    ['retrieved', retrieved],
    ['eligible', eligible],
    ['pool', pool ?? answer.recommendations.length],
    ['shown', answer.recommendations.length],
  ] as const;
  return (
    <>
      <dl className={css.stages}>
        {stages.map(([stage, count]) => (
          <div key={stage}>
            <dt>{t(`previewStage.${stage}`)}</dt>
            <dd>{format.count(count)}</dd>
          </div>
        ))}
      </dl>
      <p className={css.facts}>
        {[
          answer.model,
          answer.policy,
          ...(answer.fallback === undefined ? [] : [t('preview.fallback', { step: answer.fallback })]),
          ...sourceNames.flatMap((name) =>
            sources?.[name] ? [`${t(`sourceName.${name}`)} ${format.count(sources[name])}`] : [],
          ),
        ].join(' · ')}
      </p>
    </>
  );
}
