import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAlerts } from '../api/alerts.ts';
import { useBoards } from '../api/boards.ts';
import { client } from '../api/client.ts';
import { usePlacements } from '../api/customers.ts';
import { useExperiments } from '../api/experiments.ts';
import { useSegments } from '../api/segments.ts';
import { useViews } from '../api/views.ts';
import { sections } from './sections.ts';

export interface Entry {
  key: string;
  group:
    | 'pages'
    | 'views'
    | 'boards'
    | 'segments'
    | 'placements'
    | 'alerts'
    | 'experiments'
    | 'models'
    | 'customers'
    | 'items';
  label: string;
  path: string;
  /** Served by the server itself. */
  external?: boolean;
}

/** Of a group, so that none pushes the others out. */
const most = 6;

/** Everything that can be gone to and fits what was typed; customers and items are looked for on the server. */
export function useEntries(typed: string): Entry[] {
  const { t } = useTranslation();
  const [search] = useDebouncedValue(typed.trim(), 200);
  const [boards, views, alerts] = [useBoards().data, useViews().data, useAlerts().data];
  const [segments, placements] = [useSegments().data, usePlacements().data?.data];
  const experiments = useExperiments().data;
  const models = useQuery({
    queryKey: ['palette', 'models'],
    queryFn: ({ signal }) => client.request('GET /v1/models', {}, { signal }),
    staleTime: 60_000,
    retry: false,
  }).data;
  const asks = { enabled: search.length >= 2, staleTime: 10_000, retry: false };
  const customers = useQuery({
    queryKey: ['palette', 'customers', search],
    queryFn: ({ signal }) =>
      client.request('GET /v1/customers', { query: { search, limit: most } }, { signal }),
    ...asks,
  }).data;
  const items = useQuery({
    queryKey: ['palette', 'items', search],
    queryFn: ({ signal }) => client.request('GET /v1/items', { query: { search, limit: most } }, { signal }),
    ...asks,
  }).data;
  const some = (entries: Entry[] | undefined) =>
    (entries ?? []).filter(({ label }) => fits(label, typed)).slice(0, most);
  const segment = encodeURIComponent;
  return [
    ...sections
      .map(
        ({ key, path, external = false }): Entry => ({
          ...{ key, group: 'pages', label: t(`section.${key}`), path, external },
        }),
      )
      .filter(({ label }) => fits(label, typed)),
    ...some(
      views?.map(({ id, title, path, search: state }) => ({
        ...{ key: id, group: 'views', label: title, path: state === '' ? path : `${path}?${state}` },
      })),
    ),
    ...some(
      boards?.map(({ id, title }) => ({ key: id, group: 'boards', label: title, path: `/boards/${id}` })),
    ),
    ...some(
      segments?.map(({ name }) => ({
        ...{ key: name, group: 'segments', label: name, path: `/segments/by-name/${segment(name)}` },
      })),
    ),
    ...some(
      placements?.map(({ name, title }) => ({
        ...{ key: name, group: 'placements', label: title, path: `/placements/${segment(name)}` },
      })),
    ),
    ...some(
      alerts?.map(({ id, title }) => ({ key: id, group: 'alerts', label: title, path: `/alerts/${id}` })),
    ),
    ...some(
      experiments?.map(({ key }) => ({
        ...{ key, group: 'experiments', label: key, path: `/experiments/${segment(key)}` },
      })),
    ),
    ...some(
      models?.data.map(({ name }) => ({
        ...{ key: name, group: 'models', label: name, path: `/models/${segment(name)}` },
      })),
    ),
    ...(search.length < 2 ? [] : (customers?.data ?? [])).flatMap(({ customerId: id }): Entry[] =>
      id === null ? [] : [{ key: id, group: 'customers', label: id, path: `/customers/${segment(id)}` }],
    ),
    ...(search.length < 2 ? [] : (items?.data ?? [])).map(
      ({ itemId, title }): Entry => ({
        ...{ key: itemId, group: 'items', label: title, path: `/catalog/items/${segment(itemId)}` },
      }),
    ),
  ];
}

/** Whether a name holds what was typed, without case and accents: "decisoes" finds "Decisões". */
export function fits(label: string, typed: string): boolean {
  return plain(label).includes(plain(typed.trim()));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
