import { AppError } from '../../errors.ts';
import type { QueryInput } from './check-query.ts';
import type { AnalyticsService } from './service.ts';
import { previousPeriod } from './time.ts';

/** More than one is told from one by few. */
const mostCurrencies = 3;

/**
 * What all that a question adds up was paid in, with what it is compared with: the currencies of the purchases,
 * three at most. Null where that cannot be told.
 */
export async function currenciesOf(
  analytics: Pick<AnalyticsService, 'query'>,
  question: Pick<QueryInput, 'from' | 'to' | 'timeZone' | 'filters' | 'compare' | 'granularity'>,
): Promise<string[] | null> {
  const { timeZone, filters } = question;
  try {
    const { rows } = await analytics.query({
      ...{ metrics: ['purchases'], dimensions: ['currency'], limit: mostCurrencies },
      ...wholePeriod(question),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(filters === undefined ? {} : { filters }),
    });
    return rows.flatMap(({ currency }) =>
      typeof currency === 'string' && currency !== '' ? [currency] : [],
    );
  } catch (error) {
    // The question itself has its answer; a configuration may do without these names.
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** From the first to the last of both periods. */
function wholePeriod(question: Pick<QueryInput, 'from' | 'to' | 'timeZone' | 'compare' | 'granularity'>) {
  const { from, to, timeZone = 'UTC', compare, granularity } = question;
  if (compare === undefined) return { from, to };
  const range = { from: Date.parse(from), to: Date.parse(to) };
  const other =
    compare === 'previous'
      ? previousPeriod(range, timeZone, granularity)
      : { from: Date.parse(compare.from), to: Date.parse(compare.to) };
  return {
    from: new Date(Math.min(range.from, other.from)).toISOString(),
    to: new Date(Math.max(range.to, other.to)).toISOString(),
  };
}
