/** Expected clicks of one decision, by the truth: what was shown, the best that could be, and any item alike. */
export interface Expected {
  earned: number;
  oracle: number;
  uniform: number;
}

/** Expected clicks over many decisions. */
export interface Gain extends Expected {
  decisions: number;
  /** Σ (oracle − earned). */
  regret: number;
  /** (earned − uniform) / (oracle − uniform): 0 for uniform, 1 for the oracle. Null before the first decision. */
  share: number | null;
}

const mostSpans = 1000;

/**
 * Adds up what decisions earned by the truth. Keeps at most {@link mostSpans} equal spans in their order,
 * however many decisions there are; so the end of the run is known to a thousandth of it.
 */
export class GainCurve {
  readonly #spans: Expected[] = [];
  #width = 1;
  #inLast = 0;
  #decisions = 0;

  add({ earned, oracle, uniform }: Expected): void {
    if (this.#inLast === 0) this.#spans.push({ earned: 0, oracle: 0, uniform: 0 });
    const span = this.#spans[this.#spans.length - 1];
    span.earned += earned;
    span.oracle += oracle;
    span.uniform += uniform;
    this.#decisions++;
    this.#inLast = (this.#inLast + 1) % this.#width;
    if (this.#spans.length === mostSpans && this.#inLast === 0) this.#halve();
  }

  total(): Gain {
    return this.#sum(0, this.#decisions);
  }

  /** The last fifth of the decisions. */
  lastFifth(): Gain {
    const spans = Math.ceil(this.#decisions / 5 / this.#width);
    const from = Math.max(0, this.#spans.length - spans);
    return this.#sum(from, this.#decisions - from * this.#width);
  }

  #sum(from: number, decisions: number): Gain {
    let earned = 0;
    let oracle = 0;
    let uniform = 0;
    for (let i = from; i < this.#spans.length; i++) {
      earned += this.#spans[i].earned;
      oracle += this.#spans[i].oracle;
      uniform += this.#spans[i].uniform;
    }
    const share = oracle > uniform ? (earned - uniform) / (oracle - uniform) : null;
    return { decisions, earned, oracle, uniform, regret: oracle - earned, share };
  }

  #halve(): void {
    for (let i = 0; i < mostSpans / 2; i++) {
      const [a, b] = [this.#spans[2 * i], this.#spans[2 * i + 1]];
      this.#spans[i] = {
        earned: a.earned + b.earned,
        oracle: a.oracle + b.oracle,
        uniform: a.uniform + b.uniform,
      };
    }
    this.#spans.length = mostSpans / 2;
    this.#width *= 2;
  }
}
