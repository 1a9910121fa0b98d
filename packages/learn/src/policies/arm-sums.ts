import { fading } from './learning-options.ts';

/** Two running sums under a key, and when they were last brought up to date. */
export type ArmSumsJson = { [arm: string]: [weight: number, total: number, at: number] };

/**
 * Per arm the weight of what was observed and its total reward, both fading with the half-life. Arms never
 * observed take no memory.
 */
export class ArmSums {
  readonly #halfLife: number | null;
  readonly #sums = new Map<string, Float64Array>();

  constructor(halfLife: number | null) {
    this.#halfLife = halfLife;
  }

  add(arm: string, weight: number, total: number, at: number | undefined): void {
    let sums = this.#sums.get(arm);
    if (sums === undefined) {
      fading(this.#halfLife, 0, at);
      sums = Float64Array.of(0, 0, at ?? 0);
      this.#sums.set(arm, sums);
    }
    // An observation that comes late has itself faded by then; the sums stay where they are in time.
    const kept = fading(this.#halfLife, sums[2], at);
    const counts = this.#halfLife === null || at === undefined ? 1 : fading(this.#halfLife, at, sums[2]);
    sums[0] = sums[0] * kept + weight * counts;
    sums[1] = sums[1] * kept + total * counts;
    if (at !== undefined) sums[2] = Math.max(sums[2], at);
  }

  /** The sums as they stand at `at`. */
  read(arm: string, at: number | undefined): { weight: number; total: number } {
    const sums = this.#sums.get(arm);
    if (sums === undefined) return { weight: 0, total: 0 };
    const kept = fading(this.#halfLife, sums[2], at);
    return { weight: sums[0] * kept, total: sums[1] * kept };
  }

  /** Keys of the arms ever observed, the earliest first. */
  arms(): string[] {
    return [...this.#sums.keys()];
  }

  /** Drops what is known of an arm; it starts from the prior again. */
  forget(arm: string): void {
    this.#sums.delete(arm);
  }

  toJSON(): ArmSumsJson {
    const entries = Array.from(this.#sums, ([arm, s]): [string, [number, number, number]] => [
      arm,
      [s[0], s[1], s[2]],
    ]);
    return Object.fromEntries(entries);
  }

  /** @throws RangeError if a sum is not finite or a weight is negative */
  static fromJSON(json: ArmSumsJson, halfLife: number | null): ArmSums {
    const result = new ArmSums(halfLife);
    for (const [arm, sums] of Object.entries(json)) {
      if (!Array.isArray(sums) || sums.length !== 3 || !sums.every(Number.isFinite) || sums[0] < 0) {
        throw new RangeError(
          `arm "${arm}" must hold weight (0 or more), total and time, got ${JSON.stringify(sums)}`,
        );
      }
      result.#sums.set(arm, Float64Array.from(sums));
    }
    return result;
  }
}
