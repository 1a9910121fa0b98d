import type { Effect, ExperimentDefinition, Metric, Variant } from '../../../api/experiments.ts';

export const steps = ['idea', 'variants', 'audience', 'metrics', 'length', 'review'] as const;
export type Step = (typeof steps)[number];

/** What varies between the variants; the same kind for all of them. */
export type Varying = Effect['kind'];
export const varyingKinds: readonly Varying[] = ['value', 'model', 'policy', 'placement', 'none'];

const keyPattern = /^[a-zA-Z][a-zA-Z0-9_.-]{0,63}$/;

/** A draft to begin with: a flag with two even variants, and buyers as its goal. */
export function newDraft(): ExperimentDefinition {
  return {
    key: '',
    hypothesis: '',
    variants: [
      { key: 'control', weight: 0.5, effect: { kind: 'value', value: false } },
      { key: 'treatment', weight: 0.5, effect: { kind: 'value', value: true } },
    ],
    metrics: [{ key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] }],
    plan: { minimumEffect: 0.05 },
  };
}

/** The same idea as a new draft: another key, and no seed of its own, so that customers are assigned anew. */
export function copyOf(definition: ExperimentDefinition): ExperimentDefinition {
  const { seed: _, ramp: __, ...rest } = definition;
  return { ...rest, key: `${definition.key.slice(0, 60)}-2` };
}

/** The part of an answer that is the definition, as it may be put back. */
export function definitionOf(
  experiment: ExperimentDefinition & { [name: string]: unknown },
): ExperimentDefinition {
  const { state, version, createdAt, updatedAt, startedAt, stoppedAt, ending, edits, ...definition } =
    experiment;
  return definition;
}

/** A key from the first words of a sentence: "A blue banner sells" → "a-blue-banner-sells". */
export function keyFrom(sentence: string): string {
  const words = sentence
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let key = '';
  for (const word of words.slice(0, 5)) {
    if (key.length + word.length > 40) break;
    key = key === '' ? word : `${key}-${word}`;
  }
  return key.replace(/^[^a-z]+/, '');
}

export function varyingOf({ variants }: ExperimentDefinition): Varying {
  return variants[0].effect.kind;
}

/** Every variant with an effect of another kind; what was set before is gone. */
export function varying(definition: ExperimentDefinition, kind: Varying): ExperimentDefinition {
  const { placement, ...rest } = definition;
  const needsPlacement = kind === 'model' || kind === 'policy' || kind === 'placement';
  return {
    ...rest,
    ...(needsPlacement && placement !== undefined ? { placement } : {}),
    variants: definition.variants.map((variant, i) => ({ ...variant, effect: emptyEffect(kind, i) })),
  };
}

export function emptyEffect(kind: Varying, position: number): Effect {
  switch (kind) {
    case 'none':
      return { kind };
    case 'value':
      return { kind, value: position > 0 };
    case 'model':
      return { kind, ranker: 'heuristic' };
    case 'policy':
      return { kind, policy: position === 0 ? { kind: 'greedy' } : { kind: 'epsilonGreedy', epsilon: 0.05 } };
    case 'placement':
      return { kind, settings: {} };
  }
}

export function addVariant(definition: ExperimentDefinition): ExperimentDefinition {
  const keys = new Set(definition.variants.map(({ key }) => key));
  let number = definition.variants.length;
  while (keys.has(`treatment-${number}`)) number++;
  const last = definition.variants.at(-1);
  const effect: Effect = last?.effect ?? { kind: 'none' };
  const variants: Variant[] = [...definition.variants, { key: `treatment-${number}`, weight: 0, effect }];
  return evenWeights({ ...definition, variants });
}

export function removeVariant(definition: ExperimentDefinition, position: number): ExperimentDefinition {
  const { control, ...rest } = definition;
  const { key } = definition.variants[position];
  const variants = definition.variants.filter((_, i) => i !== position);
  return evenWeights({ ...rest, ...(control === undefined || control === key ? {} : { control }), variants });
}

export function evenWeights(definition: ExperimentDefinition): ExperimentDefinition {
  const { variants } = definition;
  return { ...definition, variants: variants.map((one) => ({ ...one, weight: 1 / variants.length })) };
}

