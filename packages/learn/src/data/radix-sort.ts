/**
 * Sorts 32-bit keys, and positions along with them, by three counting passes of 11 bits (least
 * significant digit radix sort; Knuth, TAOCP 3, 5.2.5).
 */
export class RadixSorter {
  keys: Uint32Array<ArrayBuffer>;
  positions: Uint32Array<ArrayBuffer>;
  private otherKeys: Uint32Array<ArrayBuffer>;
  private otherPositions: Uint32Array<ArrayBuffer>;
  private readonly counts = new Uint32Array(2048);

  /** Room for `capacity` keys; positions are carried along only when asked for. */
  constructor(capacity: number, withPositions: boolean) {
    this.keys = new Uint32Array(capacity);
    this.otherKeys = new Uint32Array(capacity);
    this.positions = new Uint32Array(withPositions ? capacity : 0);
    this.otherPositions = new Uint32Array(withPositions ? capacity : 0);
  }

  /** Sorts the first `count` entries of `keys` (and `positions`) ascending, stably. */
  sort(count: number): void {
    for (const shift of [0, 11, 22]) this.pass(count, shift);
  }

  private pass(count: number, shift: number): void {
    const { keys, otherKeys, positions, otherPositions, counts } = this;
    counts.fill(0);
    for (let i = 0; i < count; i++) counts[(keys[i] >>> shift) & 2047]++;
    let total = 0;
    for (let digit = 0; digit < 2048; digit++) {
      const here = counts[digit];
      counts[digit] = total;
      total += here;
    }
    if (positions.length === 0) {
      for (let i = 0; i < count; i++) otherKeys[counts[(keys[i] >>> shift) & 2047]++] = keys[i];
    } else {
      for (let i = 0; i < count; i++) {
        const at = counts[(keys[i] >>> shift) & 2047]++;
        otherKeys[at] = keys[i];
        otherPositions[at] = positions[i];
      }
    }
    this.keys = otherKeys;
    this.otherKeys = keys;
    this.positions = otherPositions;
    this.otherPositions = positions;
  }
}

/** Bits of a float32 as an unsigned integer that orders as the float does; the inverse is `fromSortable`. */
export const toSortable = (bits: number): number =>
  ((bits & 0x80000000) !== 0 ? ~bits : bits | 0x80000000) >>> 0;

export const fromSortable = (key: number): number =>
  ((key & 0x80000000) !== 0 ? key & 0x7fffffff : ~key) >>> 0;
