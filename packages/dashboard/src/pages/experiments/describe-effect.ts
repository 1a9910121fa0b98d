import type { TFunction } from 'i18next';
import type { Effect } from '../../api/experiments.ts';
import type { Format } from '../../format/format.ts';

type Policy = Extract<Effect, { kind: 'policy' }>['policy'];

/** What a variant's customers get, in words. */
export function describeEffect(t: TFunction, format: Format, effect: Effect): string {
  switch (effect.kind) {
    case 'none':
      return t('variantEffect.none');
    case 'value':
      return JSON.stringify(effect.value);
    case 'model':
      return t('variantEffect.model', { ranker: effect.ranker });
    case 'policy':
      return describePolicy(t, format, effect.policy);
    case 'placement': {
      const settings = Object.entries(effect.settings);
      if (settings.length === 0) return t('variantEffect.asIs');
      return settings.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ');
    }
  }
}

/** A policy by its kind's name and its settings: "ε-greedy, epsilon 0.05". */
export function describePolicy(t: TFunction, format: Format, policy: Policy): string {
  const { kind, ...settings } = policy;
  const written = Object.entries(settings).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? format.exact(value) : String(value)}`,
  );
  return [t(`policyKind.${kind}`), ...written].join(', ');
}
