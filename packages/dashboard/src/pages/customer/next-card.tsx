import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Recommendation, usePlacements, useRecommendations } from '../../api/customers.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { BarCell } from '../../components/bar-cell.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { SelectFilter } from '../../components/filter-bar.tsx';
import { ItemCell } from '../../components/recommended/item-cell.tsx';
import { Reasons } from '../../components/recommended/reasons.tsx';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../format/use-format.ts';
import { Movement } from './movement.tsx';
import { usePreviousRanks } from './use-previous-ranks.ts';

/** Below this probability a place in the slate was given to learn, not because the item scored best. */
const explorationBelow = 0.5;

/** What would be recommended now in a chosen placement, and why; asked again when the customer does something. */
export function NextCard({ customerId, version }: { customerId: string; version: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useUrlState('placement');
  const placements = usePlacements();
  const names = placements.data?.data.map(({ name }) => name);
  const placement = chosen || (names?.includes('home') ? 'home' : names?.[0]);
  const placementTitle = placements.data?.data.find(({ name }) => name === placement)?.title;
  const answer = useRecommendations(customerId, placement, version);
  const rows = answer.data?.recommendations;
  const before = usePreviousRanks(placement, answer.data?.decisionId, rows);
  const [opened, setOpened] = useState<string | undefined>();
  const error = answer.error ?? placements.error;
  const best = Math.max(Number.MIN_VALUE, ...(rows ?? []).map(({ score }) => Math.abs(score)));

  return (
    <Card
      title={t('next.title')}
      unit={answer.data && t('next.unit', { model: answer.data.model, policy: answer.data.policy })}
      footer={
        answer.data && (
          <>
            {t('next.candidates', {
              eligible: format.count(answer.data.candidates.eligible),
              retrieved: format.count(answer.data.candidates.retrieved),
            })}
            {answer.data.fallback && ` · ${t('next.fallback', { step: answer.data.fallback })}`}
          </>
        )
      }
      actions={
        placement !== undefined && (
          <SelectFilter
            inline
            label={t('next.placement')}
            value={placement}
            options={(placements.data?.data ?? []).map(({ name, title }) => ({ value: name, label: title }))}
            onChange={setChosen}
          />
        )
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => answer.refetch()} />
      ) : (
        <div aria-live="polite" aria-busy={answer.isFetching}>
          <DataTable<Recommendation>
            caption={t('next.title')}
            rows={rows}
            rowKey={({ itemId }) => itemId}
            expectedRows={10}
            file={{ notes: [customerId, `${t('next.placement')}: ${placementTitle ?? placement ?? ''}`] }}
            columns={[
              {
                key: 'rank',
                name: '#',
                file: { type: 'number', value: ({ rank }) => rank },
                numeric: true,
                width: '20px',
                cell: ({ rank }) => rank,
              },
              {
                key: 'moved',
                name: '',
                width: '32px',
                cell: ({ itemId, rank }) => <Movement before={before} itemId={itemId} rank={rank} />,
              },
              {
                key: 'item',
                name: t('next.item'),
                file: {
                  value: ({ itemId, title, content, recommendationType, propensity, reasons }) =>
                    [
                      `${title} (${itemId})`,
                      t(`reasonKind.${recommendationType}`, { defaultValue: recommendationType }),
                      ...(propensity < explorationBelow ? [t('next.explored')] : []),
                      ...(reasons && reasons.length > 0 ? [content] : []),
                    ].join(', '),
                },
                cell: ({ itemId, title, content, recommendationType, propensity, reasons }) => (
                  <ItemCell
                    title={title}
                    kind={recommendationType}
                    reason={reasons && reasons.length > 0 ? content : undefined}
                    opened={opened === itemId}
                    onToggle={() => setOpened(opened === itemId ? undefined : itemId)}
                  >
                    {propensity < explorationBelow && (
                      <Tag tone="accent" title={t('next.exploredHint')}>
                        {t('next.explored')}
                      </Tag>
                    )}
                  </ItemCell>
                ),
              },
              {
                key: 'bar',
                name: '',
                width: '88px',
                secondary: true,
                cell: ({ score }) => <BarCell share={Math.abs(score) / best} negative={score < 0} />,
              },
              {
                key: 'score',
                name: t('next.score'),
                file: { type: 'number', value: ({ score }) => score },
                numeric: true,
                width: '64px',
                cell: ({ score }) => format.fixed(score, 3),
              },
              {
                key: 'engagement',
                name: t('next.engagement'),
                file: {
                  type: 'number',
                  unit: { style: 'percent' },
                  value: ({ expectedEngagement }) => expectedEngagement,
                },
                numeric: true,
                width: '96px',
                secondary: true,
                cell: ({ expectedEngagement }) => format.percent(expectedEngagement),
              },
            ]}
            detail={({ itemId, reasons, propensity, confidenceScore }) =>
              opened === itemId && (
                <Reasons reasons={reasons ?? []}>
                  {t('next.certainty', {
                    confidence: format.percent(confidenceScore),
                    propensity: format.percent(propensity),
                  })}
                </Reasons>
              )
            }
            empty={<EmptyState title={t('next.empty')}>{t('next.emptyHint')}</EmptyState>}
          />
        </div>
      )}
    </Card>
  );
}
