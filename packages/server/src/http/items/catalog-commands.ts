import { AppError } from '../../errors.ts';
import type { ArrivalClock } from '../../ingestion/index.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import type { Item } from '../../stores/journal/record.ts';

export interface CatalogCommandsOptions {
  journal: Pick<Journal, 'append' | 'pending'>;
  clock: ArrivalClock;
  maxPending: number;
  /** The item now; undefined when there is none. */
  get(itemId: string): Item | undefined;
}

/** Changes of the catalog: each is a journal record, and is in memory when the promise resolves. */
export class CatalogCommands {
  readonly #options: CatalogCommandsOptions;
  /** Changes that read the item first wait for each other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: CatalogCommandsOptions) {
    this.#options = options;
  }

  async upsert(items: readonly Item[]): Promise<void> {
    const { journal, clock, maxPending } = this.#options;
    if (journal.pending + items.length > maxPending) {
      throw new AppError('overloaded', 'too many records wait to become durable; retry in a second', {
        retryAfter: 1,
      });
    }
    const receivedAt = clock.now();
    await journal.append(items.map((item) => ({ kind: 'item', receivedAt, item })));
  }

  /** Reads an item, changes it and writes it back, one such change at a time. Throws `not_found`. */
  change(itemId: string, change: (item: Item) => Item): Promise<Item> {
    const run = this.#turn.then(async () => {
      const item = this.#options.get(itemId);
      if (item === undefined) throw missingItem();
      const changed = change(item);
      await this.upsert([changed]);
      return changed;
    });
    this.#turn = run.catch(() => undefined);
    return run;
  }

  async remove(itemId: string): Promise<void> {
    if (this.#options.get(itemId) === undefined) throw missingItem();
    await this.#options.journal.append([
      { kind: 'item_removed', receivedAt: this.#options.clock.now(), itemId },
    ]);
  }
}

export function missingItem(): AppError {
  return new AppError('not_found', 'there is no item of this id');
}
