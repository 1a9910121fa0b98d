import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';

/** What each feature means, in the page's language. */
export function useFeatures() {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['features'],
    queryFn: ({ signal }) => client.request('GET /v1/features', {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const descriptions = new Map(
    data?.data.map(({ name, description }) => [name, description?.[i18n.language as Language] ?? '']),
  );
  return { describe: (name: string): string => descriptions.get(name) ?? '' };
}
