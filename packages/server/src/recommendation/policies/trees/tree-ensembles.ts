import { type EnsembleMember, treeMemberFromJson } from '@personalize/learn';
import type { StateSection } from '../../../stores/online/online-store.ts';

export interface TreeEnsemble {
  members: readonly EnsembleMember[];
  /** Columns of a row: the context, and ln of the chance that the rank is looked at. */
  columns: number;
  /** Epoch ms; what it was fitted on. */
  fittedAt: number;
  rows: number;
  positives: number;
}

/** As a fit gives it, and as it is saved. */
export interface FittedEnsemble extends Omit<TreeEnsemble, 'members'> {
  members: unknown[];
}

/**
 * The latest fit of each policy, by its key. No record makes it, so it is saved with checkpoints as it is: after
 * a crash the fit before may serve until the next one.
 */
export class TreeEnsembles implements StateSection {
  readonly name = 'policyTrees';
  readonly #fitted = new Map<string, FittedEnsemble>();
  readonly #serving = new Map<string, TreeEnsemble>();

  get(key: string): TreeEnsemble | undefined {
    return this.#serving.get(key);
  }

  /** As it is saved. */
  saved(key: string): FittedEnsemble | undefined {
    return this.#fitted.get(key);
  }

  /** The next answer is ranked by it. */
  replace(key: string, fitted: FittedEnsemble): void {
    this.#serving.set(key, { ...fitted, members: fitted.members.map(treeMemberFromJson) });
    this.#fitted.set(key, fitted);
  }

  forget(key: string): void {
    this.#serving.delete(key);
    this.#fitted.delete(key);
  }

  save(): Uint8Array {
    return Buffer.from(JSON.stringify([...this.#fitted]));
  }

  restore(bytes: Uint8Array): void {
    this.#fitted.clear();
    this.#serving.clear();
    const saved: [string, FittedEnsemble][] = JSON.parse(Buffer.from(bytes).toString());
    for (const [key, fitted] of saved) this.replace(key, fitted);
  }
}
