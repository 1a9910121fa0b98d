import { type Expected, type Gain, GainCurve } from '../gain.ts';

/** What one policy of one placement did. */
export interface PolicyReport {
  placement: string;
  /** As the server's decisions name it. */
  policy: string;
  clicks: number;
  conversions: number;
  revenue: number;
  /** Expected clicks by the truth. */
  all: Gain;
  lastFifth: Gain;
}

/** Adds up decisions and what came of them, by placement and policy. */
export class PolicyReports {
  readonly #entries = new Map<string, PolicyTotals>();

  of(placement: string, policy: string): PolicyTotals {
    const key = `${placement}\n${policy}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = new PolicyTotals(placement, policy);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  list(): PolicyReport[] {
    return [...this.#entries.values()].map((entry) => entry.report());
  }
}

export class PolicyTotals {
  clicks = 0;
  conversions = 0;
  revenue = 0;
  readonly #placement: string;
  readonly #policy: string;
  readonly #gain = new GainCurve();

  constructor(placement: string, policy: string) {
    this.#placement = placement;
    this.#policy = policy;
  }

  decided(expected: Expected): void {
    this.#gain.add(expected);
  }

  report(): PolicyReport {
    return {
      placement: this.#placement,
      policy: this.#policy,
      clicks: this.clicks,
      conversions: this.conversions,
      revenue: this.revenue,
      all: this.#gain.total(),
      lastFifth: this.#gain.lastFifth(),
    };
  }
}
