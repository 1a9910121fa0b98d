/**
 * 128-bit keyed fingerprints of texts, without allocation: two HalfSipHash-1-3 runs under independent
 * halves of a random key, four 32-bit words in all. Keyed, so that a sender cannot look for two ids that
 * collide. Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (2012), and the
 * authors' 32-bit variant HalfSipHash.
 */
export interface Fingerprint {
  readonly words: Uint32Array;
  /** Writes the fingerprint of `text` into `words`. */
  of(text: string): void;
  /** The same of two characters and `text` behind them, without joining them. */
  ofPrefixed(prefix: string, text: string): void;
}

export const fingerprintKeyBytes = 16;

/** @param key {@link fingerprintKeyBytes} random bytes. */
export function createFingerprint(key: Uint8Array): Fingerprint {
  if (key.length !== fingerprintKeyBytes) {
    throw new RangeError(`a fingerprint key has ${fingerprintKeyBytes} bytes, got ${key.length}`);
  }
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const keyA = view.getInt32(0, true);
  const keyB = view.getInt32(4, true);
  const keyC = view.getInt32(8, true);
  const keyD = view.getInt32(12, true);
  const words = new Uint32Array(4);
  return {
    words,
    of(text) {
      hashInto(words, -1, text, keyA, keyB, keyC, keyD);
    },
    ofPrefixed(prefix, text) {
      if (prefix.length !== 2) throw new RangeError(`a prefix has two characters, got ${prefix.length}`);
      const head = prefix.charCodeAt(0) | (prefix.charCodeAt(1) << 16);
      hashInto(words, head, text, keyA, keyB, keyC, keyD);
    },
  };
}

/**
 * Two HalfSipHash-1-3 with 64-bit output over the text's UTF-16 units, two to a word; step by step beside each
 * other, since a processor does two independent sums in the time of one. `head` is a word before the text's,
 * −1 for none (two units of U+FFFF, which no text has).
 */
function hashInto(
  out: Uint32Array,
  head: number,
  text: string,
  k0: number,
  k1: number,
  l0: number,
  l1: number,
): void {
  let v0 = k0;
  let v1 = k1 ^ 0xee;
  let v2 = 0x6c796765 ^ k0;
  let v3 = 0x74656462 ^ k1;
  let u0 = l0;
  let u1 = l1 ^ 0xee;
  let u2 = 0x6c796765 ^ l0;
  let u3 = 0x74656462 ^ l1;
  const length = head === -1 ? text.length : text.length + 2;
  const even = text.length & ~1;
  for (let i = head === -1 ? 0 : -2; i <= even; i += 2) {
    // The last word carries the odd unit, if any, and the length, as SipHash's padding does.
    const word =
      i < 0
        ? head
        : i < even
          ? text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16)
          : (length << 24) | ((length & 0xff00) << 8) | (length & 1 ? text.charCodeAt(i) : 0);
    v3 ^= word;
    u3 ^= word;
    v0 = (v0 + v1) | 0;
    u0 = (u0 + u1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    u1 = ((u1 << 5) | (u1 >>> 27)) ^ u0;
    v0 = (v0 << 16) | (v0 >>> 16);
    u0 = (u0 << 16) | (u0 >>> 16);
    v2 = (v2 + v3) | 0;
    u2 = (u2 + u3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    u3 = ((u3 << 8) | (u3 >>> 24)) ^ u2;
    v0 = (v0 + v3) | 0;
    u0 = (u0 + u3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    u3 = ((u3 << 7) | (u3 >>> 25)) ^ u0;
    v2 = (v2 + v1) | 0;
    u2 = (u2 + u1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    u1 = ((u1 << 13) | (u1 >>> 19)) ^ u2;
    v2 = (v2 << 16) | (v2 >>> 16);
    u2 = (u2 << 16) | (u2 >>> 16);
    v0 ^= word;
    u0 ^= word;
  }
  v2 ^= 0xee;
  u2 ^= 0xee;
  for (let round = 0; round < 6; round++) {
    v0 = (v0 + v1) | 0;
    u0 = (u0 + u1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    u1 = ((u1 << 5) | (u1 >>> 27)) ^ u0;
    v0 = (v0 << 16) | (v0 >>> 16);
    u0 = (u0 << 16) | (u0 >>> 16);
    v2 = (v2 + v3) | 0;
    u2 = (u2 + u3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    u3 = ((u3 << 8) | (u3 >>> 24)) ^ u2;
    v0 = (v0 + v3) | 0;
    u0 = (u0 + u3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    u3 = ((u3 << 7) | (u3 >>> 25)) ^ u0;
    v2 = (v2 + v1) | 0;
    u2 = (u2 + u1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    u1 = ((u1 << 13) | (u1 >>> 19)) ^ u2;
    v2 = (v2 << 16) | (v2 >>> 16);
    u2 = (u2 << 16) | (u2 >>> 16);
    if (round === 2) {
      out[0] = v1 ^ v3;
      out[2] = u1 ^ u3;
      v1 ^= 0xdd;
      u1 ^= 0xdd;
    }
  }
  out[1] = v1 ^ v3;
  out[3] = u1 ^ u3;
}
