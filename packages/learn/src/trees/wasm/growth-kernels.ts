import type { Code, WasmFunction } from './assembler.ts';
import {
  assemble,
  f64x2,
  fill,
  get,
  i32,
  i64,
  i64x2,
  set,
  tee,
  v128,
  wasmFunction,
  whileLoop,
} from './assembler.ts';
import type { GradientKernels } from './gradient-kernels.ts';
import { gradientFunctions, gradientKernels } from './gradient-kernels.ts';
import type { WasmMemory, WasmModule } from './runtime.ts';
import { instantiate } from './runtime.ts';

/** How one histogram entry holds its sums. */
export type HistogramKind = 'packed' | 'wide';

/** Bytes of one histogram entry: two int32 packed in an i64, or two float64 that hold whole numbers. */
export const entryBytes: Record<HistogramKind, number> = { packed: 8, wide: 16 };
const entryShift: Record<HistogramKind, number> = { packed: 3, wide: 4 };

/** Features of one block: 16 histograms of 256 packed entries fill 32 KiB, so they stay in the L1 cache. */
export const maxBlockWidth = 16;

/** Bytes from one row to the next in a block of `width` features: a power of two, so no row crosses a cache line. */
export const rowStride = (width: number): number => (width > 8 ? 16 : width > 4 ? 8 : width > 2 ? 4 : width);

export interface GrowthKernels extends GradientKernels {
  /** Adds the gradients of `rows[begin..end)` to the histograms of one block. Addresses are in bytes. */
  accumulate(
    kind: HistogramKind,
    width: number,
    rows: number,
    end: number,
    bins: number,
    gradients: number,
    histogram: number,
  ): void;
  /** `a[i] -= b[i]` over `bytes` bytes, a multiple of 16. */
  subtract(kind: HistogramKind, a: number, b: number, bytes: number): void;
  clear(address: number, bytes: number): void;
  /** Reads a range once, in order, so that what follows finds it in the cache. */
  stream(begin: number, end: number): void;
  /**
   * Splits rows[begin..end) stably by `goesLeft[codes[row]]`; returns how many went left. `left` may be the
   * source itself, since no row is written past the one being read.
   */
  partition(rows: number, end: number, codes: number, goesLeft: number, left: number, right: number): number;
}

const accumulateName = (kind: HistogramKind, width: number) => `accumulate_${kind}_${width}`;

/** One row at a time, unrolled over the block's features: every histogram's offset is part of the instruction. */
function accumulate(kind: HistogramKind, width: number, binStride: number): WasmFunction {
  const bytes = entryBytes[kind];
  const shift = Math.log2(rowStride(width));
  return wasmFunction(
    accumulateName(kind, width),
    { rows: 'i32', end: 'i32', bins: 'i32', gradients: 'i32', histogram: 'i32' },
    { row: 'i32', codes: 'i32', entry: 'i32', gradient: kind === 'packed' ? 'i64' : 'v128' },
    undefined,
    (v) => {
      const add = (feature: number): Code => {
        const offset = feature * binStride * bytes;
        const entry = set(
          v.entry,
          i32.add(get(v.histogram), i32.shl(i32.load8(get(v.codes), feature), i32.const(entryShift[kind]))),
        );
        const address = get(v.entry);
        return kind === 'packed'
          ? [...entry, ...i64.store(address, i64.add(i64.load(address, offset), get(v.gradient)), offset)]
          : [
              ...entry,
              ...v128.store(address, f64x2.add(v128.load(address, offset), get(v.gradient)), offset),
            ];
      };
      const gradientAt = i32.add(get(v.gradients), i32.shl(get(v.row), i32.const(entryShift[kind])));
      return [
        whileLoop(
          i32.ltU(get(v.rows), get(v.end)),
          set(v.row, i32.load(get(v.rows))),
          set(v.codes, i32.add(get(v.bins), i32.shl(get(v.row), i32.const(shift)))),
          set(v.gradient, kind === 'packed' ? i64.load(gradientAt) : v128.load(gradientAt)),
          ...Array.from({ length: width }, (_, feature) => add(feature)),
          set(v.rows, i32.add(get(v.rows), i32.const(4))),
        ),
      ];
    },
  );
}

