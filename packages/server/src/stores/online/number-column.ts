import { release } from '../memory.ts';
import type { NumberColumn } from './state-table.ts';

/** A fixed-width number column over one typed array that the table grows. */
export class TypedColumn<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>
  implements NumberColumn<A>
{
  readonly width: number;
  data: A;

  private constructor(data: A, width: number) {
    this.data = data;
    this.width = width;
  }

  static float64(rows: number, width: number): TypedColumn<Float64Array<ArrayBuffer>> {
    return new TypedColumn(new Float64Array(rows * width), width);
  }

  static int32(rows: number, width: number): TypedColumn<Int32Array<ArrayBuffer>> {
    return new TypedColumn(new Int32Array(rows * width), width);
  }

  /** Makes room for `rows` rows; new rows are zero. */
  grow(rows: number): void {
    const length = rows * this.width;
    if (length <= this.data.length) return;
    const data = this.data instanceof Float64Array ? new Float64Array(length) : new Int32Array(length);
    data.set(this.data);
    release(this.data.buffer);
    this.data = data as A;
  }

  wipe(row: number): void {
    this.data.fill(0, row * this.width, (row + 1) * this.width);
  }

  /** The bytes of rows `from` (inclusive) to `to` (exclusive); a view, not a copy. */
  bytes(from: number, to: number): Uint8Array {
    const rowBytes = this.width * this.data.BYTES_PER_ELEMENT;
    return new Uint8Array(this.data.buffer, this.data.byteOffset + from * rowBytes, (to - from) * rowBytes);
  }

  get byteLength(): number {
    return this.data.byteLength;
  }
}
