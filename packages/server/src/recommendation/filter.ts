import type { Catalog } from './catalog/catalog.ts';
import type { FilterConfig } from './placement.ts';
import type { PurchaseView } from './purchases.ts';

const day = 86_400_000;
type Check = (row: number) => boolean;

export interface FilterRequest {
  /** The placement's filters, then the request's own. */
  filters: readonly FilterConfig[];
  at: number;
  purchases: PurchaseView;
  /** Rows in the customer's cart. */
  cart: readonly number[];
  /** Rows that must not be recommended whatever the filters say: the request's excludes and the page's own item. */
  exclude: readonly number[];
}

/**
 * The stage that says which items may be shown at all. `begin` prepares one request's checks, cheapest first;
 * `accept` answers for one item row. An item outside the catalog never passes.
 */
export class EligibilityFilter {
  readonly #catalog: Catalog;
  #checks: Check[] = [];
  #barred = new Set<number>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  begin(request: FilterRequest): void {
    this.#barred.clear();
    for (const row of request.exclude) this.#barred.add(row);
    this.#checks = [];
    for (const filter of request.filters) {
      const check = this.#check(filter, request);
      if (check) this.#checks.push(check);
    }
  }

  readonly accept = (row: number): boolean => {
    if (this.#catalog.present[row] !== 1 || this.#barred.has(row)) return false;
    for (let i = 0; i < this.#checks.length; i++) if (!this.#checks[i](row)) return false;
    return true;
  };

  /** Undefined where a set lookup in `#barred` does the work. */
  #check(filter: FilterConfig, { at, purchases, cart }: FilterRequest): Check | undefined {
    const catalog = this.#catalog;
    switch (filter.kind) {
      case 'available': {
        const { availableFrom, availableUntil } = catalog;
        return (row) => availableFrom[row] <= at && at < availableUntil[row];
      }
      case 'notHidden': {
        const { hidden } = catalog;
        return (row) => hidden[row] === 0;
      }
      case 'notBoughtWithin':
        for (let i = 0; i < purchases.count; i++) {
          if (at - purchases.last[i] < filter.days * day) this.#barred.add(purchases.items[i]);
        }
        return undefined;
      case 'notInCart':
        for (const row of cart) this.#barred.add(row);
        return undefined;
      case 'price': {
        const { price } = catalog;
        const { min = 0, max = Number.POSITIVE_INFINITY } = filter;
        return (row) => price[row] >= min && price[row] <= max;
      }
      case 'attribute':
        return attributeCheck(catalog, filter);
    }
  }
}

function attributeCheck(catalog: Catalog, filter: Extract<FilterConfig, { kind: 'attribute' }>): Check {
  const wanted = filter.op === 'in';
  if (filter.attribute === 'categories' || filter.attribute === 'tags') {
    const list = filter.attribute;
    const values = new Set(filter.values);
    return (row) => (catalog.get(row)?.[list] ?? []).some((value) => values.has(value)) === wanted;
  }
  const column = catalog.attributes.column(filter.attribute);
  if (!column) {
    const values = new Set(filter.values);
    return (row) => {
      const attributes = catalog.get(row)?.attributes;
      if (!attributes || !Object.hasOwn(attributes, filter.attribute)) return !wanted;
      return values.has(attributes[filter.attribute]) === wanted;
    };
  }
  const codes = new Set(filter.values.map((value) => catalog.attributes.find(value)));
  codes.delete(-1);
  const { data } = column;
  return (row) => codes.has(data[row]) === wanted;
}
