export interface BodyGateOptions {
  /** Bytes of bodies being worked on at once; a larger body is let in when it is alone. */
  open: number;
  /** Bytes of bodies that wait, at most. */
  waiting: number;
}

/**
 * Lets so many bytes of request bodies be worked on at once; the others wait as they came, in order. A body that
 * is parsed early only waits as a thousand objects, which the garbage collector copies meanwhile.
 */
export class BodyGate {
  readonly #options: BodyGateOptions;
  #inside = 0;
  #waitingBytes = 0;
  #waiting: { bytes: number; start: () => void }[] = [];
  #next = 0;

  constructor(options: BodyGateOptions) {
    this.#options = options;
  }

  /** Calls `start` now or when there is room; each start needs a `leave` with the same bytes. False: no room to wait. */
  enter(bytes: number, start: () => void): boolean {
    if (this.#next === this.#waiting.length && this.#hasRoom(bytes)) {
      this.#inside += bytes;
      start();
      return true;
    }
    if (this.#waitingBytes + bytes > this.#options.waiting) return false;
    this.#waitingBytes += bytes;
    this.#waiting.push({ bytes, start });
    return true;
  }

  leave(bytes: number): void {
    this.#inside -= bytes;
    while (this.#next < this.#waiting.length && this.#hasRoom(this.#waiting[this.#next].bytes)) {
      const next = this.#waiting[this.#next++];
      this.#waitingBytes -= next.bytes;
      this.#inside += next.bytes;
      next.start();
    }
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
  }

  #hasRoom(bytes: number): boolean {
    return this.#inside === 0 || this.#inside + bytes <= this.#options.open;
  }
}
