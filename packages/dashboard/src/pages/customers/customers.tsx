import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { allCustomers, type CustomerSummary, useCustomers } from '../../api/customers.ts';
import { useSegments } from '../../api/segments.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { BarCell } from '../../components/bar-cell.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FilterBar, SearchFilter, SelectFilter } from '../../components/filter-bar.tsx';
import { Page } from '../../components/page.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { writeAttribute } from '../../format/attribute.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './customers.module.css';

/** Find a customer by id, attribute or segment. */
export function Customers() {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useUrlState('q');
  const [segment, setSegment] = useUrlState('segment');
  const [attribute, setAttribute] = useUrlState('attribute');
  const [settled] = useDebouncedValue(search.trim(), 200);
  const [settledAttribute] = useDebouncedValue(attribute.trim(), 200);
  // Without a value it is still being typed.
  const attributeFilter = /^[^:]+:\s*\S/.test(settledAttribute)
    ? [settledAttribute.replace(/:\s+/, ':')]
    : undefined;
  const segments = useSegments();
  const wanted = {
    search: settled || undefined,
    attribute: attributeFilter,
    segment: segment || undefined,
  };
  const found = useCustomers(wanted);
  const rows = found.data?.pages.flatMap((page) => page.data);
  const filtered = settled !== '' || segment !== '' || attributeFilter !== undefined;

  return (
    <Page title={t('section.customers')}>
      <FilterBar>
        <SearchFilter
          label={t('customers.search')}
          hint={t('customers.searchHint')}
          value={search}
          onChange={setSearch}
        />
        <SearchFilter
          label={t('customers.attribute')}
          hint={t('customers.attributeHint')}
          value={attribute}
          onChange={setAttribute}
        />
        <SelectFilter
          label={t('customers.segment')}
          all={t('customers.anySegment')}
          value={segment}
          options={(segments.data ?? []).map(({ name, title }) => ({ value: name, label: title }))}
          onChange={setSegment}
        />
      </FilterBar>
      <Card title={t('customers.found')} unit={t('customers.order')}>
        {found.error ? (
          <ErrorState error={found.error} onRetry={() => found.refetch()} />
        ) : (
          <DataTable<CustomerSummary>
            caption={t('customers.found')}
            rows={rows}
            rowKey={idOf}
            file={{
              all: () => allCustomers(wanted),
              notes: [
                ...(settled === '' ? [] : [`${t('customers.search')}: ${settled}`]),
                ...(attributeFilter ?? []).map((one) => `${t('customers.attribute')}: ${one}`),
                ...(segment === '' ? [] : [`${t('customers.segment')}: ${segments.titleOf(segment)}`]),
              ],
            }}
            expectedRows={12}
            columns={[
              {
                key: 'id',
                name: t('customers.customer'),
                cell: (customer) => (
                  <Link className={css.link} href={`/customers/${encodeURIComponent(idOf(customer))}`}>
                    {idOf(customer)}
                  </Link>
                ),
              },
              {
                key: 'segments',
                name: t('customers.segments'),
                file: { value: ({ segments: names }) => names.map(segments.titleOf).join(', ') },
                cell: ({ segments: names }) => (
                  <span className={css.tags}>
                    {names.slice(0, 4).map((name) => (
                      <Tag key={name}>{segments.titleOf(name)}</Tag>
                    ))}
                    {names.length > 4 && (
                      <Tag title={names.slice(4).map(segments.titleOf).join(', ')}>+{names.length - 4}</Tag>
                    )}
                  </span>
                ),
              },
              {
                key: 'attributes',
                name: t('customers.attributes'),
                file: { value: ({ attributes }) => JSON.stringify(attributes) },
                secondary: true,
                cell: ({ attributes }) => (
                  <span className={css.muted}>
                    {Object.entries(attributes)
                      .slice(0, 3)
                      .map(([name, value]) => `${name} ${writeAttribute(value, format)}`)
                      .join(' · ')}
                  </span>
                ),
              },
              {
                key: 'score',
                name: t('customers.score'),
                file: { type: 'number', value: ({ behaviorScore }) => behaviorScore },
                numeric: true,
                width: '64px',
                secondary: true,
                cell: ({ behaviorScore }) => format.count(Math.round(behaviorScore)),
              },
              {
                key: 'bar',
                name: '',
                width: '96px',
                secondary: true,
                cell: ({ behaviorScore }) => <BarCell share={behaviorScore / 100} />,
              },
              {
                key: 'last',
                name: t('customers.last'),
                file: { type: 'time', value: ({ lastInteraction }) => timeOf(lastInteraction) },
                numeric: true,
                width: '120px',
                cell: ({ lastInteraction }) => <RelativeTime at={lastInteraction} />,
              },
            ]}
            empty={
              filtered ? (
                <EmptyState
                  title={t('customers.noMatch')}
                  action={
                    <Button
                      variant="default"
                      size="xs"
                      onClick={() => {
                        setSearch('');
                        setSegment('');
                        setAttribute('');
                      }}
                    >
                      {t('customers.clearFilters')}
                    </Button>
                  }
                >
                  {t('customers.noMatchHint')}
                </EmptyState>
              ) : (
                <EmptyState
                  title={t('customers.none')}
                  action={<Link href="/connect">{t('section.connect')}</Link>}
                >
                  {t('customers.noneHint')}
                </EmptyState>
              )
            }
          />
        )}
        {found.hasNextPage && (
          <Button
            mt={12}
            variant="default"
            size="xs"
            loading={found.isFetchingNextPage}
            onClick={() => found.fetchNextPage()}
          >
            {t('action.more')}
          </Button>
        )}
      </Card>
    </Page>
  );
}

function timeOf(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}

function idOf({ customerId, anonymousId }: CustomerSummary): string {
  return customerId ?? anonymousId ?? '';
}
