/** Value at `x`; writes the gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  /** Stop when the largest gradient component is at most this. Default 1e-6. */
  tolerance?: number;
  /** Default 500. */
  maxIterations?: number;
  /** Pairs of steps and gradient changes kept. Default 10. */
  memory?: number;
}

export interface Minimum {
  x: Float64Array;
  value: number;
  iterations: number;
  converged: boolean;
}

/**
 * Minimises a smooth function by L-BFGS with Armijo backtracking (Nocedal and Wright, Numerical
 * Optimization, algorithms 7.4 and 3.1). A pair without positive curvature is left out, so the direction
 * stays one of descent on functions that are not convex.
 *
 * @param start not changed
 * @throws RangeError if the function is not finite at `start`
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  const { tolerance = 1e-6, maxIterations = 500, memory = 10 } = options;
  const n = start.length;
  let x = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let value = objective(x, gradient);
  if (!Number.isFinite(value)) throw new RangeError(`objective must be finite at the start, got ${value}`);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  let iterations = 0;
  for (; iterations < maxIterations; iterations++) {
    if (largest(gradient) <= tolerance) return { x, value, iterations, converged: true };
    const direction = descent(gradient, steps, changes);
    const slope = dot(gradient, direction);
    let step = steps.length === 0 ? Math.min(1, 1 / largest(gradient)) : 1;
    const next = new Float64Array(n);
    const nextGradient = new Float64Array(n);
    let nextValue = Infinity;
    let accepted = false;
    for (let halvings = 0; halvings < 50; halvings++, step /= 2) {
      for (let i = 0; i < n; i++) next[i] = x[i] + step * direction[i];
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + 1e-4 * step * slope) {
        accepted = true;
        break;
      }
    }
    if (!accepted) {
      if (steps.length === 0) return { x, value, iterations, converged: false };
      steps.length = 0;
      changes.length = 0;
      continue;
    }
    const s = next.map((v, i) => v - x[i]);
    const y = nextGradient.map((v, i) => v - gradient[i]);
    if (dot(s, y) > 1e-12 * dot(y, y)) {
      steps.push(s);
      changes.push(y);
      if (steps.length > memory) {
        steps.shift();
        changes.shift();
      }
    }
    x = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return { x, value, iterations, converged: largest(gradient) <= tolerance };
}

/** The two-loop recursion: −H g with the inverse Hessian H implied by the kept pairs. */
function descent(gradient: Float64Array, steps: Float64Array[], changes: Float64Array[]): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    alphas[i] = dot(steps[i], q) / dot(steps[i], changes[i]);
    for (let j = 0; j < q.length; j++) q[j] -= alphas[i] * changes[i][j];
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const scale = dot(steps[last], changes[last]) / dot(changes[last], changes[last]);
    for (let j = 0; j < q.length; j++) q[j] *= scale;
  }
  for (let i = 0; i < steps.length; i++) {
    const beta = dot(changes[i], q) / dot(steps[i], changes[i]);
    for (let j = 0; j < q.length; j++) q[j] += (alphas[i] - beta) * steps[i][j];
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function largest(v: Float64Array): number {
  let m = 0;
  for (let i = 0; i < v.length; i++) m = Math.max(m, Math.abs(v[i]));
  return m;
}
