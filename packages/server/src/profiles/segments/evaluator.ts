import { randomUUID } from 'node:crypto';
import type { Applied, FeatureEngine, RecordConsumer } from '../../features/feature-engine.ts';
import type { EventRecord, JournalRecord, Origin } from '../../stores/journal/record.ts';
import { customerIdentity } from '../identity.ts';
import { type CompiledSegments, compileSegments, maxSegments } from './compile.ts';
import type { SegmentDefinition } from './definition.ts';
import type { SegmentMembership } from './membership.ts';
import { SubjectReader } from './subject.ts';

const origins: readonly Origin[] = ['live', 'import', 'simulated'];
const words = maxSegments / 32;
/** Rows between two looks at the clock. */
const stride = 32;

export interface SegmentEvaluatorOptions {
  engine: FeatureEngine;
  membership: SegmentMembership;
  segments: readonly SegmentDefinition[];
  /** Appends to the journal; membership changes when the pipeline applies the records. */
  append(records: JournalRecord[]): Promise<unknown>;
  /** Epoch ms. */
  now(): number;
}

/**
 * Compares rules with membership for customers whose events, features or attributes changed, and on a sweep
 * for what time alone changes, and appends `segment_entered` / `segment_left` for each difference.
 * It changes nothing itself. A difference whose record is on its way is not appended again.
 */
export class SegmentEvaluator implements RecordConsumer {
  readonly name = 'segmentEvaluator';
  #compiled: CompiledSegments;
  readonly #options: SegmentEvaluatorOptions;
  #bits: Int32Array;
  #reader: SubjectReader;
  readonly #origin;
  readonly #inFlight = new Set<number>();
  readonly #current = new Int32Array(words);
  readonly #target = new Int32Array(words);
  #groupTaken: Uint8Array;
  /** Grows with each change of the rules. */
  #generation = 0;
  #dirty = new Int32Array(1024);
  #dirtyCount = 0;
  #isDirty = new Uint8Array(1024);
  #cursor = -1;

  /** Made after `restore()`: it looks up which bits the declared segments have. */
  constructor(options: SegmentEvaluatorOptions) {
    this.#options = options;
    this.#compiled = compileSegments(options.segments, options.engine);
    this.#bits = options.membership.bitsOf(this.#compiled.names);
    this.#reader = new SubjectReader(options.engine, this.#compiled);
    this.#origin = SegmentEvaluator.declare(options.engine);
    this.#groupTaken = new Uint8Array(this.#compiled.names.length);
  }

  get compiled(): CompiledSegments {
    return this.#compiled;
  }

