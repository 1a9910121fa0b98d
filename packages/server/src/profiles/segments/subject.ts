import type { AttributeAffinity, FeatureEngine } from '../../features/feature-engine.ts';
import type { JsonObject } from '../../stores/journal/record.ts';

/** Values of an attribute that rules may ask for; a customer's state keeps no more. */
const affinityLimit = 64;

/** One customer as rules see it. */
export interface Subject {
  attributes: JsonObject;
  /** By `CompiledSegments.columns`, NaN where missing. */
  features: Float64Array;
  /** Share 0..1 of the customer's interest in `attribute` that `value` holds; NaN without any interest in it. */
  share(attribute: string, value: string): number;
}

/** Reads customers for compiled rules; the one subject is reused for each. */
export class SubjectReader {
  readonly #engine: FeatureEngine;
  readonly #columns: Int32Array;
  readonly #usesAttributes: boolean;
  readonly #subject: Subject;
  #row = -1;
  #at = 0;
  #affinities: AttributeAffinity[] | undefined;

  constructor(engine: FeatureEngine, rules: { columns: Int32Array; usesAttributes: boolean }) {
    this.#engine = engine;
    this.#columns = rules.columns;
    this.#usesAttributes = rules.usesAttributes;
    this.#subject = {
      attributes: {},
      features: new Float64Array(rules.columns.length),
      share: (attribute, value) => this.#share(attribute, value),
    };
  }

  /** Good until the next call. */
  read(row: number, at: number): Subject {
    const subject = this.#subject;
    for (let slot = 0; slot < this.#columns.length; slot++) {
      subject.features[slot] = this.#engine.readCustomer(row, this.#columns[slot], at);
    }
    if (this.#usesAttributes) subject.attributes = this.#engine.attributes(row);
    this.#row = row;
    this.#at = at;
    this.#affinities = undefined;
    return subject;
  }

  /** Affinities are looked up when a rule first asks: most rules of a customer never do. */
  #share(attribute: string, value: string): number {
    this.#affinities ??= this.#engine.affinities(this.#row, this.#at, affinityLimit);
    const found = this.#affinities.find((one) => one.attribute === attribute);
    if (found === undefined || found.values.length === 0) return Number.NaN;
    return found.values.find((one) => one.value === value)?.share ?? 0;
  }
}
