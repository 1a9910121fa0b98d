import { Random } from '@personalize/learn';
import { contextCount, dayMs, drawChannel, type Visit, writeContext } from './context.ts';
import { Population, traitCount } from './customers.ts';
import { DriftingVector, type DriftOptions } from './drift.ts';
import { attributeCount, categories, drawItems, type SimulatedItem, writeAttributes } from './items.ts';
import { logistic } from './logistic.ts';
import { conversionByChannel, drawContextTastes, drawOtherTastes, drawTastes } from './tastes.ts';

export interface WorldOptions {
  customers: number;
  items: number;
  /** The same seed and options give the same world, bit by bit, on every machine. */
  seed: number;
  /** Epoch milliseconds of day 0, at a full day of UTC. */
  start: number;
  drift?: DriftOptions;
  /** How often an item is clicked that means nothing to anyone, above 0 and below 1. Default 0.035. */
  clickRate?: number;
  /** In front of every id, so that several worlds fit into one catalog. Default none. */
  idPrefix?: string;
}

const usualClickRate = 0.035;
/** Standard deviations of what no profile shows: an item's own appeal, and a customer's own liking of a category. */
const hiddenAppeal = 0.3;
const hiddenLiking = 0.2;
const seasonalSwing = 0.25;
const conversionBaseline = -2.6;
const secondsToClick = 25;

/** Numbers of {@link World.writeFeatures} per item. */
export const featureCount = (traitCount + contextCount) * attributeCount;

/**
 * A bank whose customers' true wants are known: the probability that any customer clicks and converts on any
 * item, at any rank, moment, channel and device, can be computed. The log-odds of a click are a bilinear form
 * of what customer and moment show and what the item shows, plus the season of its category, plus what nobody
 * can see: the item's appeal and the customer's own liking of its category.
 */
export class World {
  readonly options: WorldOptions;
  readonly customers: Population;
  readonly items: readonly SimulatedItem[];
  /** Items × {@link attributeCount}, standardised. */
  readonly attributes: Float64Array;
  /** Log-odds of a click on an item that means nothing to anyone. */
  readonly #baseline: number;
  readonly #tastes: DriftingVector;
  readonly #appeals: DriftingVector;
  readonly #contextTastes: Float64Array;
  readonly #liking: Float32Array;
  readonly #category: Uint8Array;
  readonly #peakDay: Float64Array;
  readonly #shown = new Float64Array(traitCount + contextCount);
  readonly #want = new Float64Array(attributeCount);
  readonly #season = new Float64Array(categories.length);

