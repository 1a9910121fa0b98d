/**
 * Exponentially decayed sums that never need refreshing: forward decay (Cormode, Shkapenyuk, Srivastava,
 * Xu, "Forward decay", ICDE 2009). A sum keeps log2 Σ w·2^(t/halfLife), t being each event's own time. Sums
 * with one half-life keep their order while time passes, so a sorted list changes only where an event
 * arrives, and a late event counts exactly what it would have counted in time. The logarithm keeps 2^(t/h)
 * within range. 0 stands for "nothing yet" (a zeroed column), since no real sum has that value.
 *
 * `logWeight` is log2 of the event's weight.
 */
export function addDecayed(sum: number, time: number, logWeight: number, halfLife: number): number {
  const added = time / halfLife + logWeight;
  if (sum === 0) return added;
  const gap = sum > added ? added - sum : sum - added;
  const high = Math.max(sum, added);
  // Below 2^−52 of the sum nothing changes. exp and log1p: several times faster here than ** and log2.
  return gap < -52 ? high : high + Math.log1p(Math.exp(gap * Math.LN2)) * Math.LOG2E;
}

/** The sum's value at `at` (epoch ms): Σ w·2^(−(at−t)/halfLife). 0 when nothing was added. */
export function decayedValue(sum: number, at: number, halfLife: number): number {
  return sum === 0 ? 0 : Math.exp((sum - at / halfLife) * Math.LN2);
}

/** Weights by event type as `addDecayed` takes them. */
export function logWeights(weights: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  return new Map(Object.entries(weights).map(([type, weight]) => [type, Math.log2(weight)]));
}
