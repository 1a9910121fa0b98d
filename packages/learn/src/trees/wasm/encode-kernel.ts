import { assemble, f32, get, i32, select, set, wasmFunction, whileLoop } from './assembler.ts';
import type { WasmMemory, WasmModule } from './runtime.ts';
import { instantiate } from './runtime.ts';

const halves = [128, 64, 32, 16, 8, 4, 2, 1];

/**
 * Codes of numeric values: how many of 255 ascending cuts (padded by +Infinity) are at most the value.
 * Halving without branches: each step adds its width when the cut in the middle is not above the value.
 */
const encode = wasmFunction(
  'encode',
  {
    ...({ values: 'i32', end: 'i32', cuts: 'i32', codes: 'i32', stride: 'i32' } as const),
    ...({ missing: 'i32', column: 'i32' } as const),
  },
  { value: 'f32', at: 'i32' },
  undefined,
  (v) => [
    whileLoop(
      i32.ltU(get(v.values), get(v.end)),
      set(v.value, f32.load(get(v.values))),
      set(v.at, i32.const(0)),
      ...halves.map((half) =>
        set(
          v.at,
          i32.add(
            get(v.at),
            i32.shl(
              f32.ge(
                get(v.value),
                f32.load(i32.add(get(v.cuts), i32.shl(get(v.at), i32.const(2))), (half - 1) * 4),
              ),
              i32.const(Math.log2(half)),
            ),
          ),
        ),
      ),
      // NaN is the only value that is not equal to itself.
      set(v.at, select(get(v.at), get(v.missing), f32.eq(get(v.value), get(v.value)))),
      i32.store8(get(v.codes), get(v.at)),
      i32.store8(get(v.column), get(v.at)),
      set(v.column, i32.add(get(v.column), i32.const(1))),
      set(v.codes, i32.add(get(v.codes), get(v.stride))),
      set(v.values, i32.add(get(v.values), i32.const(4))),
    ),
  ],
);

export const encodeModule = (): Uint8Array<ArrayBuffer> => assemble([encode], 'shared');

/**
 * Encodes float32 values at `values` up to `end` into one code every `stride` bytes, and once more side by
 * side at `column`. Addresses in bytes.
 */
export type EncodeKernel = (
  values: number,
  end: number,
  cuts: number,
  codes: number,
  stride: number,
  missing: number,
  column: number,
) => void;

export const bindEncode = (module: WasmModule, memory: WasmMemory): EncodeKernel =>
  instantiate(module, memory).encode;
