import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';

/** What each feature means, in the page's language, and of which kind it is. */
export function useFeatures() {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['features'],
    queryFn: ({ signal }) => client.request('GET /v1/features', {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const byName = new Map(data?.data.map((feature) => [feature.name, feature]));
  return {
    describe: (name: string): string => byName.get(name)?.description?.[i18n.language as Language] ?? '',
    kindOf: (name: string): string | undefined => byName.get(name)?.kind,
  };
}
