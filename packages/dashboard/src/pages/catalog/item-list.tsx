import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import {
  allItems,
  type Item,
  performanceMetrics,
  useItems,
  useItemsById,
  usePerformance,
} from '../../api/items.ts';
import { useMay } from '../../api/use-may.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FilterBar, SearchFilter, SelectFilter } from '../../components/filter-bar.tsx';
import { Page } from '../../components/page.tsx';
import { BulkBar } from './bulk-bar.tsx';
import css from './catalog.module.css';
import { isInState, itemStates, stateQuery } from './item-state.tsx';
import { ItemTable } from './item-table.tsx';
import { lastDays, spanDays } from './span.ts';

const noIds: string[] = [];

/** Every item by title, or the best by what they did; several are hidden or shown at once. */
export function ItemList() {
  const { t } = useTranslation();
  const [search, setSearch] = useUrlState('q');
  const [category, setCategory] = useUrlState('category');
  const [state, setState] = useUrlState('state');
  const [order, setOrder] = useUrlState('order');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [settled] = useDebouncedValue(search.trim(), 200);
  const [settledCategory] = useDebouncedValue(category.trim(), 200);
  const mayEdit = useMay('catalog:write');
  const mayMeasure = useMay('analytics:read');
  const span = useMemo(() => lastDays(), []);
  const metric = performanceMetrics.find((one) => one === order);
  const wanted = {
    ...(settled === '' ? {} : { search: settled }),
    ...(settledCategory === '' ? {} : { category: settledCategory }),
    ...stateQuery(state),
  };
  const listed = useItems(wanted, metric === undefined);
  const best = usePerformance(
    span,
    { orderBy: metric, ...(settledCategory === '' ? {} : { category: settledCategory }) },
    metric !== undefined,
  );
  const bestIds = metric === undefined ? noIds : [...(best.data?.keys() ?? [])];
  const bestItems = useItemsById(bestIds, metric !== undefined);
  const items =
    metric === undefined
      ? listed.data?.pages.flatMap((page) => page.data)
      : best.data && ordered(bestIds, bestItems.data, settled, state);
  const shownIds = items?.map(({ itemId }) => itemId) ?? noIds;
  const performance = usePerformance(
    span,
    { itemIds: shownIds.slice(-100) },
    metric === undefined && mayMeasure,
  );
  const error = metric === undefined ? listed.error : (best.error ?? bestItems.error);
  const named = itemStates.find((one) => one === state);
  const filtered = settled !== '' || settledCategory !== '' || state !== '';
  const clear = () => {
    setSearch('');
    setCategory('');
    setState('');
  };
  const add = mayEdit && (
    <Button component={Link} href="/catalog/new" size="xs" leftSection={<IconPlus size={14} />}>
      {t('catalog.new')}
    </Button>
  );
  return (
    <Page title={t('section.catalog')} bar={add}>
      <FilterBar>
        <SearchFilter
          label={t('catalog.search')}
          hint={t('catalog.searchHint')}
          value={search}
          onChange={setSearch}
        />
        <SearchFilter label={t('catalog.category')} value={category} onChange={setCategory} />
        <SelectFilter
          label={t('catalog.state')}
          all={t('catalog.anyState')}
          value={state}
          options={itemStates.map((value) => ({ value, label: t(`catalog.states.${value}`) }))}
          onChange={setState}
        />
        {mayMeasure && (
          <SelectFilter
            label={t('catalog.order')}
            value={metric ?? ''}
            options={[
              { value: '', label: t('catalog.byTitle') },
              ...performanceMetrics.map((value) => ({ value, label: t(`catalog.best.${value}`) })),
            ]}
            onChange={setOrder}
          />
        )}
      </FilterBar>
      {mayEdit && <BulkBar items={items ?? []} selected={selected} onSelect={setSelected} />}
      <Card
        title={t('catalog.items')}
        unit={
          metric === undefined
            ? t('catalog.unit', { count: spanDays })
            : t('catalog.bestUnit', { count: spanDays })
        }
      >
        {error ? (
          <ErrorState error={error} onRetry={() => void listed.refetch()} />
        ) : (
          <ItemTable
            items={items}
            performance={metric === undefined ? performance.data : best.data}
            selected={mayEdit ? selected : undefined}
            onSelect={setSelected}
            file={{
              ...(metric === undefined && { all: () => allItems(wanted) }),
              notes: [
                ...(settled === '' ? [] : [`${t('catalog.search')}: ${settled}`]),
                ...(settledCategory === '' ? [] : [`${t('catalog.category')}: ${settledCategory}`]),
                ...(named === undefined ? [] : [`${t('catalog.state')}: ${t(`catalog.states.${named}`)}`]),
              ],
            }}
            empty={
              filtered || metric !== undefined ? (
                <EmptyState
                  title={t('catalog.noMatch')}
                  action={
                    <Button size="xs" variant="default" onClick={clear}>
                      {t('customers.clearFilters')}
                    </Button>
                  }
                >
                  {t('catalog.noMatchHint')}
                </EmptyState>
              ) : (
                <EmptyState title={t('catalog.none')} action={add || undefined}>
                  {t('catalog.noneHint')}
                </EmptyState>
              )
            }
          />
        )}
        {metric === undefined && listed.hasNextPage && (
          <div className={css.more}>
            <Button
              size="xs"
              variant="default"
              loading={listed.isFetchingNextPage}
              onClick={() => listed.fetchNextPage()}
            >
              {t('action.more')}
            </Button>
          </div>
        )}
      </Card>
    </Page>
  );
}

/** The best, in their order; what has left the catalog is left out. */
function ordered(
  ids: readonly string[],
  items: readonly Item[] | undefined,
  search: string,
  state: string,
): Item[] | undefined {
  if (ids.length === 0) return [];
  if (items === undefined) return undefined;
  const byId = new Map(items.map((item) => [item.itemId, item]));
  const wanted = search.toLowerCase();
  return ids
    .flatMap((id) => byId.get(id) ?? [])
    .filter(({ title, itemId }) => `${title} ${itemId}`.toLowerCase().includes(wanted))
    .filter((item) => isInState(item, state));
}
