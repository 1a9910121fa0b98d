import type { DecisionRecord } from '../../stores/journal/record.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import { type DecisionLog, slotFlag } from '../rewards/decision-log.ts';
import type { Engagement } from '../rewards/engagement.ts';
import type { LinearModels } from './linear-models.ts';
import { maxDimension, type PolicyKind, policyKinds, type RewardKind } from './policy-config.ts';
import type { Posteriors } from './posteriors.ts';

/**
 * Turns what happens to decisions into what their policies know. It is told by the joining of rewards, so each
 * thing once, in journal order, and everything about how to learn comes from the decision's own record: a
 * replay learns the same, whatever the settings have become.
 *
 * An item counts as seen when an impression or a click says so; where impressions are hardly reported, when it
 * is served. A later reward is added to what its item seen had earned.
 */
export class PolicyLearner {
  readonly #log: DecisionLog;
  readonly #posteriors: Posteriors;
  readonly #linear: LinearModels;
  readonly #engagement: Engagement;
  readonly #items: StateTable;
  readonly #context = new Float64Array(maxDimension);

  constructor(
    log: DecisionLog,
    posteriors: Posteriors,
    linear: LinearModels,
    engagement: Engagement,
    items: StateTable,
  ) {
    this.#log = log;
    this.#posteriors = posteriors;
    this.#linear = linear;
    this.#engagement = engagement;
    this.#items = items;
  }

  /** The row of the policy that learns from a decision; −1 for none. */
  policyRow({ learning }: DecisionRecord): number {
    if (learning === undefined) return -1;
    const kind = policyKinds.find((known) => known === learning.kind);
    if (kind === undefined) return -1;
    const { policy: key, reward, halfLife = 0 } = learning;
    return this.#posteriors.ensure({ key, kind, reward }, halfLife);
  }

  /** All slots of a decision were shown, as far as anyone tells. */
  served(row: number, now: number): void {
    if (this.#log.policyOf(row) < 0) return;
    const { slots } = this.#log.get(row);
    for (let slot = 0; slot < slots; slot++) this.#count(row, slot, now);
  }

  /** The item left the catalog: what was learnt of it alone goes with it. */
  removed(itemRow: number): void {
    if (itemRow >= 0) this.#posteriors.forgetItem(itemRow);
  }

  seen(row: number, slot: number, now: number): void {
    if (this.#counts(row)) this.#count(row, slot, now);
  }

  /** A slot earned something. `first`: it had earned nothing of this kind. */
  earned(row: number, slot: number, reward: RewardKind, amount: number, first: boolean, now: number): void {
    const policyRow = this.#log.policyOf(row);
    if (policyRow < 0 || !this.#counts(row)) return;
    if (this.#posteriors.identity(policyRow).reward !== reward) return;
    this.#count(row, slot, now);
    const itemRow = this.#log.slotItem(row, slot);
    const examined = this.#log.examined(row, slot);
    const time = this.#log.time(row);
    this.#posteriors.reward(policyRow, itemRow, examined, amount, first, time, now);
    if (!isLinear(this.#posteriors.identity(policyRow).kind)) return;
    const dimension = this.#log.readContext(row, slot, this.#context);
    if (dimension === 0) {
      this.#posteriors.drop(policyRow);
      return;
    }
    const halfLife = this.#posteriors.halfLife(policyRow);
    this.#linear.reward(policyRow, this.#context, dimension, examined, amount, halfLife, time);
  }

  /** False when the policy has been reset since the decision. */
  #counts(row: number): boolean {
    const policyRow = this.#log.policyOf(row);
    return policyRow >= 0 && this.#log.offsetOf(row) >= this.#posteriors.since(policyRow);
  }

  #count(row: number, slot: number, now: number): void {
    const itemRow = this.#log.slotItem(row, slot);
    if (itemRow < 0 || (this.#log.slotFlags(row, slot) & slotFlag.counted) !== 0) return;
    this.#log.flag(row, slot, slotFlag.counted);
    const policyRow = this.#log.policyOf(row);
    const examined = this.#log.examined(row, slot);
    const time = this.#log.time(row);
    const itemId = this.#items.key(itemRow);
    if (itemId === undefined) return;
    this.#posteriors.pull(policyRow, itemRow, itemId, examined, this.#engagement.lift(itemRow), time, now);
    if (!isLinear(this.#posteriors.identity(policyRow).kind)) return;
    const dimension = this.#log.readContext(row, slot, this.#context);
    if (dimension === 0) return;
    const halfLife = this.#posteriors.halfLife(policyRow);
    this.#linear.pull(policyRow, this.#context, dimension, examined, halfLife, time);
  }
}

function isLinear(kind: PolicyKind): boolean {
  return kind === 'linUcb' || kind === 'linearThompson';
}
