import type { OnlineStore } from '../../stores/online/online-store.ts';
import type { StateTable } from '../../stores/online/state-table.ts';

/** What recommendations earned, under one heading: a placement, a model, a source, a variant, a rank. */
export interface RewardTotals {
  /** Answers given. */
  decisions: number;
  /** Items in them. */
  served: number;
  /** Items reported as seen. */
  impressions: number;
  /** Items clicked, each once. */
  clicks: number;
  /** Items bought, each once. */
  conversions: number;
  /** Money of all credited purchases. */
  value: number;
  /** Clicks ÷ items seen; 0..1, 0 when nothing was served. */
  clickThroughRate: number;
}

export type RewardHeading = 'placement' | 'model' | 'source' | 'variant' | 'rank';

const width = 6;
const [decisions, served, impressions, clicks, conversions, value] = [0, 1, 2, 3, 4, 5];
/** Share of served items that must be reported as seen before reports count as complete. */
const reportedShare = 0.05;

/** Running totals by heading, as state: exact after a restart because they change only with applied records. */
export class RewardTable {
  readonly #table: StateTable;
  readonly #totals;

  constructor(store: OnlineStore) {
    this.#table = store.table('rewards', { reuseRows: false });
    this.#totals = this.#table.float64('totals', width);
  }

  /** The heading's row, made when new. `rank` names are `PLACEMENT#RANK`. */
  row(heading: RewardHeading, name: string): number {
    return this.#table.ensure(`${heading}:${name}`);
  }

  find(heading: RewardHeading, name: string): number {
    return this.#table.find(`${heading}:${name}`);
  }

  /** The name under its heading; empty for a row that is none. */
  name(row: number): string {
    const key = this.#table.key(row) ?? '';
    return key.slice(key.indexOf(':') + 1);
  }

  addDecision(row: number): void {
    this.#add(row, decisions, 1);
  }
  addServed(row: number): void {
    this.#add(row, served, 1);
  }
  addImpression(row: number): void {
    this.#add(row, impressions, 1);
  }
  addClick(row: number): void {
    this.#add(row, clicks, 1);
  }
  addConversion(row: number): void {
    this.#add(row, conversions, 1);
  }
  addValue(row: number, amount: number): void {
    this.#add(row, value, amount);
  }

  clicks(row: number): number {
    return row < 0 ? 0 : this.#totals.data[row * width + clicks];
  }

  /**
   * Items that customers saw: those reported by `impression` events; all that were served while the
   * integration reports hardly any, so that a shop without impression events still gets rates.
   */
  seen(row: number): number {
    if (row < 0) return 0;
    const { data } = this.#totals;
    const at = row * width;
    return this.reports(row) ? Math.max(data[at + impressions], data[at + clicks]) : data[at + served];
  }

  /** Whether impressions are reported under this heading. */
  reports(row: number): boolean {
    const { data } = this.#totals;
    return data[row * width + impressions] > reportedShare * data[row * width + served];
  }

  /** By name. */
  list(heading: RewardHeading): Record<string, RewardTotals> {
    const found: Record<string, RewardTotals> = {};
    for (const key of this.#table.keys()) {
      if (!key.startsWith(`${heading}:`)) continue;
      const row = this.#table.find(key);
      const at = row * width;
      const { data } = this.#totals;
      const seen = this.seen(row);
      found[key.slice(heading.length + 1)] = {
        decisions: data[at + decisions],
        served: data[at + served],
        impressions: data[at + impressions],
        clicks: data[at + clicks],
        conversions: data[at + conversions],
        value: data[at + value],
        clickThroughRate: seen > 0 ? Math.min(1, data[at + clicks] / seen) : 0,
      };
    }
    return found;
  }

  #add(row: number, column: number, amount: number): void {
    this.#table.touch(row);
    this.#totals.data[row * width + column] += amount;
  }
}
