import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** How a row's payload is stored: UTF-8 text, or its length (4 bytes, little-endian) and a Zstandard frame. */
export const codecs = { text: 0, zstd: 1 } as const;
export type Codec = (typeof codecs)[keyof typeof codecs];

/** Below this the frame's header and the call cost more than they save. */
const minCompressedLength = 1024;
const prefixLength = 4;

export interface Payload {
  codec: Codec;
  bytes: Uint8Array;
}

/** Encodes a JSON text in UTF-8 for storage. Level 1 compresses faster than the disk takes plain text. */
export function encodePayload(plain: Uint8Array, compression: boolean): Payload {
  if (!compression || plain.length < minCompressedLength) return { codec: codecs.text, bytes: plain };
  return { codec: codecs.zstd, bytes: compress(plain, 1) };
}

/**
 * Encodes `text` to exactly the size and codec of the payload that it replaces, so that SQLite overwrites
 * the bytes where they are: a row that changes size moves its neighbours, and a moved neighbour may leave a
 * copy of itself in a page's slack that a later erasure would not find. Undefined when it does not fit.
 */
export function encodeInPlace(text: string, codec: Codec, size: number): Uint8Array | undefined {
  const plain = Buffer.from(text, 'utf8');
  if (codec === codecs.text) {
    return plain.length > size ? undefined : Buffer.concat([plain, Buffer.alloc(size - plain.length, 0x20)]);
  }
  for (const level of [1, 3, 6, 12]) {
    const bytes = compress(plain, level);
    if (bytes.length <= size) return Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
  }
  return undefined;
}

/** The JSON text of a stored payload. Throws when the bytes are damaged. */
export function decodePayload(codec: number, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (codec === codecs.text) return buffer.toString('utf8');
  if (codec !== codecs.zstd) {
    throw new Error(`codec must be ${codecs.text} or ${codecs.zstd}, got ${codec}: a newer version wrote it`);
  }
  const length = buffer.readUInt32LE(0);
  return zstdDecompressSync(buffer.subarray(prefixLength, prefixLength + length)).toString('utf8');
}

function compress(plain: Uint8Array, level: number): Buffer {
  const frame = zstdCompressSync(plain, {
    params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  const bytes = Buffer.allocUnsafe(prefixLength + frame.length);
  bytes.writeUInt32LE(frame.length, 0);
  frame.copy(bytes, prefixLength);
  return bytes;
}
