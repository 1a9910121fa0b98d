const mostBuckets = 100_000;

interface Bucket {
  tokens: number;
  at: number;
}

export interface RateDecision {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the bucket is full again; when refused, until the next request is allowed. */
  resetSeconds: number;
}

/** Token buckets by name: `limit` requests at once, refilled evenly over a minute. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one token of the bucket `name`, whose size is `limit`. */
  take(name: string, limit: number, now = Date.now()): RateDecision {
    const perMs = limit / 60_000;
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      if (this.#buckets.size >= mostBuckets) this.#sweep(now);
      bucket = { tokens: limit, at: now };
      this.#buckets.set(name, bucket);
    }
    bucket.tokens = Math.min(limit, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
    bucket.at = now;
    if (bucket.tokens < 1) {
      const resetSeconds = Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000));
      return { allowed: false, limit, remaining: 0, resetSeconds };
    }
    bucket.tokens -= 1;
    const resetSeconds = Math.ceil((limit - bucket.tokens) / perMs / 1000);
    return { allowed: true, limit, remaining: Math.floor(bucket.tokens), resetSeconds };
  }

  /** Drops buckets untouched for a minute (they are full again), or the oldest when all are in use. */
  #sweep(now: number): void {
    for (const [name, bucket] of this.#buckets) if (now - bucket.at >= 60_000) this.#buckets.delete(name);
    for (const name of this.#buckets.keys()) {
      if (this.#buckets.size < mostBuckets) return;
      this.#buckets.delete(name);
    }
  }
}
