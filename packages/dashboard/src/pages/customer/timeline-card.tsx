import type { TFunction } from 'i18next';
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
        file={{ notes: [customer?.customerId ?? customer?.anonymousId ?? ''].filter(Boolean) }}
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
            file: {
              value: (entry) =>
                entry.kind === 'event'
                  ? (entry.segment && titleOf(entry.segment)) || eventText(entry.event)
                  : decisionWords(t, entry.decision),
            },
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
            file: {
              type: 'number',
              value: (entry) => (entry.kind === 'event' ? entry.event.value : null),
            },
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
            file: { type: 'time', value: ({ at }) => at },
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

type Decision = Customer['recentDecisions'][number];

const outcome = (t: TFunction, { bought, clicked }: Decision['items'][number]) =>
  bought ? t('customer.bought') : clicked ? t('customer.clicked') : undefined;

/** The whole slate of a decision, for files. */
function decisionWords(t: TFunction, { placement, items }: Decision): string {
  const words = items.map((item) => {
    const how = outcome(t, item);
    return (item.title ?? item.itemId) + (how === undefined ? '' : ` (${how})`);
  });
  return `${placement}: ${words.join(', ')}`;
}

const shown = 4;

/** The slate of a decision, its best outcome marked. */
function DecisionText({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const more = decision.items.length - shown;
  return (
    <>
      <span className={css.placement}>{decision.placement}</span>{' '}
      {decision.items.slice(0, shown).map((item, index) => {
        const how = outcome(t, item);
        return (
          <span key={item.itemId}>
            {index > 0 && ', '}
            {item.title ?? item.itemId}
            {how !== undefined && <span className={css.outcome}> ({how})</span>}
          </span>
        );
      })}
      {more > 0 && ` +${more}`}
    </>
  );
}
