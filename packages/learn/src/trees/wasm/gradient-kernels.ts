import type { Code, ValueType, WasmFunction } from './assembler.ts';
import { f32x4, get, i32, i32x4, set, shuffleWords, v128, wasmFunction, whileLoop } from './assembler.ts';

/**
 * Loops over gradients, four rows at a time. Ranges are padded to a multiple of four, so a call may read and
 * write up to three numbers past its end; regions leave room for that. Addresses are in bytes.
 */
export interface GradientKernels {
  /** p = 1 / (1 + e^-margin); gradient (p - label) weight, hessian max(p (1 - p), 1e-16) weight. */
  logistic(
    margins: number,
    end: number,
    labels: number,
    weights: number,
    gradients: number,
    hessians: number,
  ): void;
  /** Largest absolute gradient; NaN when one is. */
  largestGradient(values: number, end: number): number;
  /** Least value; NaN when one is. */
  least(values: number, end: number): number;
  /**
   * Writes packed entries of rows in order; leaves sums of gradients, hessians and absolute gradients as
   * three int32 at `sums`. The caller sees to it that no sum reaches 2^31.
   */
  quantise(
    gradients: number,
    end: number,
    hessians: number,
    entries: number,
    gradientScale: number,
    hessianScale: number,
    sums: number,
  ): void;
}

const local = (v: number): Code => get(v);

/**
 * e^x by range reduction to |r| <= ln 2 / 2 and a polynomial of degree 6, relative error about 2e-7
 * (Cephes, S. L. Moshier). `x` must be a local; `n` and `r` are scratch.
 */
function exponential(x: number, n: number, r: number): Code[] {
  const polynomial = [1.9875691e-4, 1.3981999e-3, 8.3334519e-3, 4.1665796e-2, 1.6666665e-1, 0.5]
    .map((c) => f32x4.const(c))
    .reduce((sum, c) => f32x4.add(f32x4.mul(sum, local(r)), c));
  return [
    set(x, f32x4.max(f32x4.const(-87), f32x4.min(f32x4.const(87), local(x)))),
    set(n, f32x4.nearest(f32x4.mul(local(x), f32x4.const(Math.LOG2E)))),
    // ln 2 in two parts, the first short enough that n times it is exact.
    set(
      r,
      f32x4.sub(
        f32x4.sub(local(x), f32x4.mul(local(n), f32x4.const(0.693359375))),
        f32x4.mul(local(n), f32x4.const(-2.1219444e-4)),
      ),
    ),
    set(
      x,
      f32x4.mul(
        f32x4.add(f32x4.add(f32x4.mul(polynomial, f32x4.mul(local(r), local(r))), local(r)), f32x4.const(1)),
        i32x4.shl(i32x4.add(i32x4.fromF32x4(local(n)), i32x4.const(127)), 23),
      ),
    ),
  ];
}

const logistic = wasmFunction(
  'logistic',
  {
    ...({ margins: 'i32', end: 'i32', labels: 'i32', weights: 'i32' } as const),
    ...({ gradients: 'i32', hessians: 'i32' } as const),
  },
  { x: 'v128', n: 'v128', r: 'v128' },
  undefined,
  (v) => [
    whileLoop(
      i32.ltU(get(v.margins), get(v.end)),
      set(v.x, f32x4.neg(v128.load(get(v.margins)))),
      ...exponential(v.x, v.n, v.r),
      set(v.x, f32x4.div(f32x4.const(1), f32x4.add(f32x4.const(1), get(v.x)))),
      set(v.n, v128.load(get(v.weights))),
      v128.store(get(v.gradients), f32x4.mul(f32x4.sub(get(v.x), v128.load(get(v.labels))), get(v.n))),
      v128.store(
        get(v.hessians),
        f32x4.mul(
          f32x4.max(f32x4.mul(get(v.x), f32x4.sub(f32x4.const(1), get(v.x))), f32x4.const(1e-16)),
          get(v.n),
        ),
      ),
      ...[v.margins, v.labels, v.weights, v.gradients, v.hessians].map((at) =>
        set(at, i32.add(get(at), i32.const(16))),
      ),
    ),
  ],
);

