import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Customer } from '../../api/customers.ts';
import { useSegments } from '../../api/segments.ts';
import { FigureRow, FigureTile } from '../../components/figure-tile.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { eventName } from '../../format/event-name.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './customer-figures.module.css';

/** Behaviour score, last interaction and segments in one row. */
export function CustomerFigures({ customer }: { customer: Customer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const segments = useSegments();
  // Segments are entered and left by themselves; that is no interaction.
  const newest = customer?.recentEvents.find(({ type }) => !type.startsWith('segment_'));
  return (
    <FigureRow>
      <FigureTile
        name={t('customer.score')}
        help={t('glossary.behaviorScore')}
        value={customer && format.count(Math.round(customer.behaviorScore))}
        note={t('customer.scoreNote')}
      />
      <FigureTile
        name={t('customers.last')}
        value={customer && <RelativeTime at={customer.lastInteraction} />}
        note={newest ? eventName(t, newest.type) : t('customer.noEvents')}
      />
      <div className={css.segments}>
        <dt>{t('customers.segments')}</dt>
        <dd>
          {customer === undefined ? (
            <Skeleton height={22} width={200} />
          ) : customer.segments.length === 0 ? (
            <span className={css.none}>{t('customer.noSegments')}</span>
          ) : (
            customer.segments.map((name) => (
              <Link
                key={name}
                href={`/customers?segment=${encodeURIComponent(name)}`}
                className={css.segment}
              >
                <Tag tone="accent" title={segments.meaningOf(name)}>
                  {segments.titleOf(name)}
                </Tag>
              </Link>
            ))
          )}
        </dd>
      </div>
    </FigureRow>
  );
}
