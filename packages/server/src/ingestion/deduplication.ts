import { randomBytes } from 'node:crypto';
import { createFingerprint, type Fingerprint, fingerprintKeyBytes } from '../stores/fingerprint.ts';
import type { PartedSection, SectionPart } from '../stores/online/online-store.ts';

const chunkBits = 16;
const chunkSize = 1 << chunkBits;
const chunkMask = chunkSize - 1;
const shardBits = 10;
const shardCount = 1 << shardBits;
/** Slots hold the low 31 bits of a sequence number; the window is far smaller, so they stay unambiguous. */
const slotMask = 0x7fffffff;
const emptyTag = 0;
/** Ids looked up together. */
const idsAhead = 64;
const bytesPerEntry = 20;
/** In place of the arrival second: the id never reached the journal. */
const takenBack = 0;

export interface DeduplicationOptions {
  /** Ids remembered at most; the oldest go first. */
  limit: number;
  /** An id counts as a duplicate for at least this long, unless `limit` pushed it out. */
  windowMs?: number;
}

/** Fingerprints of 65,536 consecutive ids and when they arrived, in seconds since 1970. */
interface Chunk {
  words: Uint32Array;
  seconds: Uint32Array;
}

/** Open addressing over entries. */
interface Shard {
  /** A byte of the entry's fingerprint; 0 when the slot is empty. Nearly every new id is told from all others by these alone. */
  tags: Uint8Array;
  /** The low 31 bits of the entry's sequence number. */
  slots: Int32Array;
}

/**
 * The message ids of the last 24 hours (or the newest `limit`), as 128-bit fingerprints in arrival order, with
 * an open-addressing hash table over them. 30 to 40 bytes an id. Ids get consecutive sequence numbers; the
 * table is cut into shards so that growing one never pauses the process noticeably.
 */
export class DeduplicationIndex implements PartedSection {
  readonly name = 'deduplication';
  readonly inParts = true;
  readonly #limit: number;
  readonly #windowSeconds: number;
  /** A ring of chunks, by sequence number. */
  readonly #chunks: (Chunk | undefined)[];
  readonly #ringMask: number;
  readonly #shards: Shard[] = [];
  readonly #shardSizes = new Int32Array(shardCount);
  /** What was read while looking: kept, since reads that nothing uses would be left out. */
  warmth = 0;
  readonly #ahead = new Uint32Array(idsAhead * 4);
  #key: Uint8Array = randomBytes(fingerprintKeyBytes);
  #fingerprint: Fingerprint = createFingerprint(this.#key);
  /** Sequence number of the oldest entry still held, and of the next one. */
  #first = 0;
  #next = 0;
  /** Entries at or above this are not durable yet; `save` leaves them out. */
  #durable = 0;

  constructor(options: DeduplicationOptions) {
    this.#limit = options.limit;
    this.#windowSeconds = Math.ceil((options.windowMs ?? 24 * 3_600_000) / 1000) + 1;
    const ring = 2 ** Math.ceil(Math.log2(options.limit / chunkSize + 3));
    this.#ringMask = ring - 1;
    this.#chunks = new Array<Chunk | undefined>(ring).fill(undefined);
    this.#clear();
  }

  /** Entries held, including those taken back or expired but not yet swept. */
  get size(): number {
    return this.#next - this.#first;
  }

  /** Sequence number that the next new id gets. */
  get next(): number {
    return this.#next;
  }

