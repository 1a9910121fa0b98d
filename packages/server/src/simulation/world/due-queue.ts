/** Things that happen later, the earliest first; those of one time in the order they were added. A binary heap. */
export class DueQueue<T> {
  readonly #heap: { due: number; order: number; value: T }[] = [];
  #added = 0;

  get length(): number {
    return this.#heap.length;
  }

  add(due: number, value: T): void {
    const heap = this.#heap;
    const entry = { due, order: this.#added++, value };
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = entry;
  }

  /** Takes out, in order, what is due at `time` or before. */
  *until(time: number): Generator<T, void> {
    while (this.#heap.length > 0 && this.#heap[0].due <= time) yield this.#take();
  }

  #take(): T {
    const heap = this.#heap;
    const first = heap[0].value;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function before(a: { due: number; order: number }, b: { due: number; order: number }): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
