import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { Granularity } from '../../api/analytics.ts';
import { type FilterGroup, readFilter, writeFilter } from '../../components/asking/filter.ts';

export const kinds = ['line', 'bar', 'stacked', 'heat', 'pivot', 'table'] as const;
export type Kind = (typeof kinds)[number];
export const granularities = ['minute', 'hour', 'day', 'week', 'month'] as const;

/** The whole question and how its answer is shown; all of it stands in the address. */
export interface ExploreState {
  metrics: string[];
  dimensions: string[];
  filter: FilterGroup;
  /** See `rangeOf`; empty: the usual one. */
  period: string;
  granularity: Granularity | '';
  timeZone: string;
  /** `previous`, days of one's own as in a period, or nothing. */
  compare: string;
  kind: Kind;
  limit: number;
  other: boolean;
  anomalies: boolean;
  /** What was drilled into, outermost first: each value is a filter, its dimension no split any more. */
  drilled: Drilled[];
}

/** `value` empty: the events that have none. */
export interface Drilled {
  dimension: string;
  value: string;
}

export const defaultState: ExploreState = {
  ...{ metrics: ['events'], dimensions: [], filter: { join: 'and', parts: [] }, period: '' },
  ...{ granularity: 'day', timeZone: '', compare: '', kind: 'line', limit: 7, other: true },
  ...{ anomalies: false, drilled: [] },
};

/** The state in an address; whatever is none there is as usual. */
export function readState(search: URLSearchParams): ExploreState {
  const list = (name: string) => search.get(name)?.split(',').filter(Boolean);
  const grain = search.get('by');
  const limit = Number(search.get('top') ?? Number.NaN);
  return {
    metrics: list('m') ?? defaultState.metrics,
    dimensions: list('d') ?? [],
    filter: readFilter(search.get('f') ?? ''),
    period: search.get('p') ?? '',
    granularity: granularities.find((one) => one === grain) ?? (grain === 'none' ? '' : 'day'),
    timeZone: zoneOf(search.get('tz') ?? ''),
    compare: search.get('vs') ?? '',
    kind: kinds.find((kind) => kind === search.get('as')) ?? 'line',
    limit: Number.isInteger(limit) && limit >= 1 && limit <= 5000 ? limit : defaultState.limit,
    other: search.get('other') !== 'no',
    anomalies: search.get('odd') === 'yes',
    drilled: readDrilled(search.get('in')),
  };
}

/** The address of a state: only what differs from the usual. */
export function writeState(state: ExploreState): URLSearchParams {
  const search = new URLSearchParams();
  const put = (name: string, value: string, usual = '') => {
    if (value !== usual) search.set(name, value);
  };
  put('m', state.metrics.join(','), defaultState.metrics.join(','));
  put('d', state.dimensions.join(','));
  put('f', writeFilter(state.filter));
  put('p', state.period);
  put('by', state.granularity || 'none', 'day');
  put('tz', state.timeZone);
  put('vs', state.compare);
  put('as', state.kind, 'line');
  put('top', String(state.limit), String(defaultState.limit));
  put('other', state.other ? 'yes' : 'no', 'yes');
  put('odd', state.anomalies ? 'yes' : 'no', 'no');
  put('in', state.drilled.length === 0 ? '' : JSON.stringify(state.drilled));
  return search;
}

function zoneOf(name: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return defaultState.timeZone;
  }
}

function readDrilled(text: string | null): Drilled[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.flatMap(({ dimension, value: of }: Partial<Drilled>) =>
      typeof dimension === 'string' && typeof of === 'string' ? [{ dimension, value: of }] : [],
    );
  } catch {
    return [];
  }
}

/** `go` keeps the state before in the browser's history; `change` replaces it. */
export function useExploreState() {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const state = useMemo(() => readState(new URLSearchParams(text)), [text]);
  const write = useCallback(
    (change: Partial<ExploreState>, replace: boolean) =>
      setSearch((previous) => writeState({ ...readState(previous), ...change }), { replace }),
    [setSearch],
  );
  const change = useCallback((next: Partial<ExploreState>) => write(next, true), [write]);
  const go = useCallback((next: Partial<ExploreState>) => write(next, false), [write]);
  return { state, change, go };
}
