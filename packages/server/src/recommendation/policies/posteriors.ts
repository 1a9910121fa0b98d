import type { OnlineStore } from '../../stores/online/online-store.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import type { PolicyKind, RewardKind } from './policy-config.ts';

/** Items that one policy keeps a posterior of; beyond it the tenth shown longest ago start from the prior again. */
export const armLimit = 10_000;

/** What a decision says of the policy that learns from it. The key tells policies apart, the rest is how to learn. */
export interface PolicyIdentity {
  key: string;
  kind: PolicyKind;
  reward: RewardKind;
}

/** Running sums of a whole policy, faded to `at`. */
export interface Level {
  /** Items seen, by how likely each was looked at. */
  weight: number;
  /** Rewards in the unit of `weight`. */
  total: number;
  /** Items seen, their rewards and squared rewards. */
  count: number;
  amount: number;
  squares: number;
  /** Epoch ms of the latest item seen. */
  at: number;
}

const levelWidth = 12;
const [weight, total, count, amount, squares, at, pulls, rewards, updatedAt, since, dropped, halfLife] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
];
const armWidth = 6;
const [armWeight, armTotal, armAt, armPulls, armRewards, armLift] = [0, 1, 2, 3, 4, 5];

/** What one policy has learnt of items, as plain data. */
export interface SavedPosterior {
  level: number[];
  arms: { itemId: string; sums: number[] }[];
}

/** By how much what was known at `from` has faded at `to`; a half-life of 0 fades nothing. Epoch ms. */
export function fade(halfLifeMs: number, from: number, to: number): number {
  return halfLifeMs > 0 && to > from ? 2 ** ((from - to) / halfLifeMs) : 1;
}

/**
 * What policies have learnt of each item, as state: it changes only with applied records, so it is the same
 * after a restart, to the bit. An arm is an item that one policy has shown. Sums fade with the policy's
 * half-life; a reward counts from the time of its decision, as its item seen does.
 */
export class Posteriors {
  readonly policies: StateTable;
  readonly arms: StateTable;
  readonly #level;
  readonly #identity;
  /** By arm: policy's row, item's row. */
  readonly #owner;
  readonly #sums;
  readonly #limit: number;
  readonly #known = new Map<number, PolicyIdentity>();
  /** By policy's row: arm's row + 1 by item row. A cache of the owners. */
  #index: (Int32Array | undefined)[] | undefined;
  #sizes: number[] = [];

  constructor(store: OnlineStore, limit = armLimit) {
    this.#limit = limit;
    this.policies = store.table('policies', { reuseRows: false });
    this.arms = store.table('policyArms');
    this.#level = this.policies.float64('level', levelWidth);
    this.#identity = this.policies.json<PolicyIdentity>('identity');
    this.#owner = this.arms.int32('owner', 2);
    this.#sums = this.arms.float64('sums', armWidth);
  }

