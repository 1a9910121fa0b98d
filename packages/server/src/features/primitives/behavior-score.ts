import type { StateSection } from '../../stores/online/online-store.ts';
import type { TypeNumbers } from '../vocabulary.ts';
import { decay } from './decay.ts';
import type { PackedRows } from './packed-rows.ts';
import type { Occurrence, Primitive } from './primitive.ts';
import { RankHistogram } from './rank-histogram.ts';

/** Buckets per doubling of engagement. */
const resolution = 8;

/**
 * 0..100: the share of all customers whose decayed, weighted engagement is below this one's (equals count
 * half). Decay multiplies everyone alike, so the order only changes with events: engagement x at time t is
 * ranked by log2(x) + t / halfLife, which stays the same while time passes, and a histogram of those ranks
 * answers at any time.
 */
export class BehaviorScore implements Primitive, StateSection {
  readonly name: string;
  readonly events: ReadonlySet<string>;
  readonly #weights: TypeNumbers;
  readonly #halfLife: number;
  readonly #rows: PackedRows;
  readonly #place: number;
  readonly #histogram = new RankHistogram();

  constructor(
    rows: PackedRows,
    name: string,
    events: ReadonlySet<string>,
    weights: TypeNumbers,
    halfLife: number,
  ) {
    this.name = name;
    this.events = events;
    this.#weights = weights;
    this.#halfLife = halfLife;
    this.#rows = rows;
    this.#place = rows.take(name, 2);
  }

  update(o: Occurrence): void {
    this.#add(o.customerRow, o.time, this.#weights.byCode[o.type]);
  }

  merge(from: number, to: number): void {
    const { data } = this.#rows;
    const i = this.#index(from);
    const engagement = data[i];
    if (!(engagement > 0)) return;
    this.#histogram.remove(this.#bucket(i));
    data[i] = 0;
    this.#add(to, data[i + 1], engagement);
  }

  forget(row: number): void {
    const i = this.#index(row);
    if (this.#rows.data[i] > 0) this.#histogram.remove(this.#bucket(i));
  }

  /** 0 for a customer who never did anything that counts. */
  value(row: number): number {
    const i = this.#index(row);
    return this.#rows.data[i] > 0 ? this.#histogram.percentile(this.#bucket(i)) : 0;
  }

  save(): Uint8Array {
    return this.#histogram.save();
  }

  restore(bytes: Uint8Array): void {
    this.#histogram.restore(bytes);
  }

  #index(row: number): number {
    return row * this.#rows.stride + this.#place;
  }

  #bucket(i: number): number {
    const { data } = this.#rows;
    return Math.floor((Math.log2(data[i]) + data[i + 1] / this.#halfLife) * resolution);
  }

  #add(row: number, time: number, weight: number): void {
    const { data } = this.#rows;
    const i = this.#index(row);
    if (data[i] > 0) this.#histogram.remove(this.#bucket(i));
    const last = data[i + 1];
    if (time >= last) {
      data[i] = data[i] * decay(time - last, this.#halfLife) + weight;
      data[i + 1] = time;
    } else data[i] += weight * decay(last - time, this.#halfLife);
    this.#histogram.add(this.#bucket(i));
  }
}
