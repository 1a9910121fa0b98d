import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/customers.ts';
import { useFeatures } from '../../api/features.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterBar, SearchFilter } from '../../components/filter-bar.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './features-card.module.css';

/** Every feature of the customer with its value now and what it means. */
export function FeaturesCard({ customer }: { customer: Customer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { describe, kindOf } = useFeatures();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const rows =
    customer &&
    Object.entries(customer.features)
      .map(([name, value]) => ({ name, value, description: describe(name) }))
      .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted));
  return (
    <Card title={t('customer.features')} unit={t('customer.featuresUnit')}>
      <div className={css.filter}>
        <FilterBar>
          <SearchFilter label={t('customer.featureSearch')} value={search} onChange={setSearch} />
        </FilterBar>
      </div>
      <DataTable
        caption={t('customer.features')}
        rows={rows}
        rowKey={({ name }) => name}
        expectedRows={16}
        file={{
          notes: [
            customer?.customerId ?? customer?.anonymousId ?? '',
            ...(wanted === '' ? [] : [`${t('customer.featureSearch')}: ${search.trim()}`]),
          ].filter(Boolean),
        }}
        columns={[
          { key: 'name', name: t('customer.feature'), cell: ({ name }) => <code>{name}</code> },
          {
            key: 'description',
            name: t('customer.meaning'),
            secondary: true,
            cell: ({ description }) => <span className={css.muted}>{description}</span>,
          },
          {
            key: 'value',
            name: t('customer.value'),
            // Spans of time are in seconds.
            file: { type: 'number', value: ({ value }) => value },
            numeric: true,
            cell: ({ name, value }) => (
              <span title={format.exact(value)}>
                {kindOf(name) === 'recency' && value !== null ? format.span(value) : format.exact(value)}
              </span>
            ),
          },
        ]}
        empty={<EmptyState title={t('customer.noFeature')}>{t('customer.noFeatureHint')}</EmptyState>}
      />
    </Card>
  );
}
