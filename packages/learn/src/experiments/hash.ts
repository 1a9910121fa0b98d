/** 2: unbiased, for new experiments. 1: the older form, kept for namespaces and for experiments begun with it. */
export type HashVersion = 1 | 2;

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * GrowthBook's hash: a number on [0, 1), the same for the same seed and id everywhere.
 * Version 2 is fnv1a32(decimal(fnv1a32(seed + id))) mod 10,000 / 10,000; version 1 is
 * fnv1a32(id + seed) mod 1,000 / 1,000 (GrowthBook, "Build your own SDK", docs.growthbook.io/lib/build-your-own).
 *
 * **Text that is not ASCII.** FNV-1a is fed the UTF-16 code units of the string, each xor-ed in whole, as
 * GrowthBook's JavaScript SDK does; its SDKs that hash UTF-8 bytes or code points agree with it for ASCII
 * only. No Unicode normalisation happens: `é` as one code point and as `e` + accent are two ids, and a lone
 * surrogate is hashed as it stands. Ids that other systems must hash too should be ASCII.
 */
export function hashUnit(seed: string, id: string, version: HashVersion = 2): number {
  if (version === 2) {
    return (fnv1aOfDecimal(fnv1a(fnv1a(offsetBasis, seed), id) >>> 0) % 10000) / 10000;
  }
  if (version === 1) return ((fnv1a(fnv1a(offsetBasis, id), seed) >>> 0) % 1000) / 1000;
  throw new RangeError(`hash version must be 1 or 2, got ${version}`);
}

/** FNV-1a, 32 bits, continued from `state` (Fowler, Noll and Vo, draft-eastlake-fnv). Returns a signed word. */
function fnv1a(state: number, text: string): number {
  let hash = state | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), prime);
  return hash;
}

/** FNV-1a of a 32-bit number's decimal digits, without making the string. */
function fnv1aOfDecimal(value: number): number {
  let divisor = 1;
  while (value / divisor >= 10) divisor *= 10;
  let hash = offsetBasis | 0;
  for (; divisor >= 1; divisor /= 10) {
    hash = Math.imul(hash ^ (48 + (Math.floor(value / divisor) % 10)), prime);
  }
  return hash >>> 0;
}
