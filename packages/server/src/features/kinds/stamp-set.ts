/** A set of small whole numbers that is emptied in constant time and allocates only to grow. */
export class StampSet {
  #stamps = new Int32Array(1024);
  #now = 1;
  size = 0;

  clear(): void {
    this.size = 0;
    if (this.#now === 0x7fffffff) {
      this.#stamps.fill(0);
      this.#now = 0;
    }
    this.#now++;
  }

  add(value: number): void {
    if (value >= this.#stamps.length) {
      const stamps = new Int32Array((value + 1) * 2);
      stamps.set(this.#stamps);
      this.#stamps = stamps;
    }
    if (this.#stamps[value] === this.#now) return;
    this.#stamps[value] = this.#now;
    this.size++;
  }
}
