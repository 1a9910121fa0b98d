import type { Random } from '@personalize/learn';
import { logistic } from './logistic.ts';

/** What customers say they want, each 0 to 1. */
export const preferenceNames = [
  'financialServices',
  'digitalBanking',
  'investmentProducts',
  'riskTolerance',
  'techSavviness',
  'priceSensitivity',
  'brandLoyalty',
] as const;
export type PreferenceName = (typeof preferenceNames)[number];

export type Tier = 'Premium' | 'Gold' | 'Silver' | 'Bronze';

export interface SimulatedCustomer {
  customerId: string;
  /** Years. */
  age: number;
  /** A year, in the world's currency. */
  income: number;
  tier: Tier;
  preferences: Record<PreferenceName, number>;
}

/** Names of the numbers of a customer's trait vector: a constant, then all they show, standardised. */
export const traitNames = ['constant', 'age', 'income', ...preferenceNames] as const;
export const traitCount = traitNames.length;

/** The server's preconfigured segments of the group `tier`, by yearly income and age in years. */
export function tierOf(income: number, age: number): Tier {
  if (income >= 125_000 || (income >= 100_000 && age >= 45)) return 'Premium';
  if (income >= 75_000 || (income >= 50_000 && age >= 55)) return 'Gold';
  return income >= 35_000 ? 'Silver' : 'Bronze';
}

/** All customers in typed arrays: about 150 bytes each, so that millions fit. */
export class Population {
  readonly size: number;
  readonly #prefix: string;
  readonly #ages: Uint8Array;
  readonly #incomes: Float64Array;
  readonly #preferences: Float64Array;
  /** Running sum of how often each comes, for drawing who comes next. */
  readonly #arrivals: Float64Array;

  constructor(size: number, prefix: string, random: Random) {
    this.size = size;
    this.#prefix = prefix;
    this.#ages = new Uint8Array(size);
    this.#incomes = new Float64Array(size);
    this.#preferences = new Float64Array(size * preferenceNames.length);
    this.#arrivals = new Float64Array(size);
    for (let i = 0; i < size; i++) this.#draw(i, random);
  }

  id(index: number): string {
    return `${this.#prefix}c${index + 1}`;
  }

  get(index: number): SimulatedCustomer {
    const age = this.#ages[index];
    const income = this.#incomes[index];
    const preferences = {} as Record<PreferenceName, number>;
    for (const [k, name] of preferenceNames.entries()) preferences[name] = this.#preference(index, k);
    return { customerId: this.id(index), age, income, tier: tierOf(income, age), preferences };
  }

  tier(index: number): Tier {
    return tierOf(this.#incomes[index], this.#ages[index]);
  }

  preference(index: number, name: PreferenceName): number {
    return this.#preference(index, preferenceNames.indexOf(name));
  }

  /** Writes the {@link traitNames} of one customer from `offset` on. */
  writeTraits(index: number, out: Float64Array, offset = 0): void {
    out[offset] = 1;
    out[offset + 1] = (this.#ages[index] - 44) / 15;
    out[offset + 2] = Math.log(this.#incomes[index] / 52_000) / 0.55;
    for (let k = 0; k < preferenceNames.length; k++)
      out[offset + 3 + k] = (this.#preference(index, k) - 0.5) / 0.2;
  }

  /** Someone, the busier ones more often. */
  arrive(random: Random): number {
    const at = random.uniform() * this.#arrivals[this.size - 1];
    let low = 0;
    let high = this.size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#arrivals[middle] > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #preference(index: number, k: number): number {
    return this.#preferences[index * preferenceNames.length + k];
  }

  /** Incomes grow until 55; tech-savviness falls with age; who earns more looks less at prices. */
  #draw(i: number, random: Random): void {
    const age = Math.round(Math.min(88, Math.max(18, random.normal(44, 15))));
    const a = (age - 44) / 15;
    const career = -0.25 * ((age - 55) / 25) ** 2;
    const income = Math.min(
      600_000,
      Math.max(12_000, Math.exp(Math.log(58_000) + career + random.normal(0, 0.5))),
    );
    const y = Math.log(income / 52_000) / 0.55;
    const tech = -0.6 * a + random.normal(0, 0.8);
    const risk = -0.3 * a + 0.2 * y + random.normal(0, 0.85);
    this.#ages[i] = age;
    this.#incomes[i] = Math.round(income / 100) * 100;
    const latent = [
      0.3 * a + 0.3 * y + random.normal(0, 0.85),
      0.6 * tech + random.normal(0, 0.7),
      0.5 * y + 0.4 * risk + random.normal(0, 0.7),
      risk,
      tech,
      -0.5 * y + random.normal(0, 0.8),
      0.4 * a + random.normal(0, 0.85),
    ];
    // Profiles are kept to two decimals, as a questionnaire would; these are the very numbers that count.
    for (const [k, value] of latent.entries())
      this.#preferences[i * latent.length + k] = Math.round(100 * logistic(value)) / 100;
    this.#arrivals[i] = (i === 0 ? 0 : this.#arrivals[i - 1]) + random.gamma(1.5);
  }
}
