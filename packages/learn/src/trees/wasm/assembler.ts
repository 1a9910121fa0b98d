/**
 * A small assembler for WebAssembly modules, so that the hot loops stand in the sources as readable
 * expressions and need no build step. An expression is the bytes that leave its value on the stack.
 *
 * Encoding: WebAssembly Core Specification 2.0, sections 5.3 (types), 5.4 (instructions), 5.5 (modules).
 */

export type Code = readonly number[];
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

export interface WasmFunction {
  name: string;
  params: ValueType[];
  result: ValueType | undefined;
  locals: ValueType[];
  body: Code;
}

const typeByte: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** Unsigned LEB128 of a non-negative integer below 2^32. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
      bytes.push(low);
      return bytes;
    }
    bytes.push(low | 0x80);
  }
}

const binary = (opcode: number) => (a: Code, b: Code) => [...a, ...b, opcode];
const unary = (opcode: number) => (a: Code) => [...a, opcode];
const loadOp =
  (opcode: number, align: number) =>
  (address: Code, offset = 0) => [...address, opcode, align, ...unsigned(offset)];
const storeOp =
  (opcode: number, align: number) =>
  (address: Code, value: Code, offset = 0) => [...address, ...value, opcode, align, ...unsigned(offset)];
const simd = (opcode: number) => [0xfd, ...unsigned(opcode)];
const simdBinary = (opcode: number) => (a: Code, b: Code) => [...a, ...b, ...simd(opcode)];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: loadOp(0x28, 2),
  load8: loadOp(0x2d, 0),
  store: storeOp(0x36, 2),
  store8: storeOp(0x3a, 0),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  shl: binary(0x74),
  eq: binary(0x46),
  ltU: binary(0x49),
  ltS: binary(0x48),
  geS: binary(0x4e),
  eqz: unary(0x45),
};

export const i64 = {
  load: loadOp(0x29, 3),
  store: storeOp(0x37, 3),
  add: binary(0x7c),
  sub: binary(0x7d),
};

export const f32 = {
  load: loadOp(0x2a, 2),
  store: storeOp(0x38, 2),
  add: binary(0x92),
  ge: binary(0x60),
  eq: binary(0x5b),
};
export const f64 = { load: loadOp(0x2b, 3), store: storeOp(0x39, 3), add: binary(0xa0), ge: binary(0x66) };

const v128LoadOp = (address: Code, offset = 0): Code => [...address, ...simd(0), 0, ...unsigned(offset)];
const v128StoreOp = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  ...simd(11),
  0,
  ...unsigned(offset),
];
export const v128 = {
  load: v128LoadOp,
  store: v128StoreOp,
  or: simdBinary(0x50),
  anyTrue: (a: Code): Code => [...a, ...simd(0x53)],
};
const splatOp =
  (opcode: number) =>
  (a: Code): Code => [...a, ...simd(opcode)];
const laneOp =
  (opcode: number) =>
  (a: Code, lane: number): Code => [...a, ...simd(opcode), lane];

export const f32x4 = {
  splat: splatOp(0x13),
  const: (value: number): Code => f32x4.splat([0x43, ...new Uint8Array(Float32Array.of(value).buffer)]),
  lane: laneOp(0x1f),
  eq: simdBinary(0x41),
  abs: splatOp(0xe0),
  neg: splatOp(0xe1),
  nearest: splatOp(0x6a),
  add: simdBinary(0xe4),
  sub: simdBinary(0xe5),
  mul: simdBinary(0xe6),
  div: simdBinary(0xe7),
  min: simdBinary(0xe8),
  max: simdBinary(0xe9),
};
export const i32x4 = {
  splat: splatOp(0x11),
  const: (value: number): Code => i32x4.splat(i32.const(value)),
  lane: laneOp(0x1b),
  add: simdBinary(0xae),
  abs: splatOp(0xa0),
  shl: (a: Code, bits: number): Code => [...a, ...i32.const(bits), ...simd(0xab)],
  /** Whole part of four float32, clipped to int32; NaN becomes 0. */
  fromF32x4: splatOp(0xf8),
};
/** Words of `a` (0 to 3) and `b` (4 to 7) in the given order. */
export const shuffleWords = (a: Code, b: Code, words: number[]): Code => [
  ...a,
  ...b,
  ...simd(0x0d),
  ...words.flatMap((word) => [0, 1, 2, 3].map((byte) => word * 4 + byte)),
];
export const i64x2 = { sub: simdBinary(0xd1) };
export const f64x2 = {
  splat: splatOp(0x14),
  const: (value: number): Code => f64x2.splat([0x44, ...new Uint8Array(Float64Array.of(value).buffer)]),
  abs: splatOp(0xec),
  neg: splatOp(0xed),
  add: simdBinary(0xf0),
  sub: simdBinary(0xf1),
  eq: simdBinary(0x47),
};

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const tee = (local: number, value: Code): Code => [...value, 0x22, ...unsigned(local)];
/** `a` when `condition` is not 0, else `b`. Both are evaluated. */
export const select = (a: Code, b: Code, condition: Code): Code => [...a, ...b, ...condition, 0x1b];
export const fill = (address: Code, value: Code, bytes: Code): Code => [
  ...address,
  ...value,
  ...bytes,
  0xfc,
  0x0b,
  0x00,
];

/** Runs `body` while `condition` holds; tests it before the first turn. */
export const whileLoop = (condition: Code, ...body: Code[]): Code => [
  0x02,
  0x40, // block
  0x03,
  0x40, // loop
  ...i32.eqz(condition),
  0x0d,
  1, // leave the block
  ...body.flat(),
  0x0c,
  0, // next turn
  0x0b,
  0x0b,
];

/** A function whose parameters and locals are called by name inside `body`. */
export function wasmFunction<P extends string, L extends string>(
  name: string,
  params: Record<P, ValueType>,
  locals: Record<L, ValueType>,
  result: ValueType | undefined,
  body: (index: Record<P | L, number>) => Code[],
): WasmFunction {
  const index = {} as Record<P | L, number>;
  let next = 0;
  for (const key of Object.keys(params) as P[]) index[key] = next++;
  for (const key of Object.keys(locals) as L[]) index[key] = next++;
  return {
    name,
    params: Object.values<ValueType>(params),
    locals: Object.values<ValueType>(locals),
    result,
    body: body(index).flat(),
  };
}

const vector = (items: number[][]): number[] => [...unsigned(items.length), ...items.flat()];
const text = (value: string): number[] => vector([...new TextEncoder().encode(value)].map((byte) => [byte]));
const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];

/** The module's bytes: it imports `env.memory` and exports every function by its name. */
export function assemble(functions: WasmFunction[], memory: 'shared' | 'private'): Uint8Array<ArrayBuffer> {
  const types = functions.map((f) => [
    0x60,
    ...vector(f.params.map((p) => [typeByte[p]])),
    ...vector(f.result === undefined ? [] : [[typeByte[f.result]]]),
  ]);
  const limits = memory === 'shared' ? [0x03, 1, ...unsigned(65536)] : [0x00, 1];
  const bodies = functions.map((f) => {
    const code = [...vector(f.locals.map((l) => [1, typeByte[l]])), ...f.body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(2, vector([[...text('env'), ...text('memory'), 0x02, ...limits]])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(7, vector(functions.map((f, i) => [...text(f.name), 0x00, ...unsigned(i)]))),
    ...section(10, vector(bodies)),
  ]);
}
