import type { TFunction } from 'i18next';
import type { Experiment } from '../../../api/experiments.ts';
import type { Format } from '../../../format/format.ts';
import { metricFormat } from '../effect.ts';
import type { LeadingEffect } from './leading-effect.ts';

/** What a row's effect is in a file: its metric, variant, size and interval, or why there is none; null without results. */
export function effectWords(
  { metrics }: Experiment,
  leading: LeadingEffect | undefined,
  format: Format,
  t: TFunction,
): string | null {
  if (leading === undefined) return null;
  const { metric, variant, shown, problem } = leading;
  if (shown === null) return problem ?? t('experiments.tooEarly');
  const { interval, scale } = shown;
  const write = metricFormat(
    metrics.find(({ key }) => key === metric),
    format,
    t,
  );
  return `${metric} ${variant} ${write.effect(interval.value, scale)} (${write.interval(interval, scale)})`;
}
