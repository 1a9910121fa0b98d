/** Words of the control block that the serving thread and the runtime's thread share. */
export const word = { state: 0, rows: 1 } as const;
export const state = { idle: 0, asked: 1, done: 2, failed: 3, stopping: 4 } as const;

export interface OnnxWorkerData {
  file: Uint8Array;
  columns: number;
  input: string | undefined;
  output: string | undefined;
  control: Int32Array<SharedArrayBuffer>;
  /** Rows in; room for `rowLimit` of them. */
  values: Float32Array<SharedArrayBuffer>;
  /** One number per row out. */
  scores: Float64Array<SharedArrayBuffer>;
  /** UTF-8 reason of a failure, its length in the first two bytes. */
  reason: Uint8Array<SharedArrayBuffer>;
}

export const rowLimit = 1024;
export const reasonBytes = 2048;
