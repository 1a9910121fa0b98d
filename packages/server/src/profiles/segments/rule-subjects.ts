import { setImmediate } from 'node:timers/promises';
import type { FeatureEngine } from '../../features/feature-engine.ts';
import type { Json } from '../../stores/journal/record.ts';

/** Customers looked at, evenly spread over all. */
const attributeSample = 4_000;
const featureSample = 1_000;
const valueLimit = 50;
const sliceMs = 2;

/** What rules may compare, with values that customers have: from a sample, so none of the counts is exact. */
export interface RuleSubjects {
  /** Customers in the sample. */
  sampled: number;
  attributes: AttributeSubject[];
  features: FeatureSubject[];
  affinities: { attribute: string; values: string[] }[];
}

export interface AttributeSubject {
  name: string;
  /** Of most values. */
  type: 'text' | 'number' | 'boolean' | 'list';
  /** Share of the sampled customers who have it, 0..1. */
  coverage: number;
  /** Most frequent first; of a list its members. */
  values: (string | number | boolean)[];
  min: number | null;
  max: number | null;
}

export interface FeatureSubject {
  name: string;
  /** Quartiles of those who have a value; null when none has. */
  quartiles: [number, number, number] | null;
  min: number | null;
  max: number | null;
}

/** Looks at a sample of customers, in slices that leave the server time to answer. */
export async function describeRuleSubjects(engine: FeatureEngine, at: number): Promise<RuleSubjects> {
  const { customers } = engine;
  const attributes = new Map<string, AttributeTally>();
  const features = engine.definitions
    .map(({ name, scope }, column) => ({ name, scope, column, values: [] as number[] }))
    .filter(({ scope }) => scope === 'customer');
  const affinities = new Map<string, Map<string, number>>();
  const step = Math.max(1, Math.floor(customers.rows / attributeSample));
  const featureStep = step * Math.max(1, Math.floor(attributeSample / featureSample));
  let sampled = 0;
  let sliceEnd = performance.now() + sliceMs;
  for (let row = 0; row < customers.rows; row += step) {
    if (performance.now() >= sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + sliceMs;
    }
    if (customers.key(row) === undefined) continue;
    sampled++;
    for (const [name, value] of Object.entries(engine.attributes(row))) {
      if (value !== null) tally(attributes, name).add(value);
    }
    if (row % featureStep !== 0 && customers.rows > featureSample) continue;
    for (const feature of features) {
      const value = engine.readCustomer(row, feature.column, at);
      if (!Number.isNaN(value)) feature.values.push(value);
    }
    for (const { attribute, values } of engine.affinities(row, at, 20)) {
      const sums = affinities.get(attribute) ?? new Map<string, number>();
      affinities.set(attribute, sums);
      for (const { value, share } of values) sums.set(value, (sums.get(value) ?? 0) + share);
    }
  }
  return {
    sampled,
    attributes: [...attributes]
      .map(([name, one]) => one.describe(name, sampled))
      .sort((a, b) => b.coverage - a.coverage || (a.name < b.name ? -1 : 1)),
    features: features.map(({ name, values }) => describeFeature(name, values)),
    affinities: [...affinities].map(([attribute, sums]) => ({ attribute, values: mostFrequent(sums) })),
  };
}

class AttributeTally {
  readonly #values = new Map<string | number | boolean, number>();
  readonly #types = { text: 0, number: 0, boolean: 0, list: 0 };
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  add(value: Json): void {
    this.#count++;
    if (Array.isArray(value)) {
      this.#types.list++;
      for (const member of value) this.#note(member);
      return;
    }
    if (typeof value === 'number') this.#types.number++;
    else if (typeof value === 'boolean') this.#types.boolean++;
    else this.#types.text++;
    this.#note(value);
  }

  describe(name: string, sampled: number): AttributeSubject {
    const types = Object.entries(this.#types) as [AttributeSubject['type'], number][];
    const [type] = types.reduce((best, one) => (one[1] > best[1] ? one : best));
    return {
      name,
      type,
      coverage: sampled === 0 ? 0 : this.#count / sampled,
      values: mostFrequent(this.#values),
      min: Number.isFinite(this.#min) ? this.#min : null,
      max: Number.isFinite(this.#max) ? this.#max : null,
    };
  }

  #note(value: Json): void {
    if (typeof value === 'number') {
      this.#min = Math.min(this.#min, value);
      this.#max = Math.max(this.#max, value);
    }
    if (typeof value === 'object') return;
    const known = this.#values.get(value);
    // Ids and e-mail addresses are all different: what comes late is not among the frequent ones.
    if (known !== undefined || this.#values.size < attributeSample / 4)
      this.#values.set(value, (known ?? 0) + 1);
  }
}

function tally(attributes: Map<string, AttributeTally>, name: string): AttributeTally {
  let one = attributes.get(name);
  if (one === undefined) {
    one = new AttributeTally();
    attributes.set(name, one);
  }
  return one;
}

function mostFrequent<T>(counts: ReadonlyMap<T, number>): T[] {
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, valueLimit)
    .map(([value]) => value);
}

function describeFeature(name: string, values: number[]): FeatureSubject {
  if (values.length === 0) return { name, quartiles: null, min: null, max: null };
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
  return { name, quartiles: [at(0.25), at(0.5), at(0.75)], min: values[0], max: values[values.length - 1] };
}
