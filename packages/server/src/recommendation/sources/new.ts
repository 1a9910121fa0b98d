import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import type { CandidateSet } from '../candidates.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CandidateSource, RetrievalContext } from './source.ts';
import { TopList } from './top-list.ts';

const day = 86_400_000;
/** An item is new this long. */
export const newFor = 30 * day;
const halfLife = 7 * day;
/** What comes within this time of the first item is the shop's opening stock, not news. */
const openingStock = day;
const capacity = 256;

/**
 * Items that came lately: by `availableFrom` when the catalog gives it, else by when the item was first put
 * in. Opening stock is not news. Score: 1 on the first day, halved each week.
 */
export class NewSource implements CandidateSource, RecordConsumer {
  readonly name = 'new';
  readonly #items: StateTable;
  readonly #catalog: Catalog;
  /** Epoch ms of the first `item` record; 0 = never. */
  readonly #firstSeen;
  /** Epoch ms; what the list is sorted by. A cache. */
  readonly #since = { data: new Float64Array(1024) };
  #list = new TopList(capacity, this.#since);
  #opened = Number.POSITIVE_INFINITY;

  constructor(items: StateTable, catalog: Catalog) {
    this.#items = items;
    this.#catalog = catalog;
    this.#firstSeen = items.float64('firstSeen');
  }

  /** Must come after the catalog. */
  apply({ record, itemRow }: Applied): void {
    if (itemRow < 0) return;
    if (record.kind === 'item_removed') {
      this.#list.remove(itemRow);
      if (itemRow < this.#since.data.length) this.#since.data[itemRow] = 0;
      return;
    }
    if (record.kind !== 'item') return;
    if (this.#firstSeen.data[itemRow] === 0) {
      this.#items.touch(itemRow);
      this.#firstSeen.data[itemRow] = record.receivedAt;
    }
    this.#opened = Math.min(this.#opened, this.#firstSeen.data[itemRow]);
    this.#place(itemRow);
  }

  /** Makes the list from state and catalog: after restore and catalog load, and after many removals. */
  rebuild(): void {
    this.#list = new TopList(capacity, this.#since);
    this.#since.data.fill(0);
    this.#opened = Number.POSITIVE_INFINITY;
    const rows = this.#catalog.rows;
    for (let row = 0; row < rows; row++) {
      const seen = this.#firstSeen.data[row];
      if (seen > 0) this.#opened = Math.min(this.#opened, seen);
    }
    for (let row = 0; row < rows; row++) if (this.#catalog.present[row] === 1) this.#place(row);
  }

  retrieve({ at }: RetrievalContext, candidates: CandidateSet): void {
    const { rows, size } = this.#list;
    for (let i = 0; i < size; i++) {
      const age = at - this.#since.data[rows[i]];
      if (age > newFor) return;
      if (age < 0) continue;
      if (!candidates.offer(rows[i], 2 ** (-Math.max(0, age - day) / halfLife))) return;
    }
  }

  #place(row: number): void {
    if (row >= this.#since.data.length) {
      const grown = new Float64Array(Math.max(row + 1, this.#since.data.length * 2));
      grown.set(this.#since.data);
      this.#since.data = grown;
    }
    const from = this.#catalog.availableFrom[row];
    const seen = this.#firstSeen.data[row];
    const since = Number.isFinite(from) ? from : seen > this.#opened + openingStock ? seen : 0;
    if (this.#since.data[row] === since) return;
    if (this.#since.data[row] !== 0) this.#list.remove(row);
    this.#since.data[row] = since;
    if (since > 0) this.#list.raise(row);
  }
}
