import { AppError } from '../../errors.ts';
import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import type { OnlineStore } from '../../stores/online/online-store.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import { maxSegments } from './compile.ts';

const words = maxSegments / 32;

/**
 * Who is in which segment, as bits in the customer's row. Only `segment_entered` and `segment_left`
 * records change it, so that membership replays exactly and history agrees with it.
 */
export class SegmentMembership implements RecordConsumer {
  readonly name = 'segments';
  readonly #customers: StateTable;
  /** Key = segment name, row = bit. */
  readonly #segments: StateTable;
  readonly #bits;
  readonly #members;
  /** Segments whose rules are evaluated: they keep their bits also while they are empty. */
  #live: ReadonlySet<string> = new Set();

  constructor(store: OnlineStore, customers: StateTable) {
    this.#customers = customers;
    this.#segments = store.table('segments');
    this.#bits = customers.int32('segmentBits', words);
    this.#members = this.#segments.int32('members');
  }

  /** The bit of each name, given one when new. Throws when live and not yet emptied retired segments exceed the limit. */
  bitsOf(names: readonly string[]): Int32Array {
    const wanted = new Set(names);
    this.#dropEmpty(wanted);
    const bits = Int32Array.from(names, (name) => {
      const bit = this.#bit(name);
      if (bit >= 0) return bit;
      throw new AppError(
        'invalid_request',
        `segments must be at most ${maxSegments}, retired ones that still have members included; cannot add ${JSON.stringify(name)}`,
      );
    });
    this.#live = wanted;
    return bits;
  }

  apply({ record, customerRow }: Applied): void {
    if (record.kind !== 'event' || customerRow < 0) return;
    const entered = record.type === 'segment_entered';
    if (!entered && record.type !== 'segment_left') return;
    const name = record.properties?.segment;
    if (typeof name !== 'string') return;
    const bit = entered ? this.#bitInHistory(name) : this.#segments.find(name);
    if (bit >= 0) this.#set(customerRow, bit, entered);
  }

  /** The customer that is folded away leaves its segments without an event: it was the same person all along. */
  merge(from: number): void {
    this.forget(from);
  }

  forget(row: number): void {
    for (let bit = 0; bit < this.#segments.rows; bit++) if (this.has(row, bit)) this.#set(row, bit, false);
  }

  has(row: number, bit: number): boolean {
    return (this.#bits.data[row * words + (bit >> 5)] & (1 << (bit & 31))) !== 0;
  }

  /** Copies the row's words; `out` has {@link maxSegments} / 32. */
  copyBits(row: number, out: Int32Array): void {
    for (let w = 0; w < words; w++) out[w] = this.#bits.data[row * words + w];
  }

  /** −1 when no such segment has ever had members or a rule. */
  findBit(name: string): number {
    return this.#segments.find(name);
  }

  nameOf(bit: number): string | undefined {
    return this.#segments.key(bit);
  }

  /** Names of the customer's segments, in the order in which segments became known. */
  of(row: number): string[] {
    const names: string[] = [];
    for (let bit = 0; bit < this.#segments.rows; bit++) {
      if (this.has(row, bit)) names.push(this.#segments.key(bit)!);
    }
    return names;
  }

  /** Members now. */
  count(name: string): number {
    const row = this.#segments.find(name);
    return row < 0 ? 0 : this.#members.data[row];
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#segments.keys()].map((name) => [name, this.count(name)]));
  }

  /** The name's bit, given when it is new; −1 when all are taken. */
  #bit(name: string): number {
    const known = this.#segments.find(name);
    if (known >= 0) return known;
    return this.#segments.size >= maxSegments ? -1 : this.#segments.ensure(name);
  }

  /**
   * The journal may name more segments than there ever were at a time: retired ones give way once they are
   * empty, and one that finds no room is passed over, since its members have left by the end.
   */
  #bitInHistory(name: string): number {
    const bit = this.#bit(name);
    if (bit >= 0) return bit;
    this.#dropEmpty(this.#live);
    return this.#bit(name);
  }

  #dropEmpty(except: ReadonlySet<string>): void {
    for (const name of [...this.#segments.keys()]) {
      const empty = this.#members.data[this.#segments.find(name)] === 0;
      if (empty && !except.has(name)) this.#segments.remove(name);
    }
  }

  #set(row: number, bit: number, member: boolean): void {
    if (this.has(row, bit) === member) return;
    this.#customers.touch(row);
    this.#segments.touch(bit);
    this.#bits.data[row * words + (bit >> 5)] ^= 1 << (bit & 31);
    this.#members.data[bit] += member ? 1 : -1;
  }
}