function subtract(kind: HistogramKind): WasmFunction {
  const minus = kind === 'packed' ? i64x2.sub : f64x2.sub;
  return wasmFunction(
    `subtract_${kind}`,
    { a: 'i32', b: 'i32', bytes: 'i32' },
    { end: 'i32' },
    undefined,
    (v) => [
      set(v.end, i32.add(get(v.a), get(v.bytes))),
      whileLoop(
        i32.ltU(get(v.a), get(v.end)),
        v128.store(get(v.a), minus(v128.load(get(v.a)), v128.load(get(v.b)))),
        set(v.a, i32.add(get(v.a), i32.const(16))),
        set(v.b, i32.add(get(v.b), i32.const(16))),
      ),
    ],
  );
}

const clear = wasmFunction('clear', { address: 'i32', bytes: 'i32' }, {}, undefined, (v) => [
  fill(get(v.address), i32.const(0), get(v.bytes)),
]);

/** The memory's prefetcher follows reads in order, but not the scattered ones of a node's rows. */
const stream = wasmFunction('stream', { begin: 'i32', end: 'i32' }, { seen: 'i32' }, 'i32', (v) => [
  whileLoop(
    i32.ltU(get(v.begin), get(v.end)),
    set(v.seen, i32.or(get(v.seen), i32.load(get(v.begin)))),
    set(v.begin, i32.add(get(v.begin), i32.const(64))),
  ),
  get(v.seen),
]);

/** Writes each row to both sides and moves only one of the two ends, so there is no branch to mispredict. */
const partition = wasmFunction(
  'partition',
  { rows: 'i32', end: 'i32', codes: 'i32', goesLeft: 'i32', left: 'i32', right: 'i32' },
  { row: 'i32', step: 'i32', start: 'i32' },
  'i32',
  (v) => [
    set(v.start, get(v.left)),
    whileLoop(
      i32.ltU(get(v.rows), get(v.end)),
      set(v.row, i32.load(get(v.rows))),
      set(v.step, i32.load8(i32.add(get(v.goesLeft), i32.load8(i32.add(get(v.codes), get(v.row)))))),
      i32.store(get(v.left), get(v.row)),
      i32.store(get(v.right), get(v.row)),
      set(v.left, i32.add(get(v.left), tee(v.step, i32.shl(get(v.step), i32.const(2))))),
      set(v.right, i32.add(get(v.right), i32.sub(i32.const(4), get(v.step)))),
      set(v.rows, i32.add(get(v.rows), i32.const(4))),
    ),
    i32.sub(get(v.left), get(v.start)),
  ],
);

const kinds: HistogramKind[] = ['packed', 'wide'];

/** Bytes of the module for histograms of `binStride` entries a feature. */
export function growthModule(binStride: number): Uint8Array<ArrayBuffer> {
  const widths = Array.from({ length: maxBlockWidth }, (_, i) => i + 1);
  return assemble(
    [
      ...kinds.flatMap((kind) => widths.map((width) => accumulate(kind, width, binStride))),
      ...kinds.map(subtract),
      clear,
      stream,
      partition,
      ...gradientFunctions,
    ],
    'shared',
  );
}

/** Binds the module to the memory that a training session shares among its threads. */
export function bindGrowthKernels(module: WasmModule, memory: WasmMemory): GrowthKernels {
  const exported = instantiate(module, memory);
  const accumulators = {
    packed: Array.from({ length: maxBlockWidth + 1 }, (_, w) => exported[accumulateName('packed', w)]),
    wide: Array.from({ length: maxBlockWidth + 1 }, (_, w) => exported[accumulateName('wide', w)]),
  };
  const subtractors = { packed: exported.subtract_packed, wide: exported.subtract_wide };
  return {
    accumulate: (kind, width, rows, end, bins, gradients, histogram) =>
      accumulators[kind][width](rows, end, bins, gradients, histogram),
    subtract: (kind, a, b, bytes) => subtractors[kind](a, b, bytes),
    clear: (address, bytes) => exported.clear(address, bytes),
    stream: (begin, end) => exported.stream(begin, end),
    partition: (rows, end, codes, goesLeft, left, right) =>
      exported.partition(rows, end, codes, goesLeft, left, right) >> 2,
    ...gradientKernels(exported),
  };
}
