import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnalyticsSchema, useDimensionValues } from '../../api/analytics.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { useFormat } from '../../format/use-format.ts';
import { useNow } from '../../format/use-now.ts';
import type { Language } from '../../i18n/language.ts';
import { readFilter, toServer, writeFilter } from './filter.ts';
import { namesOf } from './names.ts';
import { rangeOf } from './period.ts';

/** What every analysis asks alike: a period, filters, the reader's zone; kept in the address. */
export function useQuestionParts(usualPeriod = '30d') {
  const { i18n } = useTranslation();
  const { timeZone } = useFormat();
  const now = useNow(300_000);
  const schema = useAnalyticsSchema().data;
  const eventTypes = useDimensionValues('eventType');
  const [period, setPeriod] = useUrlState('p');
  const [filterText, setFilterText] = useUrlState('f');
  const filter = useMemo(() => readFilter(filterText), [filterText]);
  const numeric = useMemo(
    () => new Set(schema?.dimensions.filter(({ type }) => type === 'number').map(({ name }) => name)),
    [schema],
  );
  const names = useMemo(() => namesOf(schema, i18n.language as Language), [schema, i18n.language]);
  return {
    ...{ schema, names, eventTypes, period, setPeriod, filter, numeric, usualPeriod },
    setFilter: (next: typeof filter) => setFilterText(writeFilter(next)),
    /** Fields of the question. */
    asked: useMemo(
      () => ({
        ...rangeOf(period, timeZone, now, usualPeriod),
        timeZone,
        filters: toServer(filter, numeric),
      }),
      [period, timeZone, now, usualPeriod, filter, numeric],
    ),
  };
}

export type QuestionParts = ReturnType<typeof useQuestionParts>;
