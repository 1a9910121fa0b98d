import { randomBytes } from 'node:crypto';
import { createFingerprint, fingerprintKeyBytes } from '../fingerprint.ts';
import { release } from '../memory.ts';

const firstSlots = 1024;
/** Words of a slot: row + 1 (0 for an empty slot), and 96 bits of the key's fingerprint. */
const slotWords = 4;

/**
 * Rows by key: open addressing over keyed fingerprints, a quarter of a cache line a key. Against a Map of
 * strings it takes one access to memory instead of four, no string is joined or hashed by the engine for it,
 * and the garbage collector has nothing to walk. Keys themselves are not held: two keys are taken for one with
 * a chance below 10⁻¹⁵ at ten million of them, and nobody who does not know the random key can look for such.
 */
export class KeyIndex {
  size = 0;
  readonly #fingerprint = createFingerprint(randomBytes(fingerprintKeyBytes));
  #slots = new Int32Array(firstSlots * slotWords);
  #mask = firstSlots - 1;

  get byteLength(): number {
    return this.#slots.byteLength;
  }

  /** −1 when absent. */
  get(key: string): number {
    this.#fingerprint.of(key);
    return this.#slots[this.#find()] - 1;
  }

  /** The row of `prefix` (two characters) and `rest` behind it. */
  getPrefixed(prefix: string, rest: string): number {
    this.#fingerprint.ofPrefixed(prefix, rest);
    return this.#slots[this.#find()] - 1;
  }

  set(key: string, row: number): void {
    this.#fingerprint.of(key);
    const { words } = this.#fingerprint;
    const at = this.#find();
    if (this.#slots[at] === 0) this.size++;
    this.#slots[at] = row + 1;
    this.#slots[at + 1] = words[0];
    this.#slots[at + 2] = words[1];
    this.#slots[at + 3] = words[2];
    if (this.size * 2 > this.#mask) this.#grow();
  }

  /** Removes a key, closing the gap (Knuth, TAOCP vol. 3, 6.4, algorithm R). No-op when it is absent. */
  delete(key: string): void {
    this.#fingerprint.of(key);
    let gap = this.#find();
    const slots = this.#slots;
    if (slots[gap] === 0) return;
    this.size--;
    for (let probe = this.#after(gap); slots[probe] !== 0; probe = this.#after(probe)) {
      const home = slots[probe + 1] & this.#mask;
      const distance = ((probe >>> 2) - home) & this.#mask;
      if (distance >= (((probe - gap) >>> 2) & this.#mask)) {
        slots.copyWithin(gap, probe, probe + slotWords);
        gap = probe;
      }
    }
    slots[gap] = 0;
  }

  /** Where the slot of the current fingerprint begins, or the empty slot that it would take. */
  #find(): number {
    const slots = this.#slots;
    const { words } = this.#fingerprint;
    const a = words[0] | 0;
    const b = words[1] | 0;
    const c = words[2] | 0;
    let at = (a & this.#mask) << 2;
    while (slots[at] !== 0 && (slots[at + 1] !== a || slots[at + 2] !== b || slots[at + 3] !== c)) {
      at = this.#after(at);
    }
    return at;
  }

  #after(at: number): number {
    return (at + slotWords) & ((this.#mask << 2) | 3);
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let from = 0; from < old.length; from += slotWords) {
      if (old[from] === 0) continue;
      let at = (old[from + 1] & this.#mask) << 2;
      while (this.#slots[at] !== 0) at = this.#after(at);
      for (let i = 0; i < slotWords; i++) this.#slots[at + i] = old[from + i];
    }
    release(old.buffer);
  }
}
