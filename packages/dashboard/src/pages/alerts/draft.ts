import type { Alert, AlertDefinition } from '../../api/alerts.ts';
import { type FilterGroup, leafOf, noFilter, toServer } from '../../components/asking/filter.ts';
import { numberText, typedNumber } from '../../format/typed-number.ts';
import type { Language } from '../../i18n/language.ts';

/** An alert while it is edited: numbers as they are typed. */
export interface Draft {
  title: string;
  enabled: boolean;
  kind: AlertDefinition['kind'];
  metric: string;
  filter: FilterGroup;
  /** Filters that the editor cannot show are kept as they are. */
  otherFilters: readonly unknown[];
  step: 'minute' | 'hour' | 'day';
  timeZone: string | undefined;
  condition: 'threshold' | 'change' | 'anomaly';
  direction: 'above' | 'below' | 'either';
  value: string;
  compare: 'previous' | 'day' | 'week';
  sensitivity: string;
  forPeriods: string;
  recoverPeriods: string;
  /** One model, experiment, node of the pipeline or kind of job; empty for all. */
  subject: string;
  channels: readonly { id: number; kind: 'webhook' | 'email'; to: string }[];
}

export const newDraft: Draft = {
  ...{ title: '', enabled: true, kind: 'metric', metric: 'conversionRate', filter: noFilter },
  ...{ otherFilters: [], step: 'hour', timeZone: undefined, condition: 'anomaly', direction: 'below' },
  ...{ value: '', compare: 'week', sensitivity: '3.5', forPeriods: '1', recoverPeriods: '1', subject: '' },
  channels: [],
};

export function toDraft(alert: Alert): Draft {
  const { condition, filters = [] } = alert;
  const leaves = filters.flatMap((filter) => leafOf(filter) ?? []);
  const shown = leaves.length === filters.length;
  const percent = condition?.kind === 'change' ? 100 : 1;
  return {
    ...newDraft,
    title: alert.title,
    enabled: alert.enabled ?? true,
    kind: alert.kind,
    metric: alert.metric ?? newDraft.metric,
    filter: shown ? { join: 'and', parts: leaves } : noFilter,
    otherFilters: shown ? [] : filters,
    step: alert.step ?? 'hour',
    timeZone: alert.timeZone,
    condition: condition?.kind ?? 'threshold',
    direction: condition?.direction ?? 'below',
    value: condition?.value === undefined ? '' : numberText(round(condition.value * percent)),
    compare: condition?.compare ?? 'previous',
    sensitivity: numberText(condition?.sensitivity ?? 3.5),
    forPeriods: numberText(alert.forPeriods ?? 1),
    recoverPeriods: numberText(alert.recoverPeriods ?? 1),
    subject: alert.subject ?? '',
    channels: (alert.channels ?? []).map((channel, id) => ({ ...channel, id })),
  };
}

/** The definition; undefined while a number is missing or none. */
export function toDefinition(
  draft: Draft,
  numeric: ReadonlySet<string>,
  locale: Language,
): AlertDefinition | undefined {
  const { title, enabled, kind, condition } = draft;
  const channels = draft.channels
    .filter(({ to }) => to.trim() !== '')
    .map((one) => ({ kind: one.kind, to: one.to.trim() }));
  const common = { title: title.trim() || '–', enabled, channels, locale };
  if (kind !== 'metric') {
    const subject = draft.subject.trim();
    return { ...common, kind, ...(subject === '' ? {} : { subject }) };
  }
  const [value, sensitivity, forPeriods, recoverPeriods] = [
    ...[draft.value, draft.sensitivity, draft.forPeriods, draft.recoverPeriods].map((text) =>
      typedNumber(text, locale),
    ),
  ];
  if (forPeriods === undefined || recoverPeriods === undefined) return undefined;
  if (condition === 'anomaly' ? sensitivity === undefined : value === undefined) return undefined;
  const direction = condition === 'threshold' && draft.direction === 'either' ? 'above' : draft.direction;
  return {
    ...common,
    kind,
    metric: draft.metric,
    filters: [...draft.otherFilters, ...toServer(draft.filter, numeric)],
    step: draft.step,
    ...(draft.timeZone === undefined ? {} : { timeZone: draft.timeZone }),
    condition: {
      ...{ kind: condition, direction },
      ...(condition === 'threshold' ? { value } : {}),
      ...(condition === 'change' ? { value: (value ?? 0) / 100, compare: draft.compare } : {}),
      ...(condition === 'anomaly' ? { sensitivity } : {}),
    },
    ...{ forPeriods, recoverPeriods },
  };
}

const round = (value: number): number => Number(value.toPrecision(12));
