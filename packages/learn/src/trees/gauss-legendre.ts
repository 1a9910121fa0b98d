/** Points and weights on [0, 1] that integrate polynomials up to degree 2 x count - 1 exactly. */
export interface Quadrature {
  points: Float64Array;
  weights: Float64Array;
}

const known = new Map<number, Quadrature>();

/**
 * Gauss-Legendre quadrature by Newton's method on the Legendre polynomial (Press et al., Numerical Recipes,
 * 3rd ed., section 4.6).
 * @param count at least 1
 */
export function gaussLegendre(count: number): Quadrature {
  const found = known.get(count);
  if (found) return found;
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let turn = 0; turn < 100; turn++) {
      let p = 1;
      let before = 0;
      for (let n = 1; n <= count; n++) {
        const next = ((2 * n - 1) * x * p - (n - 1) * before) / n;
        before = p;
        p = next;
      }
      slope = (count * (x * p - before)) / (x * x - 1);
      const step = p / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    points[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  const made = { points, weights };
  known.set(count, made);
  return made;
}
