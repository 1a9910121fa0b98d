import type { Random } from '@personalize/learn';

/** How what customers want moves with time. */
export interface DriftOptions {
  /**
   * Share of the way to unrelated wants that is gone in 30 days, 0 to 1: at 0.1 they are unrelated to the first
   * day's after 300 days. Default 0.
   */
  perMonth?: number;
  /** Days (from 0) on which wants change at once. Default none. */
  changePoints?: readonly number[];
  /** How much a change point changes, 0 to 1; 1 makes wants unrelated to before. Default 0.5. */
  changeSize?: number;
}

/**
 * A vector of numbers that moves: on day t it is cos α · A + sin α · B with α growing evenly, so that its
 * length stays about the same; each change point mixes both A and B with newly drawn ones.
 */
export class DriftingVector {
  readonly #epochs: { from: number; a: Float64Array; b: Float64Array }[] = [];
  readonly #anglePerDay: number;
  #day = -1;
  /** The vector of the latest day asked for; overwritten by the next {@link DriftingVector.on}. */
  readonly now: Float64Array;

  /** @param draw a new vector with a mean of 0, unrelated to others that it drew */
  constructor(
    first: Float64Array,
    draw: (random: Random) => Float64Array,
    drift: DriftOptions,
    random: Random,
  ) {
    const { perMonth = 0, changePoints = [], changeSize = 0.5 } = drift;
    this.#anglePerDay = ((Math.PI / 2) * perMonth) / 30;
    this.now = new Float64Array(first.length);
    this.#epochs.push({ from: 0, a: first, b: draw(random) });
    const keep = Math.sqrt(1 - changeSize * changeSize);
    for (const from of [...changePoints].sort((x, y) => x - y)) {
      const { a, b } = this.#epochs[this.#epochs.length - 1];
      const mixed = (old: Float64Array) => {
        const fresh = draw(random);
        return old.map((value, i) => keep * value + changeSize * fresh[i]);
      };
      this.#epochs.push({ from, a: mixed(a), b: mixed(b) });
    }
  }

  /** Moves {@link DriftingVector.now} to a day (whole days from 0). */
  on(day: number): Float64Array {
    if (day === this.#day) return this.now;
    this.#day = day;
    let epoch = this.#epochs[0];
    for (const later of this.#epochs) if (later.from <= day) epoch = later;
    const cosine = Math.cos(this.#anglePerDay * day);
    const sine = Math.sin(this.#anglePerDay * day);
    for (let i = 0; i < this.now.length; i++) this.now[i] = cosine * epoch.a[i] + sine * epoch.b[i];
    return this.now;
  }
}
