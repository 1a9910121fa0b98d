import type { OperationInput, OperationOutput } from '@personalize/sdk';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';
import { pageRows, readPages } from './read-pages.ts';

export type CustomerPage = OperationOutput<'GET /v1/customers'>;
export type CustomerSummary = CustomerPage['data'][number];
export type Customer = OperationOutput<'GET /v1/customers/{id}'>;
export type Recommendations = OperationOutput<'POST /v1/recommendations'>;
export type Recommendation = Recommendations['recommendations'][number];

/** How often an open customer page looks for new events. */
const followMs = 2_000;

export type CustomerSearch = Omit<
  NonNullable<OperationInput<'GET /v1/customers'>['query']>,
  'limit' | 'cursor'
>;

/** Customers that match, page by page. */
export function useCustomers(search: CustomerSearch) {
  return useInfiniteQuery({
    queryKey: ['customers', search],
    queryFn: ({ pageParam, signal }) =>
      client.request('GET /v1/customers', { query: { ...search, cursor: pageParam, limit: 50 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Every customer that matches, up to what a file takes. */
export function allCustomers(search: CustomerSearch): Promise<CustomerSummary[]> {
  return readPages((cursor) =>
    client.request('GET /v1/customers', { query: { ...search, cursor, limit: pageRows } }),
  );
}

/** One customer, followed while the page is open. */
export function useCustomer(id: string) {
  return useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => client.request('GET /v1/customers/{id}', { path: { id } }, { signal }),
    refetchInterval: followMs,
    staleTime: 0,
  });
}

export function usePlacements() {
  return useQuery({
    queryKey: ['placements'],
    queryFn: ({ signal }) => client.request('GET /v1/placements', {}, { signal }),
    staleTime: 60_000,
  });
}

/** What would be recommended now. Asked again whenever `version` (the customer's newest event) changes. */
export function useRecommendations(
  customerId: string,
  placement: string | undefined,
  version: string | undefined,
) {
  const locale = useTranslation().i18n.language as Language;
  return useQuery({
    queryKey: ['recommendations', customerId, placement, version, locale],
    queryFn: ({ signal }) =>
      client.request(
        'POST /v1/recommendations',
        { body: { customerId, placement: placement ?? '', limit: 10, preview: true, locale } },
        { signal },
      ),
    enabled: placement !== undefined && version !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

export function useEraseCustomer(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.request('DELETE /v1/customers/{id}', { path: { id } }),
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['customer', id] });
      void queries.invalidateQueries({ queryKey: ['customers'] });
    },
  });
}

/** Everything known about a customer, as a JSON file in the browser's downloads. */
export function useExportCustomer(id: string) {
  return useMutation({
    mutationFn: async () => {
      const response = await client.stream('GET /v1/customers/{id}/export', { path: { id } });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await response.blob());
      link.download = `${id}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
    },
  });
}
