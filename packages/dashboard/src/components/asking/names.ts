import type { AnalyticsSchema } from '../../api/analytics.ts';
import type { Format } from '../../format/format.ts';
import type { Language } from '../../i18n/language.ts';

type Named = { name: string; description: Record<string, string> | null };

/** What a metric or dimension is called in the page's language; its own name where nobody described it. */
export function dimensionName({ name, description }: Named, language: Language): string {
  return description?.[language] ?? description?.en ?? name;
}

/** Names of everything that can be asked for, by its name in questions. */
export function namesOf(schema: AnalyticsSchema | undefined, language: Language): Map<string, string> {
  return new Map(
    [...(schema?.metrics ?? []), ...(schema?.dimensions ?? [])].map((one) => [
      one.name,
      dimensionName(one, language),
    ]),
  );
}

/** How a metric's values are written. `currency`: that of all of them, an ISO 4217 code; none where it varies. */
export function metricWriter(
  schema: AnalyticsSchema | undefined,
  metric: string,
  format: Format,
  currency?: string,
): (value: number | null | undefined) => string {
  return valueWriter(schema?.metrics.find(({ name }) => name === metric)?.format, format, currency);
}

/**
 * The same by what the values are: an amount of money, a share, or, unless said, a number. The writer of amounts
 * of one currency has it as `currency`, for files made of what it wrote.
 */
export function valueWriter(
  kind: AnalyticsSchema['metrics'][number]['format'] | null | undefined,
  format: Format,
  currency?: string,
): (value: number | null | undefined) => string {
  if (kind === 'percent') return format.percent;
  if (kind !== 'currency') return format.count;
  // Events may carry any text as their currency.
  const known = currency !== undefined && /^[A-Z]{3}$/.test(currency);
  if (!known) return (value) => format.fixed(value, 2);
  return Object.assign((value: number | null | undefined) => format.money(value, currency), { currency });
}
