import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/customers.ts';
import { useEnteredSegments } from '../../api/entered-segments.ts';
import { useSegments } from '../../api/segments.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { eventName } from '../../format/event-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { type TimelineEntry, timelineOf } from './timeline.ts';
import css from './timeline-card.module.css';

/** What the customer did and what was decided for them, newest first. */
export function TimelineCard({ customer }: { customer: Customer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { titleOf } = useSegments();
  const newestMove = customer?.recentEvents.find(({ type }) => type.startsWith('segment_'))?.timestamp;
  const segments = useEnteredSegments(customer?.customerId ?? customer?.anonymousId, newestMove);
  return (
    <Card title={t('customer.timeline')} unit={t('customer.timelineUnit')}>
      <DataTable<TimelineEntry>
        caption={t('customer.timeline')}
        rows={customer && timelineOf(customer, segments)}
        rowKey={({ key }) => key}
        expectedRows={12}
        columns={[
          {
            key: 'what',
            name: t('customer.what'),
            width: '150px',
            cell: (entry) =>
              entry.kind === 'event' ? (
                <Tag>{eventName(t, entry.event.type)}</Tag>
              ) : (
                <Tag tone="accent">{t('customer.decision')}</Tag>
              ),
          },
          {
            key: 'item',
            name: t('customer.about'),
            cell: (entry) => (
              <span className={css.about}>
                {entry.kind === 'event' ? (
                  (entry.segment && titleOf(entry.segment)) || eventText(entry.event)
                ) : (
                  <DecisionText decision={entry.decision} />
                )}
              </span>
            ),
          },
          {
            key: 'value',
            name: t('customer.value'),
            numeric: true,
            secondary: true,
            width: '96px',
            cell: (entry) =>
              entry.kind === 'event' && entry.event.value !== undefined
                ? format.fixed(entry.event.value, 2)
                : '',
          },
          {
            key: 'time',
            name: t('chart.time'),
            numeric: true,
            width: '128px',
            cell: ({ at }) => <RelativeTime at={at} />,
          },
        ]}
        empty={<EmptyState title={t('customer.noEvents')}>{t('customer.noEventsHint')}</EmptyState>}
      />
    </Card>
  );
}

function eventText({ title, itemId, quantity, count }: Customer['recentEvents'][number]): string {
  const times = quantity !== undefined && quantity > 1 ? quantity : count;
  return `${title ?? itemId ?? ''}${times > 1 ? ` ×${times}` : ''}`;
}

const shown = 4;

/** The slate of a decision, its best outcome marked. */
function DecisionText({ decision }: { decision: Customer['recentDecisions'][number] }) {
  const { t } = useTranslation();
  const more = decision.items.length - shown;
  return (
    <>
      <span className={css.placement}>{decision.placement}</span>{' '}
      {decision.items.slice(0, shown).map(({ itemId, title, clicked, bought }, index) => (
        <span key={itemId}>
          {index > 0 && ', '}
          {title ?? itemId}
          {(bought || clicked) && (
            <span className={css.outcome}> ({bought ? t('customer.bought') : t('customer.clicked')})</span>
          )}
        </span>
      ))}
      {more > 0 && ` +${more}`}
    </>
  );
}