  constructor(options: WorldOptions) {
    const { seed, items, customers, idPrefix = '', drift = {}, clickRate = usualClickRate } = options;
    this.options = options;
    this.#baseline = Math.log(clickRate / (1 - clickRate));
    const random = new Random(seed);
    this.customers = new Population(customers, idPrefix, random.fork());
    this.items = drawItems(items, idPrefix, random.fork());
    this.attributes = new Float64Array(items * attributeCount);
    for (const [i, item] of this.items.entries()) writeAttributes(item, this.attributes, i * attributeCount);
    const drawAppeals = (from: Random) =>
      Float64Array.from({ length: items }, () => from.normal(0, hiddenAppeal));
    this.#tastes = new DriftingVector(drawTastes(random.fork()), drawOtherTastes, drift, random.fork());
    this.#appeals = new DriftingVector(drawAppeals(random.fork()), drawAppeals, drift, random.fork());
    this.#contextTastes = drawContextTastes(random.fork());
    const likings = random.fork();
    this.#liking = Float32Array.from({ length: customers * categories.length }, () =>
      likings.normal(0, hiddenLiking),
    );
    this.#category = Uint8Array.from(this.items, (item) => categories.indexOf(item.category));
    const seasons = random.fork();
    this.#peakDay = Float64Array.from(categories, () => 365 * seasons.uniform());
  }

  /** Someone comes, by some channel and device. */
  arrive(at: number, random: Random): Visit {
    const customer = this.customers.arrive(random);
    return { customer, at, ...drawChannel(this.customers.preference(customer, 'techSavviness'), random) };
  }

  /**
   * Writes the probability that the visit's customer clicks each item when looking at it, items in order.
   *
   * @param lift added to all log-odds, as by a better page
   */
  writeAttractions(visit: Visit, out: Float64Array, lift = 0): void {
    this.#prepare(visit);
    for (let i = 0; i < this.items.length; i++) out[i] = logistic(this.#logOdds(visit.customer, i) + lift);
  }

  /** Probability of a click on an item shown at a rank (from 0): looking there × being attracted. */
  clickProbability(visit: Visit, item: number, rank: number, lift = 0): number {
    this.#prepare(visit);
    return examination(rank) * logistic(this.#logOdds(visit.customer, item) + lift);
  }

  /** Probability that who clicked signs in the end: what attracts also convinces, less so when the price weighs. */
  conversionProbability(visit: Visit, item: number): number {
    this.#prepare(visit);
    const price = this.attributes[item * attributeCount + 4];
    const sensitivity = this.customers.preference(visit.customer, 'priceSensitivity') - 0.5;
    const attraction = this.#logOdds(visit.customer, item) - this.#baseline;
    return logistic(
      conversionBaseline + 0.3 * attraction - sensitivity * price + conversionByChannel[visit.channel],
    );
  }

  /** Milliseconds from seeing to clicking: log-normal. */
  clickDelay(random: Random): number {
    return Math.ceil(1000 * secondsToClick * Math.exp(random.normal(0, 0.8)));
  }

  /** Milliseconds from the click to the signature: log-normal around the item's own median, 14 days at most. */
  conversionDelay(item: number, random: Random): number {
    const hours = this.items[item].decisionHours * Math.exp(random.normal(0, 0.9));
    return Math.ceil(Math.min(14 * dayMs, hours * 3_600_000));
  }

  /**
   * Writes what a policy may see, items × {@link featureCount}, row-major: products of the customer's traits
   * and the moment with the item's attributes.
   */
  writeFeatures(visit: Visit, out: Float64Array): void {
    for (let i = 0; i < this.items.length; i++) this.writeItemFeatures(visit, i, out, i * featureCount);
  }

  /** One row of {@link World.writeFeatures}. */
  writeItemFeatures(visit: Visit, item: number, out: Float64Array, offset: number): void {
    this.#writeShown(visit);
    for (let u = 0, at = offset; u < this.#shown.length; u++) {
      for (let k = 0; k < attributeCount; k++, at++)
        out[at] = this.#shown[u] * this.attributes[item * attributeCount + k];
    }
  }

  #writeShown(visit: Visit): void {
    this.customers.writeTraits(visit.customer, this.#shown);
    writeContext(visit, this.#shown, traitCount);
  }

  /** Sums over what the customer and the moment show: what they want of each attribute, and of each category. */
  #prepare(visit: Visit): void {
    this.#writeShown(visit);
    const day = Math.max(0, Math.floor((visit.at - this.options.start) / dayMs));
    const tastes = this.#tastes.on(day);
    this.#appeals.on(day);
    this.#want.fill(0);
    for (let u = 0; u < this.#shown.length; u++) {
      const shown = this.#shown[u];
      const [from, row] = u < traitCount ? [tastes, u] : [this.#contextTastes, u - traitCount];
      for (let k = 0; k < attributeCount; k++) this.#want[k] += shown * from[row * attributeCount + k];
    }
    const dayOfYear = (visit.at / dayMs) % 365.25;
    for (let c = 0; c < categories.length; c++)
      this.#season[c] = seasonalSwing * Math.cos((2 * Math.PI * (dayOfYear - this.#peakDay[c])) / 365.25);
  }

  #logOdds(customer: number, item: number): number {
    const category = this.#category[item];
    const appeals = this.#appeals.now;
    let sum =
      this.#baseline +
      appeals[item] +
      this.#season[category] +
      this.#liking[customer * categories.length + category];
    for (let k = 0; k < attributeCount; k++)
      sum += this.#want[k] * this.attributes[item * attributeCount + k];
    return sum;
  }
}

/** Chance of looking at a rank (from 0): 1, 0.8, 0.67, 0.57… */
export function examination(rank: number): number {
  return 1 / (1 + 0.25 * rank);
}
