import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import type { DecisionRecord, EventRecord } from '../../stores/journal/record.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import type { PolicyLearner } from '../policies/policy-learner.ts';
import { type DecisionLog, slotFlag } from './decision-log.ts';
import type { Engagement } from './engagement.ts';
import type { RewardTable } from './reward-totals.ts';

/** An event later than this after the decision earns it nothing. */
export const rewardWindow = 24 * 3_600_000;
/** Clocks differ: an event this much before its decision still counts as after it. */
const tolerance = 60_000;
/** Far beyond any real purchase, so that totals stay finite whatever is sent. */
const largestValue = 1e12;

/**
 * Joins what customers do with what was recommended: an event with `decisionId` credits that decision; one
 * without credits the newest decision of the same customer, within the window, that showed the item (last
 * touch), where a purchase needs a slot that was seen or clicked. Each slot is seen, clicked and bought once
 * at most; a click implies that the slot was seen.
 */
export class DecisionRewards implements RecordConsumer {
  readonly name = 'decisionRewards';
  readonly #log: DecisionLog;
  readonly #rewards: RewardTable;
  readonly #engagement: Engagement;
  readonly #items: StateTable;
  readonly #learner: PolicyLearner;

  constructor(
    log: DecisionLog,
    rewards: RewardTable,
    engagement: Engagement,
    items: StateTable,
    learner: PolicyLearner,
  ) {
    this.#learner = learner;
    this.#log = log;
    this.#rewards = rewards;
    this.#engagement = engagement;
    this.#items = items;
  }

  apply({ record, offset, customerRow, itemRow }: Applied): void {
    if (record.kind === 'decision') {
      this.#decided(record, offset, customerRow);
    } else if (record.kind === 'item_removed') {
      this.#learner.removed(itemRow);
    } else if (record.kind === 'event' && itemRow >= 0) {
      if (record.type === 'impression' || record.type === 'click' || record.type === 'purchase') {
        this.#happened(record, customerRow, itemRow);
      }
    }
  }

  merge(from: number, to: number): void {
    this.#log.merge(from, to);
  }

  forget(customerRow: number): void {
    this.#log.forget(customerRow);
  }

  #decided(record: DecisionRecord, offset: number, customerRow: number): void {
    const placementRow = this.#rewards.row('placement', record.placement);
    const modelRow = this.#rewards.row('model', record.model);
    const variantRow = record.variant === undefined ? -1 : this.#rewards.row('variant', record.variant);
    const row = this.#log.add(record.decisionId, record.timestamp, offset, {
      customerRow,
      placementRow,
      modelRow,
      variantRow,
      origin: record.origin === 'simulated' ? 2 : record.origin === 'import' ? 1 : 0,
      policyRow: this.#learner.policyRow(record),
    });
    if (row < 0) return;
    const reported = this.#rewards.reports(placementRow);
    const counts = [placementRow, modelRow, variantRow].filter((heading) => heading >= 0);
    for (const heading of counts) this.#rewards.addDecision(heading);
    for (const [i, slot] of record.slate.entries()) {
      const sourceRow = this.#rewards.row('source', slot.source);
      const rankRow = this.#rewards.row('rank', `${record.placement}#${i + 1}`);
      const slotItem = this.#items.find(slot.itemId);
      this.#log.addSlot(row, slotItem, sourceRow, record.learning?.examination[i], slot.context);
      for (const heading of [...counts, sourceRow, rankRow]) this.#rewards.addServed(heading);
      if (slotItem >= 0 && !reported) this.#engagement.seen(slotItem, record.placement, i + 1);
    }
    if (!reported) this.#learner.served(row, record.receivedAt);
    this.#log.expire(record.receivedAt);
  }

  #happened(event: EventRecord, customerRow: number, itemRow: number): void {
    const found = event.decisionId
      ? this.#byId(event.decisionId, event.timestamp, itemRow)
      : this.#lastTouch(event, customerRow, itemRow);
    if (!found) return;
    const { row, slot } = found;
    const headings = this.#headings(row, slot);
    const before = this.#log.slotFlags(row, slot);
    if (event.type === 'purchase') {
      if ((before & slotFlag.bought) === 0) {
        this.#log.flag(row, slot, slotFlag.bought);
        for (const heading of headings) this.#rewards.addConversion(heading);
        this.#learner.earned(row, slot, 'purchase', 1, true, event.receivedAt);
      }
      if (event.value !== undefined && Number.isFinite(event.value)) {
        const amount = Math.max(-largestValue, Math.min(largestValue, event.value));
        for (const heading of headings) this.#rewards.addValue(heading, amount);
        this.#learner.earned(row, slot, 'value', amount, (before & slotFlag.bought) === 0, event.receivedAt);
      }
      return;
    }
    // A browser may collect its impressions and send them after the click that one of them led to.
    if (event.type === 'impression' && (before & slotFlag.reported) === 0) {
      this.#log.flag(row, slot, slotFlag.reported);
      for (const heading of headings) this.#rewards.addImpression(heading);
    }
    if ((before & slotFlag.seen) === 0) {
      this.#log.flag(row, slot, slotFlag.seen);
      const placement = this.#placementOf(row);
      if (this.#rewards.reports(this.#log.get(row).placementRow)) {
        this.#engagement.seen(itemRow, placement, slot + 1);
      }
      this.#learner.seen(row, slot, event.receivedAt);
    }
    if (event.type === 'click' && (before & slotFlag.clicked) === 0) {
      this.#log.flag(row, slot, slotFlag.clicked);
      for (const heading of headings) this.#rewards.addClick(heading);
      this.#engagement.clicked(itemRow);
      this.#learner.earned(row, slot, 'click', 1, true, event.receivedAt);
    }
  }

  #byId(decisionId: string, time: number, itemRow: number): { row: number; slot: number } | undefined {
    const row = this.#log.table.find(decisionId);
    if (row < 0 || !this.#within(row, time)) return undefined;
    const slot = this.#log.slotOf(row, itemRow);
    return slot < 0 ? undefined : { row, slot };
  }

  #lastTouch(
    { type, timestamp, placement }: EventRecord,
    customerRow: number,
    itemRow: number,
  ): { row: number; slot: number } | undefined {
    // An impression without its decision may be of anything on the page: only a named placement is believed.
    if (type === 'impression' && placement === undefined) return undefined;
    for (const row of this.#log.ofCustomer(customerRow)) {
      if (!this.#within(row, timestamp)) continue;
      if (placement !== undefined && this.#placementOf(row) !== placement) continue;
      const slot = this.#log.slotOf(row, itemRow);
      if (slot < 0) continue;
      if (
        type === 'purchase' &&
        (this.#log.slotFlags(row, slot) & (slotFlag.seen | slotFlag.clicked)) === 0
      ) {
        continue;
      }
      return { row, slot };
    }
    return undefined;
  }

  #within(row: number, time: number): boolean {
    const elapsed = time - this.#log.time(row);
    return elapsed >= -tolerance && elapsed <= rewardWindow;
  }

  #placementOf(row: number): string {
    return this.#rewards.name(this.#log.get(row).placementRow);
  }

  #headings(row: number, slot: number): number[] {
    const { placementRow, modelRow, variantRow } = this.#log.get(row);
    const rank = this.#rewards.row('rank', `${this.#rewards.name(placementRow)}#${slot + 1}`);
    const headings = [placementRow, modelRow, this.#log.slotSource(row, slot), rank];
    if (variantRow >= 0) headings.push(variantRow);
    return headings;
  }
}
