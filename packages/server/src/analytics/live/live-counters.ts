import { deserialize, serialize } from 'node:v8';
import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import type { EventRecord } from '../../stores/journal/record.ts';
import type { StateSection } from '../../stores/online/online-store.ts';
import { DistinctWindow } from './distinct-window.ts';
import { ItemWindow } from './item-window.ts';
import { SecondRing } from './second-ring.ts';
import { emptyTotals, rollDay, type Totals } from './totals.ts';
import { windowSeconds } from './window.ts';

/** Currencies kept apart; further ones are added up as `XXX` (ISO 4217: no currency). */
const mostCurrencies = 40;

/** Events that happened longer than this before they arrived are history: they count as events only. */
const historyMs = 3_600_000;

interface Saved {
  totals: Totals;
  seconds: ReturnType<SecondRing['save']>;
  customers: ReturnType<DistinctWindow['save']>;
  buyers: ReturnType<DistinctWindow['save']>;
  items: ReturnType<ItemWindow['save']>;
}

/** What the server itself writes about customers is no traffic. */
const ownNotes: ReadonlySet<string> = new Set(['segment_entered', 'segment_left', 'exposure']);

/**
 * What the live page counts, by arrival time. A consumer of the journal and part of its checkpoints, so each
 * acknowledged event is counted exactly once whatever happens to the process. Imports and other history
 * count in `events` only: they did not happen now.
 */
export class LiveCounters implements RecordConsumer, StateSection {
  readonly name = 'live';
  readonly seconds = new SecondRing();
  readonly customers = new DistinctWindow();
  readonly buyers = new DistinctWindow();
  readonly items = new ItemWindow();
  totals: Totals = emptyTotals();

  apply(applied: Applied): void {
    const { record } = applied;
    if (record.kind === 'event') this.#event(record, applied);
    else if (record.kind === 'decision') {
      const second = this.#advance(record.receivedAt);
      this.seconds.counts('recommendations')[second % windowSeconds]++;
      this.totals.today.recommendations++;
    }
  }

  merge(fromRow: number, toRow: number): void {
    this.customers.merge(fromRow, toRow);
    this.buyers.merge(fromRow, toRow);
  }

  forget(customerRow: number): void {
    this.customers.forget(customerRow);
    this.buyers.forget(customerRow);
  }

  /** Moves the windows and the day on to `now`; call before reading. Returns the second. */
  advanceTo(now: number): number {
    const second = this.#advance(now);
    this.customers.advance(second);
    this.buyers.advance(second);
    this.items.advance(second);
    return second;
  }

  save(): Uint8Array {
    const saved: Saved = {
      totals: this.totals,
      seconds: this.seconds.save(),
      customers: this.customers.save(),
      buyers: this.buyers.save(),
      items: this.items.save(),
    };
    return serialize(saved);
  }

  restore(bytes: Uint8Array): void {
    const saved = deserialize(bytes) as Saved;
    this.totals = saved.totals;
    this.seconds.restore(saved.seconds);
    this.customers.restore(saved.customers);
    this.buyers.restore(saved.buyers);
    this.items.restore(saved.items);
  }

  #event(record: EventRecord, { customerRow, itemRow }: Applied): void {
    if (ownNotes.has(record.type)) return;
    const second = this.#advance(record.receivedAt);
    const i = second % windowSeconds;
    const { totals, seconds } = this;
    const { today } = totals;
    // A bulk load would dwarf what customers are doing now; totals hold it all the same.
    if (record.origin !== 'import') seconds.counts('events')[i]++;
    today.events++;
    today.origins[record.origin]++;
    totals.ever[record.origin]++;
    totals.lastEventAt = record.receivedAt;
    if (record.origin === 'import' || record.timestamp < record.receivedAt - historyMs) return;
    if (record.origin === 'simulated') {
      seconds.counts('simulated')[i]++;
      totals.lastSimulatedAt = record.receivedAt;
    }
    if (customerRow >= 0) this.customers.mark(customerRow, second);
    switch (record.type) {
      case 'impression':
        seconds.counts('impressions')[i]++;
        today.impressions++;
        // Being shown is not yet interest: impressions do not make an item a top item.
        return;
      case 'click':
        seconds.counts('clicks')[i]++;
        today.clicks++;
        break;
      case 'add_to_cart':
        seconds.counts('addToCarts')[i]++;
        today.addToCarts++;
        break;
      case 'purchase':
        seconds.counts('purchases')[i]++;
        today.purchases++;
        if (customerRow >= 0) this.buyers.mark(customerRow, second);
        this.#money(record, second);
        break;
      case 'refund':
        this.#money(record, second);
        break;
    }
    if (itemRow >= 0) this.items.add(itemRow, second);
  }

  #money(record: EventRecord, second: number): void {
    if (record.value === undefined) return;
    const { revenue } = this.totals.today;
    let currency = record.currency ?? 'XXX';
    if (!(currency in revenue) && Object.keys(revenue).length >= mostCurrencies) currency = 'XXX';
    const amount = record.type === 'refund' ? -Math.abs(record.value) : record.value;
    revenue[currency] = (revenue[currency] ?? 0) + amount;
    this.seconds.addRevenue(currency, amount, second);
  }

  #advance(at: number): number {
    const second = Math.floor(at / 1000);
    if (second > this.seconds.now) {
      this.seconds.advance(second);
      rollDay(this.totals, at);
    }
    return second;
  }
}
