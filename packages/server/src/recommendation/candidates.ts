import { type SourceName, sourceNames } from './placement.ts';

export const maxCandidates = 1000;
/** Stamps are 32-bit. */
const lastGeneration = 2 ** 31 - 1;
export const sourceCount = sourceNames.length;

/**
 * The candidates of one request, by position: item rows, what each source said of them, and details for
 * reasons. One object serves every request in turn; nothing is allocated while it fills.
 */
export class CandidateSet {
  readonly rows = new Int32Array(maxCandidates);
  /** `evidence[position * sourceCount + source]`: the source's score, 0 when it did not name the item. */
  readonly evidence = new Float64Array(maxCandidates * sourceCount);
  /** What the source's evidence rests on (the seed's item row, the affinity's attribute value…); −1 when nothing. */
  readonly details = new Int32Array(maxCandidates * sourceCount);
  /** The source that named the item first. */
  readonly first = new Uint8Array(maxCandidates);
  count = 0;
  /** Different items that sources named, the filters' rejects included. */
  retrieved = 0;

  #stamps = new Int32Array(1024);
  #positions = new Int32Array(1024);
  #generation = 0;
  #limit = maxCandidates;
  #source = 0;
  #left = 0;
  #accept: (row: number) => boolean = () => true;

  /** Empties the set. `rows`: one past the highest item row; `accept`: whether an item may be shown. */
  begin(limit: number, rows: number, accept: (row: number) => boolean): void {
    this.count = 0;
    this.retrieved = 0;
    this.#limit = Math.min(limit, maxCandidates);
    this.#accept = accept;
    if (++this.#generation > lastGeneration) {
      this.#stamps.fill(0);
      this.#generation = 1;
    }
    if (rows > this.#stamps.length) {
      this.#stamps = new Int32Array(rows * 2);
      this.#positions = new Int32Array(rows * 2);
    }
  }

  /** What follows is said by this source, which may name `limit` eligible items. */
  beginSource(name: SourceName, limit: number): void {
    this.#source = sourceNames.indexOf(name);
    this.#left = limit;
  }

  /** How many of the candidates each source named. */
  bySource(): Record<SourceName, number> {
    const counts = Object.fromEntries(sourceNames.map((name) => [name, 0])) as Record<SourceName, number>;
    for (let position = 0; position < this.count; position++) {
      for (let s = 0; s < sourceCount; s++) {
        if (this.evidence[position * sourceCount + s] > 0) counts[sourceNames[s]]++;
      }
    }
    return counts;
  }

  /** Takes one named item. False once the source has named all it may. */
  offer(row: number, score: number, detail = -1): boolean {
    if (row < 0 || row >= this.#stamps.length || !(score > 0)) return this.#left > 0;
    let position: number;
    if (this.#stamps[row] === this.#generation) {
      position = this.#positions[row];
      if (position < 0) return this.#left > 0;
    } else {
      if (this.count >= this.#limit) return this.#left > 0;
      this.#stamps[row] = this.#generation;
      this.retrieved++;
      if (!this.#accept(row)) {
        this.#positions[row] = -1;
        return this.#left > 0;
      }
      position = this.count++;
      this.#positions[row] = position;
      this.rows[position] = row;
      this.first[position] = this.#source;
      const base = position * sourceCount;
      for (let s = 0; s < sourceCount; s++) {
        this.evidence[base + s] = 0;
        this.details[base + s] = -1;
      }
    }
    const cell = position * sourceCount + this.#source;
    if (this.evidence[cell] === 0) this.#left--;
    if (score > this.evidence[cell]) {
      this.evidence[cell] = score;
      this.details[cell] = detail;
    }
    return this.#left > 0;
  }
}
