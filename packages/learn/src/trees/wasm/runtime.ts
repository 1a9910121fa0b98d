/**
 * The part of the WebAssembly JavaScript API that is used here. Node's type package does not declare it
 * and the DOM's types do not belong in this library.
 */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** A compiled module; threads may share it by message. */
export interface WasmModule {
  readonly __brand: 'wasm module';
}

interface WasmApi {
  Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  Instance: new (
    module: WasmModule,
    imports: { env: { memory: WasmMemory } },
  ) => { exports: Record<string, (...args: number[]) => number> };
}

const api = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;

/** Bytes of one page of WebAssembly memory. */
export const pageBytes = 65536;
/** Pages that 32-bit addresses reach: 4 GiB. */
export const maxPages = 65536;

export const compileModule = (bytes: Uint8Array<ArrayBuffer>): WasmModule => new api.Module(bytes);

export const instantiate = (module: WasmModule, memory: WasmMemory) =>
  new api.Instance(module, { env: { memory } }).exports;

/** Memory of a fixed size in bytes that several threads may hold. */
export function sharedMemory(bytes: number): WasmMemory {
  const pages = Math.max(1, Math.ceil(bytes / pageBytes));
  if (pages > maxPages) {
    throw new RangeError(
      `training needs ${(bytes / 2 ** 30).toFixed(1)} GiB, but 32-bit memory ends at 4 GiB: use fewer rows, columns or classes`,
    );
  }
  return new api.Memory({ initial: pages, maximum: pages, shared: true });
}

export function privateMemory(bytes: number): WasmMemory & { readonly buffer: ArrayBuffer } {
  const memory = new api.Memory({ initial: Math.max(1, Math.ceil(bytes / pageBytes)) });
  return memory as WasmMemory & { readonly buffer: ArrayBuffer };
}
