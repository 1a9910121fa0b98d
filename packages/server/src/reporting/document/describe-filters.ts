import type { Locale } from './document.ts';
import { wordsOf } from './words.ts';

interface Leaf {
  dimension: string;
  op: 'eq' | 'in' | 'notIn' | 'contains' | 'between' | 'exists';
  values?: readonly (string | number)[];
}
type FilterShape = Leaf | { and: FilterShape[] } | { or: FilterShape[] } | { not: FilterShape };

const shownValues = 8;

/** Filters that a query has accepted, as a sentence; undefined without any. */
export function describeFilters(
  filters: readonly unknown[] | undefined,
  locale: Locale,
  nameOf: (dimension: string) => string,
): string | undefined {
  if (filters === undefined || filters.length === 0) return undefined;
  const words = wordsOf(locale);
  const list = (values: readonly (string | number)[] = [], join: string) => {
    const shown = values.slice(0, shownValues).map((value) => (value === '' ? words.none : String(value)));
    return [...shown, ...(values.length > shownValues ? ['…'] : [])].join(join);
  };
  const say = (filter: FilterShape, inside: boolean): string => {
    const group = (parts: FilterShape[], word: string) => {
      const text = parts.map((part) => say(part, parts.length > 1)).join(word);
      return inside && parts.length > 1 ? `(${text})` : text;
    };
    if ('and' in filter) return group(filter.and, words.and);
    if ('or' in filter) return group(filter.or, words.or);
    if ('not' in filter) return words.not(say(filter.not, false));
    const { dimension, op, values } = filter;
    return words.ops[op](nameOf(dimension), list(values, op === 'between' ? words.and : words.or));
  };
  return `${words.filters}: ${say({ and: filters as FilterShape[] }, false)}`;
}
