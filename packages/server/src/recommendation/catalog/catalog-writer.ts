import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import type { ItemRepository } from '../../stores/control/control-store.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import type { Item } from '../../stores/journal/record.ts';
import type { Catalog } from './catalog.ts';

const batchSize = 5_000;
/** Records without item changes after which the position is saved all the same, so that a restart rereads few. */
const idleAdvance = 20_000;

/**
 * Writes catalog changes to the control store behind the journal, in batches that carry the offset after
 * them: a crash in between repeats a batch and changes nothing.
 */
export class CatalogWriter implements RecordConsumer {
  readonly name = 'catalogWriter';
  readonly #items: ItemRepository;
  /** null = removed. Of several changes of one item only the last is written. */
  #pending = new Map<string, Item | null>();
  #next: number;
  #written: number;
  #running: Promise<void> = Promise.resolve();

  /** `position`: the store's `appliedOffset()`. */
  constructor(items: ItemRepository, position: number) {
    this.#items = items;
    this.#next = position;
    this.#written = position;
  }

  get waiting(): number {
    return this.#pending.size;
  }

  apply({ record, offset }: Applied): void {
    if (offset < this.#next) return;
    if (record.kind === 'item') this.#pending.set(record.item.itemId, record.item);
    else if (record.kind === 'item_removed') this.#pending.set(record.itemId, null);
    this.#next = offset + 1;
  }

  /** Writes what is waiting; rejects when the store does, and then keeps it for the next try. */
  flush(): Promise<void> {
    const run = this.#running.then(() => this.#write());
    this.#running = run.catch(() => {});
    return run;
  }

  async #write(): Promise<void> {
    if (this.#pending.size === 0 && this.#next - this.#written < idleAdvance) return;
    const changes = this.#pending;
    const next = this.#next;
    this.#pending = new Map();
    try {
      let upserts: Item[] = [];
      let removals: string[] = [];
      for (const [itemId, item] of changes) {
        if (item) upserts.push(item);
        else removals.push(itemId);
        if (upserts.length + removals.length === batchSize) {
          await this.#items.apply({ upserts, removals }, this.#written);
          upserts = [];
          removals = [];
        }
      }
      await this.#items.apply({ upserts, removals }, next);
      this.#written = next;
    } catch (error) {
      for (const [itemId, item] of this.#pending) changes.set(itemId, item);
      this.#pending = changes;
      throw error;
    }
  }
}

/**
 * Fills the catalog from the control store, then with the item records between the store's offset and
 * `restoredOffset` (where the pipeline's replay goes on). Both take part in the pipeline after that.
 */
export async function loadCatalog(
  catalog: Catalog,
  items: ItemRepository,
  journal: Pick<Journal, 'read'>,
  restoredOffset: number,
): Promise<CatalogWriter> {
  for await (const batch of items.all()) for (const item of batch) catalog.put(item);
  const position = await items.appliedOffset();
  const writer = new CatalogWriter(items, position);
  if (position < restoredOffset) {
    for await (const { firstOffset, records } of journal.read(position, restoredOffset)) {
      for (const [i, record] of records.entries()) {
        if (record?.kind === 'item') catalog.put(record.item);
        else if (record?.kind === 'item_removed') catalog.remove(catalog.rowOf(record.itemId));
        if (record) writer.apply({ record, offset: firstOffset + i, customerRow: -1, itemRow: -1 });
      }
    }
  }
  return writer;
}
