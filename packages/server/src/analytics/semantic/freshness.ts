export interface Freshness {
  /** Changes whenever stored events became readable. */
  version: number;
  /** Every event received before is readable. Epoch ms. */
  asOf: number;
}

/** How far the warehouse is behind the journal, in time. */
export class FreshnessClock {
  readonly #source: { head(): number; position(): number };
  readonly #now: () => number;
  /** Heads of the journal, oldest first. */
  #marks: { at: number; head: number }[] = [];
  #asOf: number;

  constructor(source: { head(): number; position(): number }, now: () => number = Date.now) {
    this.#source = source;
    this.#now = now;
    this.#asOf = now();
  }

  /** To be called as the journal grows: remembers where it was, twice a second at most. */
  mark(): void {
    const at = this.#now();
    const last = this.#marks.at(-1);
    if (last !== undefined && at - last.at < 500) return;
    this.#marks.push({ at, head: this.#source.head() });
    // After some minutes of backlog every other mark will do.
    if (this.#marks.length > 1000) this.#marks = this.#marks.filter((_, i) => i % 2 === 1);
  }

  read(): Freshness {
    const version = this.#source.position();
    if (version >= this.#source.head()) {
      this.#marks = [];
      this.#asOf = this.#now();
    } else {
      const behind = this.#marks.findIndex(({ head }) => head > version);
      const reached = behind < 0 ? this.#marks.length : behind;
      if (reached > 0) {
        this.#asOf = Math.max(this.#asOf, this.#marks[reached - 1].at);
        this.#marks.splice(0, reached - 1);
      }
    }
    return { version, asOf: this.#asOf };
  }
}
