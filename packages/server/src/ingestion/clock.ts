/** Arrival times of journal records: wall clock, but never going back, also across restarts. */
export class ArrivalClock {
  #latest = 0;

  now(): number {
    const wall = Date.now();
    if (wall > this.#latest) this.#latest = wall;
    return this.#latest;
  }

  /** A record of this arrival time exists: later ones must not be earlier. */
  observe(receivedAt: number): void {
    if (receivedAt > this.#latest) this.#latest = receivedAt;
  }
}
