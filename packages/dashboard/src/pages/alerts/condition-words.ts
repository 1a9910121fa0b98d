import type { TFunction } from 'i18next';
import type { AlertDefinition } from '../../api/alerts.ts';
import type { Format } from '../../format/format.ts';

/** What an alert watches, as a sentence. */
export function conditionWords(
  t: TFunction,
  format: Format,
  { kind, metric = '', condition, step = 'hour', subject }: AlertDefinition,
  nameOf: (metric: string) => string,
  write: (value: number) => string,
): string {
  if (kind !== 'metric') {
    return subject === undefined ? t(`alertProblem.${kind}`) : t(`alertProblemOf.${kind}`, { subject });
  }
  if (condition === undefined) return nameOf(metric);
  const name = nameOf(metric);
  const { value = 0, direction } = condition;
  const period = t(`alertStep.${step}`);
  if (condition.kind === 'threshold') {
    return t(`alertThreshold.${direction}`, { name, period, value: write(value) });
  }
  if (condition.kind === 'change') {
    const than = t(`alertCompare.${condition.compare ?? 'previous'}`);
    return t(`alertChange.${direction}`, { name, period, value: format.percent(value), than });
  }
  return t(`alertAnomaly.${direction}`, { name, period });
}