  /** Bytes held, for metrics. */
  get memoryBytes(): number {
    let bytes = 0;
    for (const chunk of this.#chunks) if (chunk !== undefined) bytes += chunkSize * bytesPerEntry;
    for (const { slots } of this.#shards) bytes += slots.length * 5;
    return bytes;
  }

  /**
   * Adds an id. Returns −1 when it was not known (its sequence number is then `next − 1`), else the sequence
   * number of the entry that it duplicates.
   */
  add(messageId: string, receivedAt: number): number {
    const { words } = this.#fingerprint;
    this.#fingerprint.of(messageId);
    return this.#add(words[0], words[1], words[2], words[3], receivedAt);
  }

  /**
   * Prepares `addLooked` for at most {@link idsAhead} records' ids, from the `from`th record on: their places
   * lie anywhere in memory, and a processor waits for many at once when they are read one after the other.
   * Returns how many.
   */
  look(records: readonly { messageId: string }[], from: number): number {
    const { words } = this.#fingerprint;
    const count = Math.min(idsAhead, records.length - from);
    for (let k = 0; k < count; k++) {
      this.#fingerprint.of(records[from + k].messageId);
      this.#ahead.set(words, k * 4);
    }
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const { tags, slots } = this.#shards[this.#ahead[k * 4] >>> (32 - shardBits)];
      const slot = this.#ahead[k * 4 + 1] & (tags.length - 1);
      sum += tags[slot] + slots[slot];
    }
    this.warmth = sum;
    return count;
  }

  /** Adds the `k`th id of the latest `look`; answers as `add`. */
  addLooked(k: number, receivedAt: number): number {
    const words = this.#ahead;
    const i = k * 4;
    return this.#add(words[i], words[i + 1], words[i + 2], words[i + 3], receivedAt);
  }

  #add(a: number, b: number, c: number, d: number, receivedAt: number): number {
    const { tags, slots } = this.#shards[a >>> (32 - shardBits)];
    const mask = tags.length - 1;
    const tag = tagOf(c);
    for (let slot = b & mask; tags[slot] !== emptyTag; slot = (slot + 1) & mask) {
      if (tags[slot] !== tag) continue;
      const held = this.#chunk(slots[slot]).words;
      const i = (slots[slot] & chunkMask) << 2;
      if (held[i] === a && held[i + 1] === b && held[i + 2] === c && held[i + 3] === d) {
        return this.#first + ((slots[slot] - (this.#first & slotMask)) & slotMask);
      }
    }
    this.#link(a, b, c, d, Math.floor(receivedAt / 1000));
    return -1;
  }

  /** Takes back the entries from `from` (inclusive) to `to` (exclusive): their append failed. */
  takeBack(from: number, to: number): void {
    for (let seq = from; seq < to; seq++) {
      this.#unlink(seq);
      this.#chunk(seq).seconds[seq & chunkMask] = takenBack;
    }
  }

