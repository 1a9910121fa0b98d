import type { Code, ValueType, WasmFunction } from './assembler.ts';
import {
  assemble,
  f32,
  f32x4,
  f64,
  f64x2,
  get,
  i32,
  set,
  tee,
  v128,
  wasmFunction,
  whileLoop,
} from './assembler.ts';
import type { WasmMemory, WasmModule } from './runtime.ts';
import { compileModule, instantiate } from './runtime.ts';

export type Precision = 'float32' | 'float64';

/** Trees up to this depth are stored as complete binary heaps; deeper ones as linked nodes. */
export const maxHeapDepth = 8;
/** Rows are scored this many at a time, so that the loads of one hide behind the others'. */
export const rowsAtOnce = 8;

/** Bytes of a number, of a heap node (position of its feature, threshold) and of a linked node. */
export const numberBytes: Record<Precision, number> = { float32: 4, float64: 8 };
export const heapNodeBytes: Record<Precision, number> = { float32: 8, float64: 16 };
export const linkedNodeBytes = 16;

/** Numbers from a row's values to their negatives: the columns, rounded up to whole vectors. */
export const halfRow = (columns: number, precision: Precision): number => {
  const lanes = 16 / numberBytes[precision];
  return Math.ceil(columns / lanes) * lanes;
};

/**
 * Adds one tree to the sums of rows up to `end` (a multiple of `rowsAtOnce` rows). Addresses are in bytes;
 * `step` is the distance between the sums of two rows.
 */
export type TreeKernel = (tree: number, rows: number, end: number, sums: number, step: number) => void;

export interface PredictKernels {
  /** By depth (1 to `maxHeapDepth`), and for linked trees at 0. */
  trees: TreeKernel[];
  /**
   * Lays out rows for the other kernels: each value, then each value's negative. `source` holds the values
   * row after row and may be read up to 16 bytes past its end. Returns 1 when one is infinite.
   */
  spread(source: number, rows: number, end: number): number;
}

const numeric = { float32: f32, float64: f64 };
const treeParameters: Record<'tree' | 'rows' | 'end' | 'sums' | 'step', ValueType> = {
  ...({ tree: 'i32', rows: 'i32', end: 'i32', sums: 'i32', step: 'i32' } as const),
};

/**
 * Complete heap of a fixed depth, unrolled: from node i to 2i, or 2i + 1 when the value is not below the
 * threshold. NaN compares false, so missing values go to the even child.
 */
function heapKernel(precision: Precision, depth: number, rowBytes: number): WasmFunction {
  const number = numeric[precision];
  const nodeShift = Math.log2(heapNodeBytes[precision]);
  const valueShift = Math.log2(numberBytes[precision]);
  const thresholdAt = heapNodeBytes[precision] / 2;
  const leavesAt = 2 ** depth * (heapNodeBytes[precision] - numberBytes[precision]);
  const lanes = Array.from({ length: rowsAtOnce }, (_, lane) => lane);
  const locals: Record<string, ValueType> = { at: 'i32' };
  for (const lane of lanes) locals[`node${lane}`] = 'i32';
  return wasmFunction<string, string>(`heap_${depth}`, treeParameters, locals, undefined, (v) => {
    const descend = (lane: number, node: Code): Code => {
      const at = tee(v.at, i32.add(get(v.tree), i32.shl(node, i32.const(nodeShift))));
      const value = number.load(i32.add(get(v.rows), i32.load(at)), lane * rowBytes);
      return i32.add(i32.shl(node, i32.const(1)), number.ge(value, number.load(get(v.at), thresholdAt)));
    };
    const levels: Code[] = [];
    for (let level = 0; level < depth; level++) {
      for (const lane of lanes) {
        const node = v[`node${lane}`];
        levels.push(set(node, descend(lane, level === 0 ? i32.const(1) : get(node))));
      }
    }
    return [
      whileLoop(
        i32.ltU(get(v.rows), get(v.end)),
        ...levels,
        ...lanes.flatMap((lane) => [
          number.store(
            get(v.sums),
            number.add(
              number.load(get(v.sums)),
              number.load(
                i32.add(get(v.tree), i32.shl(get(v[`node${lane}`]), i32.const(valueShift))),
                leavesAt,
              ),
            ),
          ),
          set(v.sums, i32.add(get(v.sums), get(v.step))),
        ]),
        set(v.rows, i32.add(get(v.rows), i32.const(rowsAtOnce * rowBytes))),
      ),
    ];
  });
}