function reduce(name: string, join: (a: Code, b: Code) => Code, read: (a: Code) => Code): WasmFunction {
  return wasmFunction(name, { values: 'i32', end: 'i32' }, { best: 'v128', low: 'v128' }, 'f32', (v) => {
    const swapped = (words: number[]) => join(get(v.best), shuffleWords(get(v.best), get(v.best), words));
    return [
      set(v.best, read(v128.load(get(v.values)))),
      whileLoop(
        i32.ltU(get(v.values), get(v.end)),
        set(v.best, join(get(v.best), read(v128.load(get(v.values))))),
        set(v.values, i32.add(get(v.values), i32.const(16))),
      ),
      set(v.best, swapped([2, 3, 0, 1])),
      set(v.best, swapped([1, 0, 3, 2])),
      f32x4.lane(get(v.best), 0),
    ];
  });
}

const quantiseParameters: Record<
  'gradients' | 'end' | 'hessians' | 'entries' | 'gradientScale' | 'hessianScale' | 'sums',
  ValueType
> = {
  ...({ gradients: 'i32', end: 'i32', hessians: 'i32', entries: 'i32' } as const),
  ...({ gradientScale: 'f32', hessianScale: 'f32', sums: 'i32' } as const),
};

const quantise = wasmFunction(
  'quantise',
  quantiseParameters,
  {
    ...({ g: 'v128', h: 'v128', sumG: 'v128', sumH: 'v128', sumA: 'v128' } as const),
    ...({ scaleG: 'v128', scaleH: 'v128' } as const),
  },
  undefined,
  (v) => {
    const whole = (from: number, scale: number) =>
      i32x4.fromF32x4(f32x4.nearest(f32x4.mul(v128.load(get(from)), get(scale))));
    const total = (sum: number) =>
      [1, 2, 3].reduce<Code>(
        (all, lane) => i32.add(all, i32x4.lane(get(sum), lane)),
        i32x4.lane(get(sum), 0),
      );
    return [
      set(v.scaleG, f32x4.splat(get(v.gradientScale))),
      set(v.scaleH, f32x4.splat(get(v.hessianScale))),
      whileLoop(
        i32.ltU(get(v.gradients), get(v.end)),
        set(v.g, whole(v.gradients, v.scaleG)),
        set(v.h, whole(v.hessians, v.scaleH)),
        set(v.sumG, i32x4.add(get(v.sumG), get(v.g))),
        set(v.sumH, i32x4.add(get(v.sumH), get(v.h))),
        set(v.sumA, i32x4.add(get(v.sumA), i32x4.abs(get(v.g)))),
        // The hessian is the low word of each entry, so it never carries into the gradient.
        v128.store(get(v.entries), shuffleWords(get(v.h), get(v.g), [0, 4, 1, 5])),
        v128.store(get(v.entries), shuffleWords(get(v.h), get(v.g), [2, 6, 3, 7]), 16),
        set(v.gradients, i32.add(get(v.gradients), i32.const(16))),
        set(v.hessians, i32.add(get(v.hessians), i32.const(16))),
        set(v.entries, i32.add(get(v.entries), i32.const(32))),
      ),
      i32.store(get(v.sums), total(v.sumG)),
      i32.store(get(v.sums), total(v.sumH), 4),
      i32.store(get(v.sums), total(v.sumA), 8),
    ];
  },
);

export const gradientFunctions: WasmFunction[] = [
  logistic,
  reduce('largest_gradient', f32x4.max, f32x4.abs),
  reduce('least', f32x4.min, (a) => a),
  quantise,
];

/** The kernels of an instance whose module holds `gradientFunctions`. */
export const gradientKernels = (
  exported: Record<string, (...args: number[]) => number>,
): GradientKernels => ({
  logistic: exported.logistic,
  largestGradient: exported.largest_gradient,
  least: exported.least,
  quantise: exported.quantise,
});