  /** Everything below `seq` is in the journal. */
  markDurable(seq: number): void {
    if (seq > this.#durable) this.#durable = seq;
  }

  /** Forgets ids older than the window. Cheap when there are none; call it about once a second. */
  expire(now: number, most = 200_000): void {
    const oldest = Math.floor(now / 1000) - this.#windowSeconds;
    const end = Math.min(this.#durable, this.#first + most);
    while (this.#first < end) {
      const chunk = this.#chunk(this.#first);
      if (chunk.seconds[this.#first & chunkMask] >= oldest) return;
      this.#dropFirst();
    }
  }

  /** A part for each chunk. Durable entries never change, so a part is only written again when more have become so. */
  save(): SectionPart[] {
    const parts: SectionPart[] = [];
    const key = this.#key;
    let from = this.#first;
    while (from < this.#durable) {
      const chunk = this.#chunk(from);
      const start = from & chunkMask;
      const end = Math.min(this.#durable, from - start + chunkSize);
      const count = end - from;
      const number = Math.floor(from / chunkSize);
      parts.push({ number, version: end, bytes: () => encodePart(key, chunk, start, count) });
      from = end;
    }
    return parts;
  }

  restore(parts: readonly Pick<SectionPart, 'bytes'>[]): void {
    const held = parts.map((part) => decodePart(part.bytes()));
    this.#clear();
    let count = 0;
    for (const { seconds } of held) count += seconds.length;
    this.#reserve(Math.min(count, this.#limit));
    if (held.length > 0) {
      this.#key = held[0].key;
      this.#fingerprint = createFingerprint(this.#key);
    }
    for (const { words, seconds } of held) {
      for (let i = 0; i < seconds.length; i++) {
        if (seconds[i] === takenBack) continue;
        const w = i * 4;
        this.#link(words[w], words[w + 1], words[w + 2], words[w + 3], seconds[i]);
        // A part may hold ids from before the limit: the next ones push them out.
        this.#durable = this.#next;
      }
    }
  }

  #clear(): void {
    this.#chunks.fill(undefined);
    this.#first = this.#next = this.#durable = 0;
    this.#shardSizes.fill(0);
    for (let i = 0; i < shardCount; i++) this.#shards[i] = emptyShard(16);
  }

  /** Sizes every shard for `count` ids at once, so that a restore does not grow them step by step. */
  #reserve(count: number): void {
    const slots = 1 << Math.max(4, Math.ceil(Math.log2(Math.max(1, (count * 2.4) / shardCount))));
    for (let i = 0; i < shardCount; i++) this.#shards[i] = emptyShard(slots);
  }

  #link(a: number, b: number, c: number, d: number, seconds: number): void {
    // First, because dropping an entry moves others in their shards.
    if (this.#next - this.#first >= this.#limit && this.#first < this.#durable) this.#dropFirst();
    const shardIndex = a >>> (32 - shardBits);
    let shard = this.#shards[shardIndex];
    if (++this.#shardSizes[shardIndex] * 2 > shard.tags.length) shard = this.#grow(shardIndex);
    const { tags, slots } = shard;
    const mask = tags.length - 1;
    let slot = b & mask;
    while (tags[slot] !== emptyTag) slot = (slot + 1) & mask;
    tags[slot] = tagOf(c);
    slots[slot] = this.#push(a, b, c, d, seconds);
  }

  #push(a: number, b: number, c: number, d: number, seconds: number): number {
    const seq = this.#next++;
    const at = (seq >>> chunkBits) & this.#ringMask;
    let chunk = this.#chunks[at];
    if (chunk === undefined) {
      chunk = { words: new Uint32Array(chunkSize * 4), seconds: new Uint32Array(chunkSize) };
      this.#chunks[at] = chunk;
    }
    const i = (seq & chunkMask) << 2;
    chunk.words[i] = a;
    chunk.words[i + 1] = b;
    chunk.words[i + 2] = c;
    chunk.words[i + 3] = d;
    chunk.seconds[seq & chunkMask] = seconds;
    return seq & slotMask;
  }

  /** The chunk that holds a sequence number, given whole or by its low bits. */
  #chunk(seq: number): Chunk {
    return this.#chunks[(seq >>> chunkBits) & this.#ringMask]!;
  }

  #dropFirst(): void {
    const seq = this.#first++;
    this.#unlink(seq);
    if ((this.#first & chunkMask) === 0) this.#chunks[(seq >>> chunkBits) & this.#ringMask] = undefined;
  }

  /** Removes an entry's slot, closing the gap (Knuth, TAOCP vol. 3, 6.4, algorithm R). No-op when it has none. */
  #unlink(seq: number): void {
    const words = this.#chunk(seq).words;
    const i = (seq & chunkMask) << 2;
    const shardIndex = words[i] >>> (32 - shardBits);
    const { tags, slots } = this.#shards[shardIndex];
    const mask = tags.length - 1;
    let slot = words[i + 1] & mask;
    while (tags[slot] !== emptyTag && slots[slot] !== (seq & slotMask)) slot = (slot + 1) & mask;
    if (tags[slot] === emptyTag) return;
    this.#shardSizes[shardIndex]--;
    for (let probe = (slot + 1) & mask; tags[probe] !== emptyTag; probe = (probe + 1) & mask) {
      const home = this.#home(slots[probe]) & mask;
      if (((probe - home) & mask) >= ((probe - slot) & mask)) {
        tags[slot] = tags[probe];
        slots[slot] = slots[probe];
        slot = probe;
      }
    }
    tags[slot] = emptyTag;
  }

  #home(seq: number): number {
    return this.#chunk(seq).words[((seq & chunkMask) << 2) + 1];
  }

  #grow(shardIndex: number): Shard {
    const old = this.#shards[shardIndex];
    const shard = emptyShard(old.tags.length * 2);
    const { tags, slots } = shard;
    const mask = tags.length - 1;
    for (let from = 0; from < old.tags.length; from++) {
      if (old.tags[from] === emptyTag) continue;
      let slot = this.#home(old.slots[from]) & mask;
      while (tags[slot] !== emptyTag) slot = (slot + 1) & mask;
      tags[slot] = old.tags[from];
      slots[slot] = old.slots[from];
    }
    this.#shards[shardIndex] = shard;
    return shard;
  }
}

function emptyShard(slots: number): Shard {
  return { tags: new Uint8Array(slots), slots: new Int32Array(slots) };
}

/** The tag of an entry by the third word of its fingerprint; the first two choose its slot. */
function tagOf(word: number): number {
  return word & 0xff || 1;
}

/** The key, the fingerprints of entries `start` to `start + count` of a chunk, and their seconds. */
function encodePart(key: Uint8Array, chunk: Chunk, start: number, count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fingerprintKeyBytes + count * bytesPerEntry);
  bytes.set(key);
  const values = new Uint32Array(bytes.buffer, fingerprintKeyBytes);
  values.set(chunk.words.subarray(start * 4, (start + count) * 4));
  values.set(chunk.seconds.subarray(start, start + count), count * 4);
  return bytes;
}

function decodePart(part: Uint8Array): Chunk & { key: Uint8Array } {
  const count = (part.length - fingerprintKeyBytes) / bytesPerEntry;
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`a part of the deduplication section has a wrong length: ${part.length} bytes`);
  }
  const bytes = part.byteOffset % 4 === 0 ? part : part.slice();
  const values = new Uint32Array(bytes.buffer, bytes.byteOffset + fingerprintKeyBytes, count * 5);
  return {
    key: bytes.slice(0, fingerprintKeyBytes),
    words: values.subarray(0, count * 4),
    seconds: values.subarray(count * 4),
  };
}
