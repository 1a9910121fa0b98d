import type { Applied, RecordConsumer } from '../../features/index.ts';
import type { EventRecord } from '../../stores/journal/record.ts';
import { Attribution, type Outcome } from '../training/attribution.ts';
import type { LoggedDecision } from './logged-decisions.ts';
import type { Problems } from './problems.ts';
import type { RewardKind } from './request.ts';

/** As attribution allows: clocks differ. */
const tolerance = 60_000;

/**
 * Joins rewards to decisions as training does, and counts by name what must not count: a reward before its
 * decision or after its window, one delivered twice, one for an item that was not in the slate.
 */
export class Rewards implements RecordConsumer {
  readonly name = 'evaluationRewards';
  readonly #attribution: Attribution;
  readonly #problems: Problems;
  readonly #kind: RewardKind;
  readonly #window: number;
  readonly #decisions: ReadonlyMap<string, LoggedDecision>;
  readonly #seen = new Set<string>();
  /** Of a decision's slot, that a click or conversion of it was counted. */
  readonly #earned = new Set<string>();

  constructor(
    decisions: readonly LoggedDecision[],
    kind: RewardKind,
    attributionHours: number,
    problems: Problems,
  ) {
    this.#decisions = new Map(decisions.map((decision) => [decision.decisionId, decision]));
    this.#attribution = new Attribution(attributionHours, (id) => this.#decisions.has(id));
    this.#kind = kind;
    this.#window = attributionHours * 3_600_000;
    this.#problems = problems;
  }

  apply(applied: Applied): void {
    const { record } = applied;
    if (record.kind === 'event' && this.#refused(record)) return;
    this.#attribution.apply(applied);
  }

  merge(from: number, to: number): void {
    this.#attribution.merge(from, to);
  }

  /** What the slot of a decision earned. */
  of(decisionId: string, slot: number): number {
    const outcome: Outcome | undefined = this.#attribution.outcomes.get(decisionId);
    if (outcome === undefined) return 0;
    if (this.#kind === 'click') return outcome.clicked[slot];
    return this.#kind === 'conversion' ? outcome.bought[slot] : outcome.value[slot];
  }

  #refused(event: EventRecord): boolean {
    const { decisionId, itemId, timestamp, messageId, type } = event;
    if (type !== (this.#kind === 'click' ? 'click' : 'purchase')) return false;
    const decision = decisionId === undefined ? undefined : this.#decisions.get(decisionId);
    if (decision === undefined) return false;
    if (this.#seen.has(messageId)) return this.#count('duplicate-reward');
    this.#seen.add(messageId);
    if (itemId === undefined || !decision.items.includes(itemId)) return this.#count('reward-without-slot');
    if (timestamp < decision.at - tolerance) return this.#count('reward-before-decision');
    if (timestamp > decision.at + this.#window) return this.#count('reward-after-window');
    if (this.#kind === 'value') {
      return Number.isFinite(event.value ?? 0) ? false : this.#count('reward-not-finite');
    }
    const slot = `${decisionId} ${itemId}`;
    if (this.#earned.has(slot)) return this.#count('duplicate-reward');
    this.#earned.add(slot);
    return false;
  }

  #count(code: Parameters<Problems['add']>[0]): true {
    this.#problems.add(code);
    return true;
  }
}