  /** The policy's row, made when new. `halfLifeMs` 0: nothing fades. */
  ensure(identity: PolicyIdentity, halfLifeMs: number): number {
    const row = this.policies.ensure(identity.key);
    this.policies.touch(row);
    if (this.#identity.get(row) === undefined) this.#identity.set(row, identity);
    this.#level.data[row * levelWidth + halfLife] = halfLifeMs;
    return row;
  }

  find(key: string): number {
    return this.policies.find(key);
  }

  identity(row: number): PolicyIdentity {
    let found = this.#known.get(row);
    if (found === undefined) {
      found = this.#identity.get(row)!;
      this.#known.set(row, found);
    }
    return found;
  }

  halfLife(row: number): number {
    return this.#level.data[row * levelWidth + halfLife];
  }

  /** Offset of the first decision that counts: those before were forgotten by a reset. */
  since(row: number): number {
    return this.#level.data[row * levelWidth + since];
  }

  counts(row: number): { pulls: number; rewards: number; dropped: number; updatedAt: number } {
    const { data } = this.#level;
    const base = row * levelWidth;
    return {
      pulls: data[base + pulls],
      rewards: data[base + rewards],
      dropped: data[base + dropped],
      updatedAt: data[base + updatedAt],
    };
  }

  /** The policy's sums as they stand at `now`, into `out`; zeros for row −1. */
  readLevel(row: number, now: number, out: Level): void {
    const { data } = this.#level;
    const base = row * levelWidth;
    const kept = row < 0 ? 0 : fade(data[base + halfLife], data[base + at], now);
    out.weight = row < 0 ? 0 : data[base + weight] * kept;
    out.total = row < 0 ? 0 : data[base + total] * kept;
    out.count = row < 0 ? 0 : data[base + count] * kept;
    out.amount = row < 0 ? 0 : data[base + amount] * kept;
    out.squares = row < 0 ? 0 : data[base + squares] * kept;
    out.at = row < 0 ? 0 : data[base + at];
  }

  /** The arm of an item; −1 when the policy has not shown it. Allocates nothing. */
  armOf(policyRow: number, itemRow: number): number {
    if (policyRow < 0) return -1;
    const index = (this.#index ?? this.#indexed())[policyRow];
    return index === undefined || itemRow >= index.length ? -1 : index[itemRow] - 1;
  }

  /** The arm's weight as it stands at `now`. */
  armWeight(arm: number, halfLifeMs: number, now: number): number {
    const base = arm * armWidth;
    return this.#sums.data[base + armWeight] * fade(halfLifeMs, this.#sums.data[base + armAt], now);
  }

  armTotal(arm: number, halfLifeMs: number, now: number): number {
    const base = arm * armWidth;
    return this.#sums.data[base + armTotal] * fade(halfLifeMs, this.#sums.data[base + armAt], now);
  }

  /** How much better than usual the item was known to be when the policy first showed it. */
  armLift(arm: number): number {
    return this.#sums.data[arm * armWidth + armLift];
  }

  armCounts(arm: number): { itemRow: number; pulls: number; rewards: number } {
    const base = arm * armWidth;
    return {
      itemRow: this.#owner.data[arm * 2 + 1],
      pulls: this.#sums.data[base + armPulls],
      rewards: this.#sums.data[base + armRewards],
    };
  }

  /** Rows of the policy's arms. */
  armsOf(policyRow: number): number[] {
    const rows: number[] = [];
    const index = (this.#index ?? this.#indexed())[policyRow];
    if (index !== undefined) for (const arm of index) if (arm > 0) rows.push(arm - 1);
    return rows;
  }

  /**
   * An item was seen. `examined`: chance that its rank was looked at; `lift`: how much better than usual the
   * item is known to be; `time`: of the decision.
   */
  pull(
    policyRow: number,
    itemRow: number,
    itemId: string,
    examined: number,
    lift: number,
    time: number,
    now: number,
  ): void {
    const seen = this.identity(policyRow).kind === 'gaussianThompson' ? examined * examined : examined;
    const { data } = this.#level;
    const base = policyRow * levelWidth;
    const kept = fade(data[base + halfLife], data[base + at], time);
    const late = fade(data[base + halfLife], time, data[base + at]);
    this.policies.touch(policyRow);
    data[base + weight] = data[base + weight] * kept + seen * late;
    data[base + total] *= kept;
    data[base + count] = data[base + count] * kept + late;
    data[base + amount] *= kept;
    data[base + squares] *= kept;
    data[base + at] = Math.max(data[base + at], time);
    data[base + pulls]++;
    data[base + updatedAt] = Math.max(data[base + updatedAt], now);
    this.#pullArm(this.#ensureArm(policyRow, itemRow, itemId, lift), seen, data[base + halfLife], time);
  }

  /** An item seen earned `reward`, or what is to be added to what it had earned. `first`: it had earned nothing. */
  reward(
    policyRow: number,
    itemRow: number,
    examined: number,
    reward: number,
    first: boolean,
    time: number,
    now: number,
  ): void {
    const value = this.identity(policyRow).kind === 'gaussianThompson' ? examined * reward : reward;
    const { data } = this.#level;
    const base = policyRow * levelWidth;
    const late = fade(data[base + halfLife], time, data[base + at]);
    this.policies.touch(policyRow);
    data[base + total] += value * late;
    data[base + amount] += reward * late;
    data[base + squares] += reward * reward * late;
    if (first) data[base + rewards]++;
    data[base + updatedAt] = Math.max(data[base + updatedAt], now);
    const arm = this.armOf(policyRow, itemRow);
    if (arm < 0) return;
    this.arms.touch(arm);
    const sums = this.#sums.data;
    const armBase = arm * armWidth;
    sums[armBase + armTotal] += value * fade(data[base + halfLife], time, sums[armBase + armAt]);
    if (first) sums[armBase + armRewards]++;
  }

  /** A reward came for a decision whose context is no longer kept. */
  drop(policyRow: number): void {
    this.policies.touch(policyRow);
    this.#level.data[policyRow * levelWidth + dropped]++;
  }

  /** What a policy knows, to be drawn from elsewhere. */
  saved(policyRow: number): SavedPosterior {
    const base = policyRow * levelWidth;
    return {
      level: Array.from(this.#level.data.subarray(base, base + levelWidth)),
      arms: this.armsOf(policyRow).map((arm) => ({
        itemId: this.arms.key(arm)!.slice(`${policyRow}:`.length),
        sums: Array.from(this.#sums.data.subarray(arm * armWidth, (arm + 1) * armWidth)),
      })),
    };
  }

  /** Takes over what another store's policy knows; gives its row. `items`: that its items are to be found in. */
  load(identity: PolicyIdentity, { level, arms }: SavedPosterior, items: StateTable): number {
    const row = this.ensure(identity, 0);
    this.#level.data.set(level, row * levelWidth);
    for (const { itemId, sums } of arms) {
      const arm = this.#ensureArm(row, items.ensure(itemId), itemId, 1);
      this.#sums.data.set(sums, arm * armWidth);
    }
    return row;
  }

  /** Starts from the prior again; what decisions before `offset` earn no longer counts. */
  reset(policyRow: number, offset: number, now: number): void {
    for (const arm of this.armsOf(policyRow)) this.#removeArm(arm);
    this.policies.touch(policyRow);
    const base = policyRow * levelWidth;
    const kept = this.#level.data[base + halfLife];
    this.#level.data.fill(0, base, base + levelWidth);
    this.#level.data[base + halfLife] = kept;
    this.#level.data[base + since] = offset;
    this.#level.data[base + updatedAt] = now;
  }

  /** The item left the catalog. */
  forgetItem(itemRow: number): void {
    const index = this.#index ?? this.#indexed();
    for (let policy = 0; policy < index.length; policy++) {
      const arm = this.armOf(policy, itemRow);
      if (arm >= 0) this.#removeArm(arm);
    }
  }

  #pullArm(arm: number, seen: number, halfLifeMs: number, time: number): void {
    this.arms.touch(arm);
    const sums = this.#sums.data;
    const base = arm * armWidth;
    const kept = fade(halfLifeMs, sums[base + armAt], time);
    sums[base + armWeight] =
      sums[base + armWeight] * kept + seen * fade(halfLifeMs, time, sums[base + armAt]);
    sums[base + armTotal] *= kept;
    sums[base + armAt] = Math.max(sums[base + armAt], time);
    sums[base + armPulls]++;
  }

  #ensureArm(policyRow: number, itemRow: number, itemId: string, lift: number): number {
    const found = this.armOf(policyRow, itemRow);
    if (found >= 0) return found;
    if ((this.#sizes[policyRow] ?? 0) >= this.#limit) this.#evict(policyRow);
    const arm = this.arms.ensure(`${policyRow}:${itemId}`);
    this.#owner.data[arm * 2] = policyRow;
    this.#owner.data[arm * 2 + 1] = itemRow;
    this.#sums.data[arm * armWidth + armLift] = lift;
    this.#enter(policyRow, itemRow, arm);
    return arm;
  }

  /** The order follows from state alone, so a replay evicts the same arms. */
  #evict(policyRow: number): void {
    const sums = this.#sums.data;
    const oldest = this.armsOf(policyRow).sort(
      (a, b) =>
        sums[a * armWidth + armAt] - sums[b * armWidth + armAt] ||
        this.#owner.data[a * 2 + 1] - this.#owner.data[b * 2 + 1],
    );
    for (const arm of oldest.slice(0, Math.ceil(this.#limit / 10))) this.#removeArm(arm);
  }

  #removeArm(arm: number): void {
    const policyRow = this.#owner.data[arm * 2];
    const index = this.#index?.[policyRow];
    if (index !== undefined) index[this.#owner.data[arm * 2 + 1]] = 0;
    this.#sizes[policyRow]--;
    this.arms.remove(this.arms.key(arm)!);
  }

  #enter(policyRow: number, itemRow: number, arm: number): void {
    const all = this.#index!;
    let index = all[policyRow];
    if (index === undefined || itemRow >= index.length) {
      const grown = new Int32Array(Math.max(1024, itemRow * 2));
      if (index !== undefined) grown.set(index);
      index = grown;
      all[policyRow] = grown;
    }
    index[itemRow] = arm + 1;
    this.#sizes[policyRow] = (this.#sizes[policyRow] ?? 0) + 1;
  }

  #indexed(): (Int32Array | undefined)[] {
    this.#index = [];
    this.#sizes = [];
    for (let arm = 0; arm < this.arms.rows; arm++) {
      if (this.arms.key(arm) === undefined) continue;
      this.#enter(this.#owner.data[arm * 2], this.#owner.data[arm * 2 + 1], arm);
    }
    return this.#index;
  }
}
