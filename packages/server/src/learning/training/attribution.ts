import type { Applied, RecordConsumer } from '../../features/index.ts';
import type { EventRecord } from '../../stores/journal/record.ts';

/** Clocks differ: an event this much before its decision still counts as after it. */
const tolerance = 60_000;
/** Decisions of one customer that an event without `decisionId` may credit. */
const perCustomer = 32;

/** What became of a decision's slots within its attribution window. */
export interface Outcome {
  /** Whether any impression was reported: a click alone says nothing of the slots beside it. */
  reported: boolean;
  seen: Uint8Array;
  clicked: Uint8Array;
  bought: Uint8Array;
  /** Money of the purchases. */
  value: Float64Array;
}

interface Open {
  at: number;
  placement: string;
  slotOf: Map<string, number>;
  outcome: Outcome;
}

/**
 * Joins outcomes to decisions as the replay passes them, by the rules that live rewards follow
 * (recommendation/rewards), with a window of its own: by `decisionId`, else last touch, the newest decision
 * of the same customer within the window that showed the item, where a purchase needs a slot that was seen
 * or clicked.
 */
export class Attribution implements RecordConsumer {
  readonly name = 'attribution';
  /** By decision id, for those that are wanted. */
  readonly outcomes = new Map<string, Outcome>();
  readonly #window: number;
  readonly #wanted: (decisionId: string) => boolean;
  readonly #byId = new Map<string, Open>();
  readonly #byCustomer = new Map<number, Open[]>();
  #oldestFirst: { id: string; receivedAt: number }[] = [];
  #head = 0;

  constructor(windowHours: number, wanted: (decisionId: string) => boolean) {
    this.#window = windowHours * 3_600_000;
    this.#wanted = wanted;
  }

  apply({ record, customerRow }: Applied): void {
    if (record.kind === 'decision') {
      if (this.#byId.has(record.decisionId)) return;
      const slots = record.slate.length;
      const outcome: Outcome = {
        reported: false,
        seen: new Uint8Array(slots),
        clicked: new Uint8Array(slots),
        bought: new Uint8Array(slots),
        value: new Float64Array(slots),
      };
      const slotOf = new Map(record.slate.map(({ itemId }, slot) => [itemId, slot]));
      const open: Open = { at: record.timestamp, placement: record.placement, slotOf, outcome };
      if (this.#wanted(record.decisionId)) this.outcomes.set(record.decisionId, outcome);
      this.#byId.set(record.decisionId, open);
      this.#oldestFirst.push({ id: record.decisionId, receivedAt: record.receivedAt });
      if (customerRow >= 0) this.#remember(customerRow, open);
      this.#expire(record.receivedAt);
    } else if (record.kind === 'event' && record.itemId !== undefined) {
      if (record.type === 'impression' || record.type === 'click' || record.type === 'purchase') {
        this.#happened(record, record.itemId, customerRow);
      }
    }
  }

  merge(from: number, to: number): void {
    const moved = this.#byCustomer.get(from);
    if (moved === undefined) return;
    this.#byCustomer.delete(from);
    const both = [...moved, ...(this.#byCustomer.get(to) ?? [])].sort((a, b) => a.at - b.at);
    this.#byCustomer.set(to, both.slice(-perCustomer));
  }

  #happened(event: EventRecord, itemId: string, customerRow: number): void {
    const open =
      event.decisionId === undefined
        ? this.#lastTouch(event, itemId, customerRow)
        : this.#byId.get(event.decisionId);
    const slot = open?.slotOf.get(itemId);
    if (open === undefined || slot === undefined || !this.#within(open, event.timestamp)) return;
    const { outcome } = open;
    if (event.type === 'purchase') {
      outcome.bought[slot] = 1;
      outcome.value[slot] += event.value ?? 0;
      return;
    }
    outcome.seen[slot] = 1;
    if (event.type === 'impression') outcome.reported = true;
    if (event.type === 'click') outcome.clicked[slot] = 1;
  }

  #lastTouch({ type, timestamp, placement }: EventRecord, itemId: string, row: number): Open | undefined {
    if (type === 'impression' && placement === undefined) return undefined;
    const list = this.#byCustomer.get(row) ?? [];
    for (let i = list.length - 1; i >= 0; i--) {
      const open = list[i];
      if (!this.#within(open, timestamp) || (placement !== undefined && open.placement !== placement))
        continue;
      const slot = open.slotOf.get(itemId);
      if (slot === undefined) continue;
      if (type === 'purchase' && (open.outcome.seen[slot] | open.outcome.clicked[slot]) === 0) continue;
      return open;
    }
    return undefined;
  }

  #within({ at }: Open, time: number): boolean {
    const elapsed = time - at;
    return elapsed >= -tolerance && elapsed <= this.#window;
  }

  #remember(row: number, open: Open): void {
    const list = this.#byCustomer.get(row);
    if (list === undefined) this.#byCustomer.set(row, [open]);
    else if (list.push(open) > perCustomer) list.shift();
  }

  /** Forgets decisions that no event can credit any more; a day is left for events that arrive late. */
  #expire(now: number): void {
    const limit = this.#window + 24 * 3_600_000;
    while (this.#head < this.#oldestFirst.length && now - this.#oldestFirst[this.#head].receivedAt > limit) {
      this.#byId.delete(this.#oldestFirst[this.#head++].id);
    }
    if (this.#head < 4096) return;
    this.#oldestFirst = this.#oldestFirst.slice(this.#head);
    this.#head = 0;
    for (const [row, list] of this.#byCustomer) {
      const kept = list.filter(({ at }) => now - at <= limit);
      if (kept.length === 0) this.#byCustomer.delete(row);
      else if (kept.length < list.length) this.#byCustomer.set(row, kept);
    }
  }
}
