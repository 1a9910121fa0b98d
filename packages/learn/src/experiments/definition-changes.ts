import { definitionCoverage, type ExperimentDefinition } from './assignment.ts';

/** A change that moves customers between variants, or in or out, while an experiment runs. */
export type DefinitionChange =
  | {
      key:
        | 'seed_changed'
        | 'hash_version_changed'
        | 'namespace_changed'
        | 'holdouts_changed'
        | 'ranges_changed';
    }
  | { key: 'variant_added' | 'variant_removed'; variant: string }
  | { key: 'variants_reordered' }
  | { key: 'weight_changed'; variant: string; before: number; after: number }
  | { key: 'coverage_lowered'; before: number; after: number };

/**
 * The changes between two definitions of a running experiment that would mix data from different
 * assignments; empty when the edit is safe (raising coverage, extending a ramp). Refuse such an edit, or
 * begin a new phase with a new seed.
 * @param at milliseconds since 1970: coverage is compared from then on
 */
export function definitionChanges(
  before: ExperimentDefinition,
  after: ExperimentDefinition,
  at: number,
): DefinitionChange[] {
  const changes: DefinitionChange[] = [];
  if ((before.seed ?? before.key) !== (after.seed ?? after.key)) changes.push({ key: 'seed_changed' });
  if ((before.hashVersion ?? 2) !== (after.hashVersion ?? 2)) changes.push({ key: 'hash_version_changed' });
  if (!same(before.namespace, after.namespace)) changes.push({ key: 'namespace_changed' });
  if (!same(before.holdouts ?? [], after.holdouts ?? [])) changes.push({ key: 'holdouts_changed' });
  if (!same(before.ranges, after.ranges)) changes.push({ key: 'ranges_changed' });

  const was = new Map(before.variants.map((v) => [v.key, v.weight]));
  const is = new Map(after.variants.map((v) => [v.key, v.weight]));
  for (const variant of is.keys()) if (!was.has(variant)) changes.push({ key: 'variant_added', variant });
  for (const [variant, weight] of was) {
    const now = is.get(variant);
    if (now === undefined) changes.push({ key: 'variant_removed', variant });
    else if (now !== weight) changes.push({ key: 'weight_changed', variant, before: weight, after: now });
  }
  const common = (of: Map<string, number>, other: Map<string, number>) =>
    [...of.keys()].filter((k) => other.has(k));
  if (!same(common(was, is), common(is, was))) changes.push({ key: 'variants_reordered' });

  const instants = [at, ...(before.ramp ?? []), ...(after.ramp ?? [])].map((x) =>
    typeof x === 'number' ? x : x.from,
  );
  for (const instant of instants.filter((x) => x >= at).sort((a, b) => a - b)) {
    const coverageBefore = definitionCoverage(before, at);
    const coverageAfter = definitionCoverage(after, instant);
    if (coverageAfter < coverageBefore && before.ranges === undefined && after.ranges === undefined) {
      changes.push({ key: 'coverage_lowered', before: coverageBefore, after: coverageAfter });
      break;
    }
  }
  return changes;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
