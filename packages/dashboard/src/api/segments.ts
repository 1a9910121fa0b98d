import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';

/** The segments there are, and what each means, in the page's language. */
export function useSegments() {
  const language = useTranslation().i18n.language as Language;
  const query = useQuery({
    queryKey: ['segments'],
    queryFn: ({ signal }) => client.request('GET /v1/segments', {}, { signal }),
    staleTime: 60_000,
    select: (page) => page.data,
  });
  const byName = new Map(query.data?.map((segment) => [segment.name, segment]));
  return {
    ...query,
    titleOf: (name: string): string => byName.get(name)?.title ?? name,
    meaningOf: (name: string): string | undefined => byName.get(name)?.description?.[language],
  };
}
