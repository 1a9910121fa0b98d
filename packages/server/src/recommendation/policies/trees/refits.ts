import type { DecisionLog } from '../../rewards/decision-log.ts';
import { slotFlag } from '../../rewards/decision-log.ts';
import { maxDimension } from '../policy-config.ts';
import type { Posteriors } from '../posteriors.ts';
import { fitTrees } from './fit.ts';
import type { TreeEnsembles } from './tree-ensembles.ts';

/** Rows that one fit reads, the newest; and what there must be to fit at all. */
const maxRows = 50_000;
const leastRows = 100;
const leastPositives = 10;

/** How a policy fits its trees. */
export interface FitSettings {
  key: string;
  members: number;
  iterations: number;
  maxDepth: number;
}

export interface FitResult {
  rows: number;
  positives: number;
  /** False when there was too little to learn from. */
  fitted: boolean;
}

/** Fits the trees of policies to what recent decisions earned, as far as their contexts are still kept. */
export class TreeRefits {
  readonly #log: DecisionLog;
  readonly #posteriors: Posteriors;
  readonly #ensembles: TreeEnsembles;
  readonly #now: () => number;

  constructor(log: DecisionLog, posteriors: Posteriors, ensembles: TreeEnsembles, now: () => number) {
    this.#log = log;
    this.#posteriors = posteriors;
    this.#ensembles = ensembles;
    this.#now = now;
  }

  /** Reads the rows at once, fits in another thread, and puts the result in place. */
  async run(settings: FitSettings, seed: number, signal: AbortSignal): Promise<FitResult> {
    const policyRow = this.#posteriors.find(settings.key);
    if (policyRow < 0) return { rows: 0, positives: 0, fitted: false };
    const fittedAt = this.#now();
    const since = this.#posteriors.since(policyRow);
    const { features, rewards, columns, positives } = this.#rows(policyRow);
    const rows = rewards.length;
    if (rows < leastRows || positives < leastPositives || positives === rows) {
      return { rows, positives, fitted: false };
    }
    const members = await fitTrees({ ...settings, features, columns, rewards, seed }, signal);
    // A reset while it ran forgets what it was fitted on.
    if (this.#posteriors.since(policyRow) !== since) return { rows, positives, fitted: false };
    this.#ensembles.replace(settings.key, { members, columns, fittedAt, rows, positives });
    return { rows, positives, fitted: true };
  }

  /** Items seen, the newest first: their contexts, how likely the rank was looked at, and whether they earned. */
  #rows(policyRow: number) {
    const { reward } = this.#posteriors.identity(policyRow);
    const earned = reward === 'click' ? slotFlag.clicked : slotFlag.bought;
    const since = this.#posteriors.since(policyRow);
    const context = new Float64Array(maxDimension);
    const values: number[] = [];
    const rewards: number[] = [];
    let dimension = 0;
    let positives = 0;
    const decisions = [...this.#log.ofPolicy(policyRow)].reverse();
    for (const row of decisions) {
      if (rewards.length >= maxRows || this.#log.offsetOf(row) < since) break;
      const { slots } = this.#log.get(row);
      for (let slot = 0; slot < slots; slot++) {
        const flags = this.#log.slotFlags(row, slot);
        if ((flags & slotFlag.counted) === 0) continue;
        const read = this.#log.readContext(row, slot, context);
        if (read === 0) continue;
        dimension = read;
        for (let j = 0; j < read; j++) values.push(context[j]);
        values.push(Math.log(this.#log.examined(row, slot)));
        const positive = (flags & earned) !== 0;
        rewards.push(positive ? 1 : 0);
        if (positive) positives++;
      }
    }
    return {
      features: Float64Array.from(values),
      rewards: Float64Array.from(rewards),
      columns: dimension + 1,
      positives,
    };
  }
}
