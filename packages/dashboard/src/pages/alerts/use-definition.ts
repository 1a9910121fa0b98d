import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertDefinition } from '../../api/alerts.ts';
import { useAnalyticsSchema } from '../../api/analytics.ts';
import type { Language } from '../../i18n/language.ts';
import { type Draft, toDefinition } from './draft.ts';

/** The definition that a draft makes; undefined while something is missing. */
export function useDefinition(draft: Draft): AlertDefinition | undefined {
  const { i18n } = useTranslation();
  const { data } = useAnalyticsSchema();
  return useMemo(() => {
    const numbers = data?.dimensions.filter(({ type }) => type === 'number') ?? [];
    return toDefinition(draft, new Set(numbers.map(({ name }) => name)), i18n.language as Language);
  }, [draft, data, i18n.language]);
}
