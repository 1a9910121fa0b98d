/** Nodes and weights of an integration rule on [−1, 1]. */
export interface Rule {
  nodes: Float64Array;
  weights: Float64Array;
}

const rules = new Map<number, Rule>();

/**
 * Gauss–Legendre rule with n nodes, by Newton's method on the Legendre polynomial (Press et al., Numerical
 * Recipes, 3rd edition, section 4.6.1). Kept for the next call.
 */
export function gaussLegendre(n: number): Rule {
  const known = rules.get(n);
  if (known !== undefined) return known;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < Math.ceil(n / 2); i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 50; step++) {
      let p = 1;
      let before = 0;
      for (let k = 1; k <= n; k++) [p, before] = [((2 * k - 1) * x * p - (k - 1) * before) / k, p];
      slope = (n * (x * p - before)) / (x * x - 1);
      const move = p / slope;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    nodes[i] = -x;
    nodes[n - 1 - i] = x;
    weights[i] = weights[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
  }
  const rule = { nodes, weights };
  rules.set(n, rule);
  return rule;
}

/** ∫ f over [from, to] by the n-node rule. */
export function integrate(f: (x: number) => number, from: number, to: number, n: number): number {
  const { nodes, weights } = gaussLegendre(n);
  const half = (to - from) / 2;
  const middle = (to + from) / 2;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i] * f(middle + half * nodes[i]);
  return sum * half;
}

/**
 * The argument between `from` and `to` at which an increasing function reaches `target`, by Ridders' method
 * (Ridders, "A new algorithm for computing a single root of a real continuous function", IEEE Trans. Circuits
 * and Systems 26, 1979). Beyond the function's values there, the nearer end.
 */
export function invert(f: (x: number) => number, target: number, from: number, to: number): number {
  const tolerance = 1e-13 * Math.max(Math.abs(from), Math.abs(to));
  let low = from;
  let high = to;
  let atLow = f(low) - target;
  let atHigh = f(high) - target;
  if (atLow >= 0) return low;
  if (atHigh <= 0) return high;
  for (let step = 0; step < 100 && high - low > tolerance; step++) {
    const middle = (low + high) / 2;
    const atMiddle = f(middle) - target;
    if (atMiddle === 0) return middle;
    const guess = middle - ((middle - low) * atMiddle) / Math.sqrt(atMiddle * atMiddle - atLow * atHigh);
    const atGuess = f(guess) - target;
    if (atGuess === 0) return guess;
    const points = [
      [low, atLow],
      [middle, atMiddle],
      [guess, atGuess],
      [high, atHigh],
    ].sort((a, b) => a[0] - b[0]);
    const rise = points.findIndex(([, value]) => value > 0);
    [low, atLow] = points[rise - 1];
    [high, atHigh] = points[rise];
  }
  return (low + high) / 2;
}
