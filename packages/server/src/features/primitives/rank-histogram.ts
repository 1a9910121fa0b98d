const blockShift = 8;
const blockSize = 1 << blockShift;

/**
 * Counts by whole-number bucket, with the percentage of entries below a bucket. Two levels: it adds up block
 * totals, then the buckets of one block.
 */
export class RankHistogram {
  #counts = new Int32Array(0);
  #blocks = new Int32Array(0);
  /** Bucket number of `#counts[0]`; a multiple of the block size. */
  #first = 0;
  #total = 0;

  add(bucket: number): void {
    this.#makeRoom(bucket);
    this.#change(bucket, 1);
  }

  remove(bucket: number): void {
    if (this.#counts[bucket - this.#first] > 0) this.#change(bucket, -1);
  }

  /** 0..100: the percentage of entries below the bucket plus half of those in it; 0 when empty. */
  percentile(bucket: number): number {
    if (this.#total === 0) return 0;
    const at = Math.min(Math.max(bucket - this.#first, -1), this.#counts.length);
    if (at < 0) return 0;
    const block = at >> blockShift;
    let below = 0;
    for (let b = 0; b < block; b++) below += this.#blocks[b];
    for (let i = block << blockShift; i < at; i++) below += this.#counts[i];
    return (50 * (2 * below + (this.#counts[at] ?? 0))) / this.#total;
  }

  save(): Uint8Array {
    const saved = new Int32Array(this.#counts.length + 1);
    saved[0] = this.#first;
    saved.set(this.#counts, 1);
    return new Uint8Array(saved.buffer);
  }

  restore(bytes: Uint8Array): void {
    const saved = new Int32Array(bytes.slice().buffer);
    this.#first = saved[0];
    this.#counts = saved.slice(1);
    this.#blocks = new Int32Array(this.#counts.length >> blockShift);
    this.#total = 0;
    this.#counts.forEach((count, i) => {
      this.#blocks[i >> blockShift] += count;
      this.#total += count;
    });
  }

  #change(bucket: number, by: number): void {
    const at = bucket - this.#first;
    this.#counts[at] += by;
    this.#blocks[at >> blockShift] += by;
    this.#total += by;
  }

  #makeRoom(bucket: number): void {
    if (bucket >= this.#first && bucket < this.#first + this.#counts.length) return;
    const block = Math.floor(bucket / blockSize) * blockSize;
    const empty = this.#counts.length === 0;
    const first = empty ? block : Math.min(block, this.#first);
    const end = empty ? block + blockSize : Math.max(block + blockSize, this.#first + this.#counts.length);
    const counts = new Int32Array(end - first);
    const blocks = new Int32Array((end - first) >> blockShift);
    if (!empty) {
      counts.set(this.#counts, this.#first - first);
      blocks.set(this.#blocks, (this.#first - first) >> blockShift);
    }
    this.#counts = counts;
    this.#blocks = blocks;
    this.#first = first;
  }
}
