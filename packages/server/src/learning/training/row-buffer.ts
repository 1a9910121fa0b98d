/** Rows that belong together: a slate, or the candidates at a basket's instant. */
export interface RowGroup {
  /** Epoch ms. */
  at: number;
  /** Decision id, or the offset of the basket's first record. */
  id: string;
  /** Groups of one customer have one number. */
  customer: number;
  start: number;
  size: number;
  /** Items that turned out relevant, those outside the group's rows included. */
  relevant: number;
}

/** Shared, so that threads of the learner read rows without a copy. */
type Floats = Float32Array<SharedArrayBuffer>;
type Ints = Int32Array<SharedArrayBuffer>;

/** A growing table of rows in flat arrays; the first `rows` are filled. */
export class RowBuffer {
  readonly width: number;
  readonly baselineWidth: number;
  rows = 0;
  readonly groups: RowGroup[] = [];
  /** `rows × width`, NaN where missing. */
  features: Floats;
  /** 1 where what the label asks for happened. */
  labels: Floats;
  /** Money of the outcome. */
  values: Floats;
  weights: Floats;
  /** Probability with which the policy showed the item at its rank; 1 for baskets. */
  propensities: Floats;
  /** Rank in the served slate, from 1; 0 for baskets. */
  ranks: Ints;
  /** Item rows of the replayed world. */
  items: Ints;
  /** `rows × baselineWidth`: scores of the methods to compare with. */
  baselines: Floats;

  constructor(width: number, baselineWidth: number, capacity = 1024) {
    this.width = width;
    this.baselineWidth = baselineWidth;
    this.features = floats(capacity * width);
    this.labels = floats(capacity);
    this.values = floats(capacity);
    this.weights = floats(capacity);
    this.propensities = floats(capacity);
    this.ranks = ints(capacity);
    this.items = ints(capacity);
    this.baselines = floats(capacity * baselineWidth);
  }

  /** Makes room for one more row (weight and propensity 1, all else 0) and returns its number. */
  push(): number {
    if (this.rows === this.labels.length) this.#resize(Math.max(1024, this.rows * 2));
    const row = this.rows++;
    this.weights[row] = 1;
    this.propensities[row] = 1;
    return row;
  }

  /** Removes rows for which `keep` says no, and groups that lose all of theirs. */
  filter(keep: (row: number) => boolean): void {
    const groups = this.groups.splice(0);
    let to = 0;
    for (const group of groups) {
      const start = to;
      for (let row = group.start; row < group.start + group.size; row++) if (keep(row)) this.#move(row, to++);
      if (to > start) this.groups.push({ ...group, start, size: to - start });
    }
    this.rows = to;
  }

  /** Rows of each group, in order. */
  get groupSizes(): Int32Array {
    return Int32Array.from(this.groups, ({ size }) => size);
  }

  get byteLength(): number {
    return (this.width + this.baselineWidth + 6) * 4 * this.labels.length;
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    const { width, baselineWidth } = this;
    this.features.copyWithin(to * width, from * width, (from + 1) * width);
    this.baselines.copyWithin(to * baselineWidth, from * baselineWidth, (from + 1) * baselineWidth);
    for (const column of [
      this.labels,
      this.values,
      this.weights,
      this.propensities,
      this.ranks,
      this.items,
    ]) {
      column[to] = column[from];
    }
  }

  #resize(capacity: number): void {
    const { rows, width, baselineWidth } = this;
    this.features = grown(this.features, floats(capacity * width), rows * width);
    this.baselines = grown(this.baselines, floats(capacity * baselineWidth), rows * baselineWidth);
    this.labels = grown(this.labels, floats(capacity), rows);
    this.values = grown(this.values, floats(capacity), rows);
    this.weights = grown(this.weights, floats(capacity), rows);
    this.propensities = grown(this.propensities, floats(capacity), rows);
    this.ranks = grown(this.ranks, ints(capacity), rows);
    this.items = grown(this.items, ints(capacity), rows);
  }
}

function floats(length: number): Floats {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}

function ints(length: number): Ints {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

function grown<A extends Floats | Ints>(from: A, to: A, filled: number): A {
  to.set(from.subarray(0, filled));
  return to;
}