  /**
   * From now on these are the segments: a sweep over all customers begins, which lets them enter and leave.
   * Throws `invalid_request`, and changes nothing, for a wrong rule or more segments than there is room for.
   */
  replace(segments: readonly SegmentDefinition[]): void {
    const compiled = compileSegments(segments, this.#options.engine);
    const bits = this.#options.membership.bitsOf(compiled.names);
    this.#compiled = compiled;
    this.#bits = bits;
    this.#reader = new SubjectReader(this.#options.engine, compiled);
    this.#groupTaken = new Uint8Array(compiled.names.length);
    this.#generation++;
    this.startSweep();
  }

  /** Declares the evaluator's column; to be called before `restore()`. */
  static declare(engine: FeatureEngine) {
    return engine.customers.int32('lastOrigin');
  }

  apply({ record, customerRow }: Applied): void {
    if (record.kind !== 'event' || customerRow < 0) return;
    if (record.type === 'segment_entered' || record.type === 'segment_left') return;
    const origin = record.origin === 'live' ? 0 : record.origin === 'import' ? 1 : 2;
    if (this.#origin.data[customerRow] !== origin) {
      this.#options.engine.customers.touch(customerRow);
      this.#origin.data[customerRow] = origin;
    }
    if (
      this.#compiled.events === 'any' ||
      this.#compiled.events.has(record.type) ||
      (this.#compiled.usesAttributes && record.traits !== undefined)
    ) {
      this.#mark(customerRow);
    }
  }

  merge(_from: number, to: number): void {
    this.#mark(to);
  }

  /** Customers waiting to be compared. */
  get waiting(): number {
    return this.#dirtyCount;
  }

  get sweeping(): boolean {
    return this.#cursor >= 0;
  }

  /** From now on {@link flush} also walks through every customer, once. */
  startSweep(): void {
    this.#cursor = 0;
  }

  /**
   * Compares waiting customers, then those of a running sweep, for at most `budgetMs` milliseconds, and
   * appends what differs in one batch. Resolves with the number of records once they are applied.
   * When the append fails the customers wait again and the error is passed on.
   */
  async flush(budgetMs: number): Promise<number> {
    const end = performance.now() + budgetMs;
    const at = this.#options.now();
    const records: EventRecord[] = [];
    const flights: number[] = [];
    const generation = this.#generation;
    let looked = 0;
    const expired = () => ++looked % stride === 0 && performance.now() >= end;

    while (this.#dirtyCount > 0) {
      const row = this.#dirty[--this.#dirtyCount];
      this.#isDirty[row] = 0;
      this.#compare(row, at, records, flights);
      if (expired()) break;
    }
    if (this.#dirtyCount === 0 && this.#cursor >= 0) {
      const rows = this.#options.engine.customers.rows;
      while (this.#cursor < rows) {
        this.#compare(this.#cursor++, at, records, flights);
        if (expired()) break;
      }
      if (this.#cursor >= rows) this.#cursor = -1;
    }
    if (records.length === 0) return 0;
    try {
      await this.#options.append(records);
    } catch (error) {
      for (const flight of flights) this.#mark(Math.floor(flight / maxSegments));
      throw error;
    } finally {
      for (const flight of flights) this.#inFlight.delete(flight);
    }
    // What was under way answers to the rules of before; a sweep may have passed these customers meanwhile.
    if (generation !== this.#generation) {
      for (const flight of flights) this.#mark(Math.floor(flight / maxSegments));
    }
    return records.length;
  }

  #mark(row: number): void {
    if (row >= this.#isDirty.length) {
      const grown = new Uint8Array(Math.max(row + 1, this.#isDirty.length * 2));
      grown.set(this.#isDirty);
      this.#isDirty = grown;
    }
    if (this.#isDirty[row] === 1) return;
    this.#isDirty[row] = 1;
    if (this.#dirtyCount === this.#dirty.length) {
      const grown = new Int32Array(this.#dirty.length * 2);
      grown.set(this.#dirty);
      this.#dirty = grown;
    }
    this.#dirty[this.#dirtyCount++] = row;
  }

  #compare(row: number, at: number, records: EventRecord[], flights: number[]): void {
    const { engine, membership } = this.#options;
    const key = engine.customers.key(row);
    if (key === undefined) return;
    this.#evaluate(row, at);
    membership.copyBits(row, this.#current);
    for (let w = 0; w < words; w++) {
      let difference = this.#current[w] ^ this.#target[w];
      while (difference !== 0) {
        const low = 31 - Math.clz32(difference & -difference);
        difference &= difference - 1;
        const bit = w * 32 + low;
        const flight = row * maxSegments + bit;
        if (this.#inFlight.has(flight)) continue;
        this.#inFlight.add(flight);
        flights.push(flight);
        records.push({
          kind: 'event',
          type: (this.#target[w] & (1 << low)) !== 0 ? 'segment_entered' : 'segment_left',
          messageId: `segment:${randomUUID()}`,
          ...customerIdentity(key),
          timestamp: at,
          receivedAt: at,
          properties: { segment: membership.nameOf(bit)! },
          origin: origins[this.#origin.data[row]] ?? 'live',
        });
      }
    }
  }

  /** Writes the bits that the rules give the customer into `#target`. */
  #evaluate(row: number, at: number): void {
    const { tests, groups } = this.#compiled;
    const subject = this.#reader.read(row, at);
    this.#target.fill(0);
    this.#groupTaken.fill(0);
    for (let i = 0; i < tests.length; i++) {
      const group = groups[i];
      if (group >= 0 && this.#groupTaken[group] === 1) continue;
      if (!tests[i](subject)) continue;
      if (group >= 0) this.#groupTaken[group] = 1;
      const bit = this.#bits[i];
      this.#target[bit >> 5] |= 1 << (bit & 31);
    }
  }
}
