import { useTranslation } from 'react-i18next';
import { useAnalyticsSchema } from '../../api/analytics.ts';
import { metricWriter, namesOf } from '../../components/asking/names.ts';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';

/** What metrics are called in the page's language, and how their values are written. */
export function useMetricNames() {
  const { i18n } = useTranslation();
  const format = useFormat();
  const { data } = useAnalyticsSchema();
  const names = namesOf(data, i18n.language as Language);
  return {
    schema: data,
    nameOf: (name: string): string => names.get(name) ?? name,
    writerOf: (metric: string) => metricWriter(data, metric, format),
  };
}
