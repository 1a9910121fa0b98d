import { purchaseView } from '../../recommendation/purchases.ts';
import type { World } from './world.ts';

/** What measures beyond accuracy need of items and customers, as of the end of the replay. */
export interface CatalogFacts {
  /** By item row; −1 = none. */
  category: Int32Array;
  /** Customers who bought the item, by item row. */
  buyers: Float64Array;
  /** Customers who bought anything. */
  customers: number;
  /** Items of the catalog. */
  items: number;
}

export function catalogFacts({ engine, recommendation }: World): CatalogFacts {
  const rows = engine.items.rows;
  const category = new Int32Array(rows).fill(-1);
  const buyers = new Float64Array(rows);
  if (recommendation === undefined) return { category, buyers, customers: 0, items: 0 };
  const { catalog, purchases } = recommendation;
  const codes = catalog.attributes.column('category')?.data;
  for (let row = 0; row < Math.min(rows, catalog.rows); row++) category[row] = codes?.[row] ?? -1;
  let customers = 0;
  const view = purchaseView();
  for (let row = 0; row < engine.customers.rows; row++) {
    purchases.read(row, view);
    if (view.count > 0) customers++;
    for (let i = 0; i < view.count; i++) buyers[view.items[i]]++;
  }
  return { category, buyers, customers, items: catalog.size };
}
