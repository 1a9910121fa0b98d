import { windowSeconds } from './window.ts';

/** What is counted for each second. */
export const secondFields = [
  'events',
  'simulated',
  'recommendations',
  'impressions',
  'clicks',
  'addToCarts',
  'purchases',
] as const;
export type SecondField = (typeof secondFields)[number];

/** Counts per second over the last {@link windowSeconds}, with their sums. */
export class SecondRing {
  readonly #counts = new Map<SecondField, Int32Array>(
    secondFields.map((f) => [f, new Int32Array(windowSeconds)]),
  );
  /** Money per second by currency. */
  readonly #revenue = new Map<string, Float64Array>();
  #now = 0;

  get now(): number {
    return this.#now;
  }

  /** The counts of one field by `second % windowSeconds`. Call {@link advance} before writing. */
  counts(field: SecondField): Int32Array {
    return this.#counts.get(field)!;
  }

  addRevenue(currency: string, value: number, second: number): void {
    let ring = this.#revenue.get(currency);
    if (ring === undefined) {
      ring = new Float64Array(windowSeconds);
      this.#revenue.set(currency, ring);
    }
    ring[second % windowSeconds] += value;
  }

  /** Empties the seconds that left the window. */
  advance(second: number): void {
    if (second <= this.#now) return;
    const first = Math.max(this.#now + 1, second - windowSeconds + 1);
    for (let s = first; s <= second; s++) {
      const i = s % windowSeconds;
      for (const counts of this.#counts.values()) counts[i] = 0;
      for (const ring of this.#revenue.values()) ring[i] = 0;
    }
    this.#now = second;
  }

  sum(field: SecondField): number {
    let total = 0;
    for (const count of this.counts(field)) total += count;
    return total;
  }

  /** Money of the window by currency, largest first. */
  revenue(): { currency: string; amount: number }[] {
    const sums = [...this.#revenue].map(([currency, ring]) => ({
      currency,
      amount: ring.reduce((a, b) => a + b, 0),
      seen: ring.some((value) => value !== 0),
    }));
    return sums
      .filter(({ seen }) => seen)
      .map(({ currency, amount }) => ({ currency, amount }))
      .sort((a, b) => b.amount - a.amount);
  }

  save(): { counts: [SecondField, Int32Array][]; revenue: [string, Float64Array][]; now: number } {
    return { counts: [...this.#counts], revenue: [...this.#revenue], now: this.#now };
  }

  restore(saved: ReturnType<SecondRing['save']>): void {
    for (const [field, counts] of saved.counts) this.#counts.get(field)?.set(counts);
    this.#revenue.clear();
    for (const [currency, ring] of saved.revenue) this.#revenue.set(currency, ring.slice());
    this.#now = saved.now;
  }
}
