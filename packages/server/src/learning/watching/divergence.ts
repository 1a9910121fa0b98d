/** A share below this counts as this: an empty bin says "rare", not "never". */
const leastShare = 1e-4;

/**
 * Population stability index, Σ (p − q) ln(p / q): 0 for equal distributions; by custom above 0.1 a small and
 * above 0.25 a large shift (Siddiqi, "Credit Risk Scorecards", 2006).
 * @param p, q counts or shares of the same bins; NaN when either is empty
 */
export function populationStabilityIndex(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = [shares(p), shares(q)];
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * Math.log(a[i] / b[i]);
  return sum;
}

/**
 * Jensen–Shannon divergence in bits: 0 for equal distributions, 1 for ones that share no bin (Lin, IEEE
 * Transactions on Information Theory 37, 1991).
 * @param p, q counts or shares of the same bins; NaN when either is empty
 */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [pSum, qSum] = [total(p), total(q)];
  if (!(pSum > 0 && qSum > 0)) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i] / pSum, q[i] / qSum];
    const middle = (a + b) / 2;
    if (a > 0) sum += (a * Math.log2(a / middle)) / 2;
    if (b > 0) sum += (b * Math.log2(b / middle)) / 2;
  }
  return Math.max(0, sum);
}

function shares(counts: ArrayLike<number>): Float64Array {
  const sum = total(counts);
  return Float64Array.from(counts, (count) => (sum > 0 ? Math.max(leastShare, count / sum) : Number.NaN));
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i];
  return sum;
}
