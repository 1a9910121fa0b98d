import type { Json } from '../journal/record.ts';
import { returnableBytes } from '../memory.ts';
import type { SlabList } from './list-column.ts';
import { type Column, chunkRows, type MemoryTable } from './memory-table.ts';

/**
 * A chunk's bytes: header length (u32, padded to 8), header, then each column's part in order of
 * declaration, all padded to 8 so that typed arrays can be laid over them. The header is JSON because keys
 * and documents are: it keeps lone surrogates, which UTF-8 would not.
 */
interface Header {
  keys: (string | null)[];
  documents: Record<string, [number, Json][]>;
}

/** The bytes of rows `chunk * chunkRows` up to at most `rows`. */
export function encodeChunk(table: MemoryTable, chunk: number, rows: number): Uint8Array<ArrayBuffer> {
  const from = chunk * chunkRows;
  const to = Math.min(rows, from + chunkRows);
  const head = new TextEncoder().encode(JSON.stringify(headerOf(table, from, to)));
  let size = 8 + padded(head.length);
  for (const column of table.columns.values()) size += encodedLength(column, from, to);
  // Everything is written straight into the result: pieces in between would be garbage of the state's size. While
  // every chunk changes, all of them may wait for the disk at once, and must leave nothing behind.
  const bytes = returnableBytes(size);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 8);
  let at = 8 + padded(head.length);
  for (const declared of table.columns.values()) {
    if (declared.kind === 'list') encodeList(declared.column, from, to, bytes.buffer, at);
    else if (declared.kind !== 'json') bytes.set(declared.column.bytes(from, to), at);
    at += encodedLength(declared, from, to);
  }
  return bytes;
}

function headerOf(table: MemoryTable, from: number, to: number): Header {
  const header: Header = { keys: [], documents: {} };
  for (let row = from; row < to; row++) header.keys.push(table.key(row) ?? null);
  for (const [name, { kind, column }] of table.columns) {
    if (kind !== 'json') continue;
    const documents: [number, Json][] = [];
    for (let row = from; row < to; row++) {
      const document = column.get(row);
      if (document !== undefined) documents.push([row - from, document as Json]);
    }
    header.documents[name] = documents;
  }
  return header;
}

function encodedLength({ kind, column }: Column, from: number, to: number): number {
  if (kind === 'json') return 0;
  if (kind !== 'list') return padded(column.bytes(from, to).length);
  const records = recordsOf(column, from, to);
  const { floats, ints } = column.shape;
  return padded((to - from) * 4) + records * floats * 8 + padded(records * ints * 4);
}

/** Writes a chunk's rows into a table begun with `beginRestore`. Throws when the bytes do not fit the table. */
export function decodeChunk(table: MemoryTable, chunk: number, source: Uint8Array): void {
  const bytes = source.byteOffset % 8 === 0 ? source : source.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headLength))) as Header;
  const from = chunk * chunkRows;
  const count = header.keys.length;
  if (from + count > table.rows)
    throw new Error(`chunk ${chunk} of ${table.name} has more rows than the table`);
  for (let i = 0; i < count; i++) {
    const key = header.keys[i];
    if (key !== null) table.restoreKey(from + i, key);
  }

  let at = 8 + padded(headLength);
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error(`chunk ${chunk} of ${table.name} is cut short`);
    const part = bytes.subarray(at, at + length);
    at += padded(length);
    return part;
  };
  for (const [name, { kind, column }] of table.columns) {
    if (kind === 'json') {
      for (const [i, document] of header.documents[name] ?? []) column.set(from + i, document);
    } else if (kind === 'list') decodeList(column, from, count, take);
    else {
      const target = column.bytes(from, from + count);
      target.set(take(target.length));
    }
  }
}

function recordsOf(list: SlabList, from: number, to: number): number {
  let records = 0;
  for (let row = from; row < to; row++) records += list.length(row);
  return records;
}

function encodeList(list: SlabList, from: number, to: number, buffer: ArrayBuffer, at: number): void {
  const records = recordsOf(list, from, to);
  const { floats: width, ints: intWidth } = list.shape;
  const lengths = new Int32Array(buffer, at, to - from);
  const floatsAt = at + padded(lengths.byteLength);
  const floats = new Float64Array(buffer, floatsAt, records * width);
  const ints = new Int32Array(buffer, floatsAt + floats.byteLength, records * intWidth);
  let f = 0;
  let k = 0;
  for (let row = from; row < to; row++) {
    const start = list.start(row);
    const length = list.length(row);
    const end = start + length;
    lengths[row - from] = length;
    for (let i = start * width; i < end * width; i++) floats[f++] = list.floats[i];
    for (let i = start * intWidth; i < end * intWidth; i++) ints[k++] = list.ints[i];
  }
}

function decodeList(list: SlabList, from: number, count: number, take: (length: number) => Uint8Array): void {
  const lengthBytes = take(count * 4);
  const lengths = new Int32Array(lengthBytes.buffer, lengthBytes.byteOffset, count);
  let total = 0;
  for (const length of lengths) {
    if (length < 0) throw new Error('a list has a negative length');
    total += length;
  }
  const { floats: width, ints: intWidth } = list.shape;
  const floatBytes = take(total * width * 8);
  const floats = new Float64Array(floatBytes.buffer, floatBytes.byteOffset, total * width);
  const intBytes = take(total * intWidth * 4);
  const ints = new Int32Array(intBytes.buffer, intBytes.byteOffset, total * intWidth);
  let f = 0;
  let k = 0;
  for (let i = 0; i < count; i++) {
    const start = list.allocate(from + i, lengths[i]);
    const end = start + lengths[i];
    for (let j = start * width; j < end * width; j++) list.floats[j] = floats[f++];
    for (let j = start * intWidth; j < end * intWidth; j++) list.ints[j] = ints[k++];
  }
}

function padded(length: number): number {
  return (length + 7) & ~7;
}
