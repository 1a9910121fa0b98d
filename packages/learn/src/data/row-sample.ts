/**
 * A uniform number of [0, 1) that depends on nothing but its arguments, so that what one thread or run
 * draws does not shift what another draws. Finaliser of MurmurHash3 (Appleby, public domain).
 */
export function hashUniform(seed: number, stream: number, index: number): number {
  let h = mix((seed ^ 0x9e3779b9) >>> 0);
  h = mix(h ^ mix(Math.floor(seed / 4294967296) >>> 0));
  h = mix(h ^ Math.imul(stream + 1, 0x85ebca6b));
  h = mix(h ^ Math.imul(index + 1, 0xc2b2ae35));
  return h / 4294967296;
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * One row of each of `count` equal stretches of rows, ascending: spread evenly, yet without a period that
 * ordered data could share.
 */
export function stratifiedRows(rows: number, count: number): Uint32Array {
  const chosen = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const begin = Math.floor((i * rows) / count);
    const end = Math.floor(((i + 1) * rows) / count);
    chosen[i] = begin + Math.floor(hashUniform(0, count, i) * (end - begin));
  }
  return chosen;
}
