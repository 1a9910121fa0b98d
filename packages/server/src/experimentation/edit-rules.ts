import { definitionChanges } from '@personalize/learn';
import { AppError, type FieldError } from '../errors.ts';
import type { Experiment } from './definition.ts';
import { assignmentDefinition } from './parse-experiment.ts';

/** Parts that would change what a variant's customers get, or who they are, without the hash's knowing. */
const fixed = ['placement', 'control', 'targeting'] as const;
/** Parts that may change while an experiment runs; noted with it, since results read otherwise from then on. */
const flagged = [
  'hypothesis',
  'metrics',
  'conversionDays',
  'preExposureDays',
  'attributes',
  'stratifyBy',
  'plan',
  'coverage',
  'ramp',
] as const;

/**
 * Checks an edit of a running experiment. Throws `conflict` naming each change that would mix data from
 * different assignments; returns the names of the changes to note.
 * @param at epoch ms
 */
export function checkRunningEdit(before: Experiment, after: Experiment, at: number): string[] {
  const errors: FieldError[] = definitionChanges(
    assignmentDefinition(before),
    assignmentDefinition(after),
    at,
  ).map((change) => {
    const { key, ...details } = change;
    const shown = Object.entries(details).map(([name, value]) => `${name} ${value}`);
    return { path: pathOf(key), message: [key, ...shown].join(', '), code: 'fixedWhileRunning' };
  });
  for (const part of fixed) {
    if (!same(before[part], after[part]))
      errors.push({ path: `/${part}`, message: `${part}_changed`, code: 'fixedWhileRunning' });
  }
  for (const [i, variant] of after.variants.entries()) {
    const was = before.variants.find((other) => other.key === variant.key);
    if (was !== undefined && !same(was.effect, variant.effect)) {
      errors.push({
        path: `/variants/${i}/effect`,
        message: `variant_effect_changed, variant ${variant.key}`,
        code: 'fixedWhileRunning',
      });
    }
  }
  if (errors.length > 0) {
    const names = errors.map(({ message }) => message).join('; ');
    throw new AppError(
      'conflict',
      `experiment ${before.key} is running and this would mix data of different assignments: ${names}. Stop it and make a new one`.slice(
        0,
        1000,
      ),
      { errors },
    );
  }
  return flagged.filter((part) => !same(before[part], after[part])).map((part) => `${part}_changed`);
}

function pathOf(key: string): string {
  if (key.startsWith('variant') || key === 'weight_changed') return '/variants';
  if (key === 'coverage_lowered') return '/coverage';
  return `/${key.replace('_changed', '')}`;
}

/** Whether two JSON values are equal, whatever the order of their fields. */
function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
        : inner,
    ) ?? ''
  );
}
