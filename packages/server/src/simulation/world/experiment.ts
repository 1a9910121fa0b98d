import { type Assign, compileAssignment } from '@personalize/learn';
import { type Decision, type Variant, variants } from './decision.ts';
import type { World } from './world.ts';

export const experimentKey = 'clearer-offer-page';

/** One customer's part in the experiment. Truths are expectations over what this customer was shown. */
export interface CustomerResult {
  customer: number;
  variant: Variant;
  /** Epoch milliseconds. */
  firstExposureAt: number;
  decisions: number;
  impressions: number;
  clicks: number;
  conversions: number;
  revenue: number;
  /** True probability of converting at least once, and true mean revenue, had all been shown in either variant. */
  trueConversion: Record<Variant, number>;
  trueRevenue: Record<Variant, number>;
}

/**
 * An experiment on every customer: the treatment's page adds `lift` to the log-odds of every click. Both
 * potential outcomes of everyone are kept, so the true effect on those who took part is known exactly.
 */
export class WorldExperiment {
  readonly lift: number;
  readonly #world: World;
  readonly #assign: Assign;
  readonly #counts: Float64Array;
  readonly #firstAt: Float64Array;

  constructor(world: World, lift: number) {
    this.#world = world;
    this.lift = lift;
    this.#assign = compileAssignment({
      key: experimentKey,
      variants: variants.map((key) => ({ key, weight: 0.5 })),
    });
    this.#counts = new Float64Array(world.customers.size * width);
    this.#firstAt = new Float64Array(world.customers.size);
  }

  variantOf(customer: number): Variant {
    return this.#assign(this.#world.customers.id(customer)).variant as Variant;
  }

  liftOf(variant: Variant): number {
    return variant === 'treatment' ? this.lift : 0;
  }

  add({ visit, slots }: Decision): void {
    const { customer, at } = visit;
    const row = this.#counts.subarray(customer * width, (customer + 1) * width);
    if (row[column.decisions] === 0) {
      this.#firstAt[customer] = at;
      row[column.missControl] = 1;
      row[column.missTreatment] = 1;
    }
    row[column.decisions]++;
    for (const { item, rank, clickedAt, convertedAt, value, conversionProbability } of slots) {
      row[column.impressions]++;
      if (clickedAt !== null) row[column.clicks]++;
      if (convertedAt !== null) {
        row[column.conversions]++;
        row[column.revenue] += value;
      }
      const mean = this.#world.items[item].value;
      const control = this.#world.clickProbability(visit, item, rank) * conversionProbability;
      const treatment = this.#world.clickProbability(visit, item, rank, this.lift) * conversionProbability;
      row[column.missControl] *= 1 - control;
      row[column.missTreatment] *= 1 - treatment;
      row[column.revenueControl] += control * mean;
      row[column.revenueTreatment] += treatment * mean;
    }
  }

  /** Null for who was never exposed. */
  result(customer: number): CustomerResult | null {
    const row = this.#counts.subarray(customer * width, (customer + 1) * width);
    if (row[column.decisions] === 0) return null;
    return {
      customer,
      variant: this.variantOf(customer),
      firstExposureAt: this.#firstAt[customer],
      decisions: row[column.decisions],
      impressions: row[column.impressions],
      clicks: row[column.clicks],
      conversions: row[column.conversions],
      revenue: row[column.revenue],
      trueConversion: { control: 1 - row[column.missControl], treatment: 1 - row[column.missTreatment] },
      trueRevenue: { control: row[column.revenueControl], treatment: row[column.revenueTreatment] },
    };
  }
}

const column = {
  decisions: 0,
  impressions: 1,
  clicks: 2,
  conversions: 3,
  revenue: 4,
  missControl: 5,
  missTreatment: 6,
  revenueControl: 7,
  revenueTreatment: 8,
} as const;
const width = Object.keys(column).length;
