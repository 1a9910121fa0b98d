import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { allDecisions, type Decision, useChoices, useDecisions } from '../../api/decisions.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FilterBar, SearchFilter, SelectFilter } from '../../components/filter-bar.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';
import { SlateList } from './slate-list.tsx';

/** What was recommended, newest first: the slate with its propensities, and what it earned. */
export function LogTab() {
  const { t } = useTranslation();
  const { placements } = useChoices();
  const [placement, setPlacement] = useUrlState('of');
  const [customer, setCustomer] = useUrlState('customer');
  const [open, setOpen] = useState<string>();
  const customerId = customer.trim();
  const filter = {
    ...(placement === '' ? {} : { placement }),
    ...(customerId === '' ? {} : { customerId }),
  };
  const log = useDecisions(filter);
  const rows = log.data?.pages.flatMap(({ data }) => data);
  return (
    <div className={css.stack}>
      <FilterBar>
        <SelectFilter
          label={t('decisions.placement')}
          all={t('decisionLog.anyPlacement')}
          value={placement}
          options={placements.map(({ name, title }) => ({ value: name, label: title }))}
          onChange={setPlacement}
        />
        <SearchFilter
          label={t('decisionLog.customer')}
          hint={t('decisionLog.customerHint')}
          value={customer}
          onChange={setCustomer}
        />
      </FilterBar>
      <Card title={t('decisionLog.title')} unit={t('decisionLog.unit')} footer={t('decisionLog.footer')}>
        {log.error ? (
          <ErrorState error={log.error} onRetry={() => log.refetch()} />
        ) : (
          <DataTable<Decision>
            caption={t('decisionLog.title')}
            rows={rows}
            rowKey={({ decisionId }) => decisionId}
            file={{
              all: () => allDecisions(filter),
              notes: [
                ...(placement === '' ? [] : [`${t('decisions.placement')}: ${placement}`]),
                ...(customerId === '' ? [] : [`${t('decisionLog.customer')}: ${customerId}`]),
              ],
            }}
            detail={(one) => one.decisionId === open && <SlateList decision={one} />}
            empty={<EmptyState title={t('decisionLog.none')}>{t('decisionLog.noneHint')}</EmptyState>}
            columns={[
              {
                key: 'when',
                name: t('decisions.when'),
                file: { type: 'time', value: ({ timestamp }) => Date.parse(timestamp) },
                width: '136px',
                cell: (one) => (
                  <button
                    type="button"
                    className={css.name}
                    aria-expanded={one.decisionId === open}
                    onClick={() => setOpen(one.decisionId === open ? undefined : one.decisionId)}
                  >
                    <RelativeTime at={one.timestamp} />
                  </button>
                ),
              },
              {
                key: 'customer',
                name: t('decisionLog.customer'),
                file: { value: ({ customerId: id, anonymousId }) => id ?? anonymousId },
                cell: (one) => <Customer decision={one} />,
              },
              {
                key: 'placement',
                name: t('decisions.placement'),
                width: '112px',
                cell: (one) => one.placement,
                secondary: true,
              },
              {
                key: 'policy',
                name: t('decisions.policy'),
                width: '168px',
                secondary: true,
                cell: (one) => (
                  <>
                    {one.policy}
                    <span className={css.interval}>{one.variant ?? one.model}</span>
                  </>
                ),
              },
              {
                key: 'slate',
                name: t('decisionLog.slate'),
                file: { value: ({ slate }) => slate.map(({ itemId }) => itemId).join(', ') },
                width: '72px',
                numeric: true,
                secondary: true,
                cell: (one) => one.slate.length,
              },
              {
                key: 'reward',
                name: t('decisionLog.earned'),
                file: { type: 'number', value: ({ reward }) => reward.value },
                width: '136px',
                cell: (one) => <Earned decision={one} />,
              },
            ]}
          />
        )}
        {log.hasNextPage && (
          <Button
            mt={12}
            size="xs"
            variant="default"
            loading={log.isFetchingNextPage}
            onClick={() => void log.fetchNextPage()}
          >
            {t('decisionLog.more')}
          </Button>
        )}
      </Card>
    </div>
  );
}

function Customer({ decision: { customerId, anonymousId } }: { decision: Decision }) {
  const { t } = useTranslation();
  const id = customerId ?? anonymousId;
  if (id === null) return <>–</>;
  return (
    <>
      <Link href={`/customers/${encodeURIComponent(id)}`}>{id}</Link>
      {customerId === null && <span className={css.interval}>{t('decisionLog.visitor')}</span>}
    </>
  );
}

function Earned({ decision: { reward } }: { decision: Decision }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { clicks, conversions, value } = reward;
  if (clicks + conversions === 0) return <span className={css.muted}>{t('decisionLog.nothing')}</span>;
  const parts = [
    ...(clicks > 0 ? [t('decisionLog.clicks', { count: clicks })] : []),
    ...(conversions > 0 ? [t('decisionLog.conversions', { count: conversions })] : []),
  ];
  return (
    <>
      {parts.join(', ')}
      {value !== 0 && <span className={css.interval}>{format.exact(value)}</span>}
    </>
  );
}
