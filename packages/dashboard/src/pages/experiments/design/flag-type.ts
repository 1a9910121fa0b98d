import type { ExperimentDefinition } from '../../../api/experiments.ts';

export const flagTypes = ['boolean', 'string', 'number', 'object'] as const;
export type FlagType = (typeof flagTypes)[number];

/** The type of the flag's values, by the first variant that has one. */
export function flagTypeOf({ variants }: Pick<ExperimentDefinition, 'variants'>): FlagType {
  for (const { effect } of variants) {
    if (effect.kind !== 'value' || effect.value === undefined) continue;
    const type = typeof effect.value;
    return flagTypes.find((one) => one === type) ?? 'object';
  }
  return 'object';
}

/** The same variants with values of another type: the old ones where they can be read so, else a first guess. */
export function withFlagType(definition: ExperimentDefinition, type: FlagType): ExperimentDefinition {
  const guess = (value: unknown, i: number): unknown => {
    switch (type) {
      case 'boolean':
        return i > 0;
      case 'string':
        return typeof value === 'boolean' || value === undefined ? definition.variants[i].key : String(value);
      case 'number':
        return Number.isFinite(Number(value)) && typeof value === 'string' && value !== ''
          ? Number(value)
          : i;
      case 'object':
        return { value };
    }
  };
  return {
    ...definition,
    variants: definition.variants.map((variant, i) => ({
      ...variant,
      effect: {
        kind: 'value',
        value: guess(variant.effect.kind === 'value' ? variant.effect.value : undefined, i),
      },
    })),
  };
}
