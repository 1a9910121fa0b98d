import type { Json } from '../stores/journal/record.ts';
import { controlOf, type Experiment } from './definition.ts';

/** The flag value of a variant: what it was given, else its key. Undefined for an unknown variant. */
export function flagValue(experiment: Experiment, variant: string): Json | undefined {
  const found = experiment.variants.find(({ key }) => key === variant);
  if (found === undefined) return undefined;
  return found.effect.kind === 'value' ? (found.effect.value as Json) : found.key;
}

/** What customers get who take no part: the control's value. */
export function defaultValue(experiment: Experiment): Json {
  return flagValue(experiment, controlOf(experiment)) ?? null;
}
