import type { Random } from '../../packages/learn/src/random/random.ts';

const customerTraits = 5;
const itemTraits = 5;

/** One customer's visit. */
export interface Visit {
  /** Items × dimension: products of customer and item traits. */
  features: Float64Array;
  clickRates: Float64Array;
  best: number;
  mean: number;
}

/**
 * Customers and items with a few known traits each. How traits go together is the world's secret: the log-odds
 * of a click are a bilinear form of them, plus an appeal of each item that no trait shows.
 */
export class ItemWorld {
  readonly names: string[];
  readonly dimension: number;
  readonly #traits: Float64Array;
  readonly #affinity: Float64Array;
  readonly #appeal: Float64Array;

  constructor(items: number, random: Random) {
    this.names = Array.from({ length: items }, (_, i) => `item ${i}`);
    this.dimension = customerTraits * itemTraits;
    this.#traits = Float64Array.from({ length: items * itemTraits }, (_, i) =>
      i % itemTraits === 0 ? 1 : random.normal(),
    );
    this.#affinity = Float64Array.from({ length: this.dimension }, () => random.normal(0, 0.35));
    this.#affinity[0] = -2.5;
    this.#appeal = Float64Array.from({ length: items }, () => random.normal(0, 0.2));
  }

  arrive(random: Random): Visit {
    const customer = Float64Array.from({ length: customerTraits }, (_, i) => (i === 0 ? 1 : random.normal()));
    const items = this.names.length;
    const features = new Float64Array(items * this.dimension);
    const clickRates = new Float64Array(items);
    let best = 0;
    let mean = 0;
    for (let item = 0; item < items; item++) {
      let score = this.#appeal[item];
      const at = item * this.dimension;
      for (let c = 0; c < customerTraits; c++) {
        for (let k = 0; k < itemTraits; k++) {
          const j = c * itemTraits + k;
          features[at + j] = customer[c] * this.#traits[item * itemTraits + k];
          score += this.#affinity[j] * features[at + j];
        }
      }
      clickRates[item] = 1 / (1 + Math.exp(-score));
      best = Math.max(best, clickRates[item]);
      mean += clickRates[item] / items;
    }
    return { features, clickRates, best, mean };
  }
}
