import type { Code, ValueType, WasmFunction } from './assembler.ts';
import { assemble, f32, f64, get, i32, set, tee, wasmFunction, whileLoop } from './assembler.ts';
import type { WasmMemory, WasmModule } from './runtime.ts';
import { compileModule, instantiate } from './runtime.ts';

export type Precision = 'float32' | 'float64';

/** Trees up to this depth are stored as complete binary heaps; deeper ones as linked nodes. */
export const maxHeapDepth = 8;
/** Rows are scored this many at a time, so that the loads of one hide behind the others'. */
export const rowsAtOnce = 4;

/** Bytes of a number, of a heap node (position of its feature, threshold) and of a linked node. */
export const numberBytes: Record<Precision, number> = { float32: 4, float64: 8 };
export const heapNodeBytes: Record<Precision, number> = { float32: 8, float64: 16 };
export const linkedNodeBytes = 16;

/**
 * Adds one tree to the sums of `count` rows (a multiple of `rowsAtOnce`). Addresses are in bytes; `step` is
 * the distance between the sums of two rows.
 */
export type TreeKernel = (
  tree: number,
  rows: number,
  end: number,
  rowBytes: number,
  sums: number,
  step: number,
) => void;

/** Heap kernels by depth (1 to `maxHeapDepth`), and the one for linked trees at 0. */
export type PredictKernels = TreeKernel[];

const numeric = { float32: f32, float64: f64 };
const parameters: Record<'tree' | 'rows' | 'end' | 'rowBytes' | 'sums' | 'step', ValueType> = {
  ...({ tree: 'i32', rows: 'i32', end: 'i32', rowBytes: 'i32', sums: 'i32', step: 'i32' } as const),
};

/**
 * Complete heap of a fixed depth, unrolled: from node i to 2i, or 2i + 1 when the value is not below the
 * threshold. NaN compares false, so missing values go to the even child.
 */
function heapKernel(precision: Precision, depth: number): WasmFunction {
  const number = numeric[precision];
  const nodeShift = Math.log2(heapNodeBytes[precision]);
  const valueShift = Math.log2(numberBytes[precision]);
  const thresholdAt = heapNodeBytes[precision] / 2;
  const leavesAt = 2 ** depth * (heapNodeBytes[precision] - numberBytes[precision]);
  const locals = {
    ...({ row0: 'i32', row1: 'i32', row2: 'i32', row3: 'i32', at: 'i32' } as const),
    ...({ node0: 'i32', node1: 'i32', node2: 'i32', node3: 'i32' } as const),
  };
  return wasmFunction(`heap_${depth}`, parameters, locals, undefined, (v) => {
    const lanes = [
      { row: v.row0, node: v.node0 },
      { row: v.row1, node: v.node1 },
      { row: v.row2, node: v.node2 },
      { row: v.row3, node: v.node3 },
    ];
    const descend = (row: number, node: Code): Code => {
      const at = tee(v.at, i32.add(get(v.tree), i32.shl(node, i32.const(nodeShift))));
      const value = number.load(i32.add(get(row), i32.load(at)));
      return i32.add(i32.shl(node, i32.const(1)), number.ge(value, number.load(get(v.at), thresholdAt)));
    };
    const levels: Code[] = [];
    for (let level = 0; level < depth; level++) {
      for (const { row, node } of lanes) {
        levels.push(set(node, descend(row, level === 0 ? i32.const(1) : get(node))));
      }
    }
    return [
      whileLoop(
        i32.ltU(get(v.rows), get(v.end)),
        ...lanes.map(({ row }, lane) =>
          set(row, lane === 0 ? get(v.rows) : i32.add(get(lanes[lane - 1].row), get(v.rowBytes))),
        ),
        ...levels,
        ...lanes.flatMap(({ node }) => [
          number.store(
            get(v.sums),
            number.add(
              number.load(get(v.sums)),
              number.load(i32.add(get(v.tree), i32.shl(get(node), i32.const(valueShift))), leavesAt),
            ),
          ),
          set(v.sums, i32.add(get(v.sums), get(v.step))),
        ]),
        set(v.rows, i32.add(get(v.row3), get(v.rowBytes))),
      ),
    ];
  });
}

/**
 * Linked nodes of 16 bytes: feature position (-1 at a leaf), address of the even child (the odd one follows
 * it), then the threshold or the leaf's value.
 */
function linkedKernel(precision: Precision): WasmFunction {
  const number = numeric[precision];
  return wasmFunction('linked', parameters, { node: 'i32', position: 'i32' }, undefined, (v) => [
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
      set(v.rows, i32.add(get(v.rows), get(v.rowBytes))),
    ),
  ]);
}

const modules = new Map<Precision, WasmModule>();

export function bindPredictKernels(precision: Precision, memory: WasmMemory): PredictKernels {
  let module = modules.get(precision);
  if (!module) {
    const heaps = Array.from({ length: maxHeapDepth }, (_, i) => heapKernel(precision, i + 1));
    module = compileModule(assemble([linkedKernel(precision), ...heaps], 'private'));
    modules.set(precision, module);
  }
  const exported = instantiate(module, memory);
  return [
    exported.linked,
    ...Array.from({ length: maxHeapDepth }, (_, i) => exported[`heap_${i + 1}`]),
  ] as unknown as PredictKernels;
}
