/**
 * Exponentially decayed sums that never need refreshing: forward decay (Cormode, Shkapenyuk, Srivastava,
 * Xu, "Forward decay", ICDE 2009). A sum keeps log2 Σ w·2^(t/halfLife), t being each event's own time. Sums
 * with one half-life keep their order while time passes, so a sorted list changes only where an event
 * arrives, and a late event counts exactly what it would have counted in time. The logarithm keeps 2^(t/h)
 * within range. 0 stands for "nothing yet" (a zeroed column), since no real sum has that value.
 */
export function addDecayed(sum: number, time: number, weight: number, halfLife: number): number {
  const added = time / halfLife + Math.log2(weight);
  if (sum === 0) return added;
  const high = Math.max(sum, added);
  const low = Math.min(sum, added);
  return high - low > 52 ? high : high + Math.log2(1 + 2 ** (low - high));
}

/** Two sums over disjoint events, folded. */
export function foldDecayed(a: number, b: number): number {
  if (a === 0) return b;
  if (b === 0) return a;
  const high = Math.max(a, b);
  return high + Math.log2(1 + 2 ** (Math.min(a, b) - high));
}

/** The sum's value at `at` (epoch ms): Σ w·2^(−(at−t)/halfLife). 0 when nothing was added. */
export function decayedValue(sum: number, at: number, halfLife: number): number {
  return sum === 0 ? 0 : 2 ** (sum - at / halfLife);
}
