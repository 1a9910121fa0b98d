import type { ExperimentService } from '../experimentation/index.ts';
import type { VariantPolicy } from '../recommendation/policies/policy-report.ts';

/** Policies that running experiments set for variants of a placement, under the names that decisions record. */
export function variantPoliciesOf(
  experiments: ExperimentService,
): (placement: string) => readonly VariantPolicy[] {
  return (placement) =>
    experiments.running().flatMap(({ experiment }) => {
      if (experiment.placement !== placement) return [];
      return experiment.variants.flatMap(({ key, effect }) => {
        const policy =
          effect.kind === 'policy'
            ? effect.policy
            : effect.kind === 'placement'
              ? effect.settings.policy
              : undefined;
        return policy === undefined ? [] : [{ variant: `${experiment.key}:${key}`, policy }];
      });
    });
}