export function weightSum({ variants }: ExperimentDefinition): number {
  return variants.reduce((sum, { weight }) => sum + weight, 0);
}

export function sumsToOne(sum: number): boolean {
  return Math.abs(sum - 1) < 1e-9;
}

/** What is still wrong with a step, by the name of its text. */
export type DraftProblem =
  | 'hypothesis'
  | 'key'
  | 'variantKey'
  | 'variantTwice'
  | 'weights'
  | 'flagValue'
  | 'flagTypes'
  | 'placement'
  | 'sameVariants'
  | 'namespace'
  | 'holdout'
  | 'ramp'
  | 'metricKey'
  | 'metricTwice'
  | 'goal'
  | 'metricEvents'
  | 'currency'
  | 'retentionDays';

export function problemsOf(definition: ExperimentDefinition, step: Step): DraftProblem[] {
  switch (step) {
    case 'idea':
      return list(
        [definition.hypothesis.trim() === '', 'hypothesis'],
        [!keyPattern.test(definition.key), 'key'],
      );
    case 'variants':
      return variantProblems(definition);
    case 'audience':
      return audienceProblems(definition);
    case 'metrics':
      return metricProblems(definition.metrics);
    case 'length':
      return [];
    case 'review':
      return steps.flatMap((one) => (one === 'review' ? [] : problemsOf(definition, one)));
  }
}

function variantProblems(definition: ExperimentDefinition): DraftProblem[] {
  const { variants, placement } = definition;
  const keys = variants.map(({ key }) => key);
  const values = variants.flatMap(({ effect }) => (effect.kind === 'value' ? [effect.value] : []));
  const types = new Set(values.map((value) => (Array.isArray(value) ? 'array' : typeof value)));
  const changes = variants.some(({ effect }) => ['model', 'policy', 'placement'].includes(effect.kind));
  const effects = new Set(variants.map(({ effect }) => JSON.stringify(effect)));
  return list(
    [keys.some((key) => !keyPattern.test(key)), 'variantKey'],
    [new Set(keys).size < keys.length, 'variantTwice'],
    [!sumsToOne(weightSum(definition)), 'weights'],
    [values.some((value) => value === undefined || value === null || value === ''), 'flagValue'],
    [types.size > 1 && !types.has('undefined'), 'flagTypes'],
    [changes && placement === undefined, 'placement'],
    [effects.size === 1 && variants[0].effect.kind !== 'none', 'sameVariants'],
  );
}

function audienceProblems({ namespace, holdouts = [], ramp }: ExperimentDefinition): DraftProblem[] {
  return list(
    [
      namespace !== undefined && !(keyPattern.test(namespace.key) && namespace.start < namespace.end),
      'namespace',
    ],
    [holdouts.some(({ key, share }) => !keyPattern.test(key) || !(share > 0 && share < 1)), 'holdout'],
    [ramp?.some((step, i) => step.from === '' || (i > 0 && step.from <= ramp[i - 1].from)) ?? false, 'ramp'],
  );
}

function metricProblems(metrics: readonly Metric[]): DraftProblem[] {
  const keys = metrics.map(({ key }) => key);
  return list(
    [keys.some((key) => !keyPattern.test(key)), 'metricKey'],
    [new Set(keys).size < keys.length, 'metricTwice'],
    [!metrics.some(({ role }) => role === 'goal'), 'goal'],
    [metrics.some((metric) => eventLists(metric).some((events) => events.length === 0)), 'metricEvents'],
    [metrics.some(lacksCurrency), 'currency'],
    [metrics.some((one) => one.kind === 'retention' && one.fromDay >= one.toDay), 'retentionDays'],
  );
}

function eventLists(metric: Metric): string[][] {
  if (metric.kind === 'funnel') return metric.steps;
  return metric.kind === 'ratio' ? [metric.events, metric.denominator] : [metric.events];
}

function lacksCurrency(metric: Metric): boolean {
  const needed =
    metric.kind === 'revenue' ||
    ((metric.kind === 'ratio' || metric.kind === 'quantile') && metric.of === 'value');
  return needed && !/^[A-Z]{3}$/.test(metric.currency ?? '');
}

function list(...checks: [wrong: boolean, problem: DraftProblem][]): DraftProblem[] {
  return checks.filter(([wrong]) => wrong).map(([, problem]) => problem);
}