/**
 * Linked nodes of 16 bytes: feature position (-1 at a leaf), address of the even child (the odd one follows
 * it), then the threshold or the leaf's value.
 */
function linkedKernel(precision: Precision, rowBytes: number): WasmFunction {
  const number = numeric[precision];
  return wasmFunction('linked', treeParameters, { node: 'i32', position: 'i32' }, undefined, (v) => [
    whileLoop(
      i32.ltU(get(v.rows), get(v.end)),
      set(v.node, get(v.tree)),
      whileLoop(
        i32.geS(tee(v.position, i32.load(get(v.node))), i32.const(0)),
        set(
          v.node,
          i32.add(
            i32.load(get(v.node), 4),
            i32.shl(
              number.ge(number.load(i32.add(get(v.rows), get(v.position))), number.load(get(v.node), 8)),
              i32.const(Math.log2(linkedNodeBytes)),
            ),
          ),
        ),
      ),
      number.store(get(v.sums), number.add(number.load(get(v.sums)), number.load(get(v.node), 8))),
      set(v.sums, i32.add(get(v.sums), get(v.step))),
      set(v.rows, i32.add(get(v.rows), i32.const(rowBytes))),
    ),
  ]);
}

function spreadKernel(precision: Precision, columns: number): WasmFunction {
  const half = halfRow(columns, precision) * numberBytes[precision];
  const vector = precision === 'float32' ? f32x4 : f64x2;
  const infinity =
    precision === 'float32' ? f32x4.const(Number.POSITIVE_INFINITY) : f64x2.const(Number.POSITIVE_INFINITY);
  return wasmFunction(
    'spread',
    { source: 'i32', rows: 'i32', end: 'i32' },
    { from: 'i32', stop: 'i32', x: 'v128', bad: 'v128' },
    'i32',
    (v) => [
      whileLoop(
        i32.ltU(get(v.rows), get(v.end)),
        set(v.from, get(v.source)),
        set(v.stop, i32.add(get(v.rows), i32.const(half))),
        whileLoop(
          i32.ltU(get(v.rows), get(v.stop)),
          set(v.x, v128.load(get(v.from))),
          v128.store(get(v.rows), get(v.x)),
          v128.store(get(v.rows), vector.neg(get(v.x)), half),
          set(v.bad, v128.or(get(v.bad), vector.eq(vector.abs(get(v.x)), infinity))),
          set(v.from, i32.add(get(v.from), i32.const(16))),
          set(v.rows, i32.add(get(v.rows), i32.const(16))),
        ),
        set(v.source, i32.add(get(v.source), i32.const(columns * numberBytes[precision]))),
        set(v.rows, i32.add(get(v.rows), i32.const(half))),
      ),
      v128.anyTrue(get(v.bad)),
    ],
  );
}

/** Compiled modules by precision and columns; models of one service share few shapes. */
const modules = new Map<string, WasmModule>();
const maxModules = 64;

export function bindPredictKernels(
  precision: Precision,
  columns: number,
  memory: WasmMemory,
): PredictKernels {
  const key = `${precision} ${columns}`;
  let module = modules.get(key);
  if (!module) {
    const rowBytes = 2 * halfRow(columns, precision) * numberBytes[precision];
    const heaps = Array.from({ length: maxHeapDepth }, (_, i) => heapKernel(precision, i + 1, rowBytes));
    module = compileModule(
      assemble([linkedKernel(precision, rowBytes), spreadKernel(precision, columns), ...heaps], 'private'),
    );
    if (modules.size >= maxModules) modules.delete(modules.keys().next().value as string);
    modules.set(key, module);
  }
  const exported = instantiate(module, memory);
  const heaps = Array.from({ length: maxHeapDepth }, (_, i) => exported[`heap_${i + 1}`]);
  return { trees: [exported.linked, ...heaps] as unknown as TreeKernel[], spread: exported.spread };
}
