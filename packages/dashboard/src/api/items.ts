import type { OperationInput, OperationOutput } from '@personalize/sdk';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { clickShare } from './click-share.ts';
import { client } from './client.ts';
import { pageRows, readPages } from './read-pages.ts';

export type Item = OperationOutput<'GET /v1/items/{itemId}'>;
export type ItemChange = OperationInput<'PATCH /v1/items/{itemId}'>['body'];
export type NewItem = OperationInput<'PUT /v1/items/{itemId}'>['body'];
export type ItemSearch = Omit<NonNullable<OperationInput<'GET /v1/items'>['query']>, 'limit' | 'cursor'>;

/** What an item did over a span of time. */
export interface Performance {
  impressions: number;
  clicks: number;
  /** See clickShare. */
  clickThroughRate: number | null;
  purchases: number;
  revenue: number;
}
export type PerformanceMetric = keyof Performance;
export const performanceMetrics = [
  'impressions',
  'clicks',
  'clickThroughRate',
  'purchases',
  'revenue',
] as const;

const pageSize = 50;

/** Items by title, page by page. */
export function useItems(search: ItemSearch, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['items', search],
    queryFn: ({ pageParam, signal }) =>
      client.request(
        'GET /v1/items',
        { query: { ...search, cursor: pageParam, limit: pageSize } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** Every item that matches, up to what a file takes. */
export function allItems(search: ItemSearch): Promise<Item[]> {
  return readPages((cursor) =>
    client.request('GET /v1/items', { query: { ...search, cursor, limit: pageRows } }),
  );
}

/** Exactly these items, in any order. */
export function useItemsById(itemId: readonly string[], enabled: boolean) {
  return useQuery({
    queryKey: ['items', 'by-id', itemId],
    queryFn: ({ signal }) =>
      client.request('GET /v1/items', { query: { itemId: [...itemId], limit: itemId.length } }, { signal }),
    enabled: enabled && itemId.length > 0,
    placeholderData: keepPreviousData,
    select: (page) => page.data,
  });
}

export function useItem(itemId: string) {
  return useQuery({
    queryKey: ['item', itemId],
    queryFn: ({ signal }) => client.request('GET /v1/items/{itemId}', { path: { itemId } }, { signal }),
  });
}

export function useSimilarItems(itemId: string) {
  return useQuery({
    queryKey: ['item-similar', itemId],
    queryFn: ({ signal }) =>
      client.request('GET /v1/items/{itemId}/similar', { path: { itemId }, query: { limit: 8 } }, { signal }),
    select: (answer) => answer.data,
  });
}

export function useChangeItems() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (changes: readonly { itemId: string; change: ItemChange }[]) => {
      for (const { itemId, change } of changes) {
        await client.request('PATCH /v1/items/{itemId}', { path: { itemId }, body: change });
      }
    },
    onSettled: () => refresh(queries),
  });
}

export function usePutItem() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ itemId, item }: { itemId: string; item: NewItem }) =>
      client.request('PUT /v1/items/{itemId}', { path: { itemId }, body: item }),
    onSuccess: () => refresh(queries),
  });
}

function refresh(queries: ReturnType<typeof useQueryClient>): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: ['items'] }),
    queries.invalidateQueries({ queryKey: ['item'] }),
  ]);
}

export interface Span {
  from: string;
  to: string;
}

/** What these items did; without ids the best by a metric. */
export function usePerformance(
  span: Span,
  {
    itemIds,
    orderBy,
    category,
  }: { itemIds?: readonly string[]; orderBy?: PerformanceMetric; category?: string },
  enabled: boolean,
) {
  return useQuery({
    queryKey: ['item-performance', span, itemIds, orderBy, category],
    queryFn: ({ signal }) =>
      client.request(
        'POST /v1/analytics/query',
        {
          body: {
            ...span,
            metrics: [...performanceMetrics],
            dimensions: ['item'],
            filters: [
              itemIds === undefined
                ? { dimension: 'item', op: 'exists', values: [] }
                : { dimension: 'item', op: 'in', values: itemIds },
              ...(category === undefined ? [] : [{ dimension: 'category', op: 'eq', values: [category] }]),
            ],
            orderBy: { name: orderBy ?? 'clicks', direction: 'desc' },
            limit: 100,
          },
        },
        { signal },
      ),
    enabled: enabled && (itemIds === undefined || itemIds.length > 0),
    placeholderData: keepPreviousData,
    select: ({ rows }) =>
      new Map(rows.map((row): [string, Performance] => [String(row.item), toPerformance(row)])),
  });
}

/** One item by day, and by placement. */
export function useItemPerformance(itemId: string, span: Span, timeZone: string) {
  const about = { filters: [{ dimension: 'item', op: 'eq', values: [itemId] }], ...span };
  const metrics = [...performanceMetrics];
  const byDay = useQuery({
    queryKey: ['item-days', itemId, span, timeZone],
    queryFn: ({ signal }) =>
      client.request(
        'POST /v1/analytics/query',
        { body: { ...about, metrics, granularity: 'day', timeZone, totals: true } },
        { signal },
      ),
  });
  const byPlacement = useQuery({
    queryKey: ['item-placements', itemId, span],
    queryFn: ({ signal }) =>
      client.request(
        'POST /v1/analytics/query',
        {
          body: {
            ...about,
            metrics: ['impressions', 'clicks'],
            dimensions: ['placement'],
            limit: 20,
            orderBy: { name: 'impressions', direction: 'desc' },
          },
        },
        { signal },
      ),
    select: ({ rows }) => rows.filter(({ placement }) => placement !== null && placement !== ''),
  });
  return { byDay, byPlacement };
}

export function toPerformance(row: Record<string, unknown>): Performance {
  const number = (name: PerformanceMetric) => Number(row[name] ?? 0);
  return {
    impressions: number('impressions'),
    clicks: number('clicks'),
    clickThroughRate: clickShare({ clicks: number('clicks'), impressions: number('impressions') }),
    purchases: number('purchases'),
    revenue: number('revenue'),
  };
}
