import type { Item } from '../../stores/journal/record.ts';
import { readTable } from './read.ts';
import { departmentName, packageSize, sentence } from './wording.ts';

/**
 * The data set's products as catalog items. An item's price is the median shelf price per unit over its
 * sales (paid + store discounts, divided by quantity); items that the sample never sold have none.
 */
export async function* readItems(folder: string): AsyncIterable<Item> {
  const prices = await shelfPrices(folder);
  const campaigns = await couponCampaigns(folder);
  for await (const row of readTable(folder, 'products')) {
    yield toItem(row, prices.get(row.product_id), campaigns.get(row.product_id));
  }
}

function toItem(
  row: Record<string, string>,
  price: number | undefined,
  campaigns: Set<string> | undefined,
): Item {
  const kind = kindOf(row);
  const size = packageSize(row.package_size);
  const own = row.brand === 'Private';
  const title = `${own ? `Store brand ${kind.charAt(0).toLowerCase()}${kind.slice(1)}` : kind}${size ? `, ${size}` : ''}`;
  const item: Item = {
    itemId: row.product_id,
    title,
    category: sentence(row.product_category) || departmentName(row.department),
    attributes: {
      department: departmentName(row.department),
      brand: own ? 'Store brand' : 'National brand',
      manufacturer: row.manufacturer_id,
      productType: kind,
    },
  };
  if (size) item.attributes!.packageSize = size;
  if (price !== undefined) {
    item.price = price;
    item.currency = 'USD';
  }
  if (campaigns) item.tags = [...campaigns].map((id) => `coupon-campaign-${id}`);
  return item;
}

/** What the product is. Meat's types are cuts and grades ("LEAN"), which say little without the animal. */
function kindOf(row: Record<string, string>): string {
  const type = sentence(row.product_type);
  const category = sentence(row.product_category);
  if (type && category && row.department === 'MEAT') return `${category}, ${type.toLowerCase()}`;
  return type || category || 'Other product';
}

async function shelfPrices(folder: string): Promise<Map<string, number>> {
  const seen = new Map<string, number[]>();
  for await (const row of readTable(folder, 'transactions')) {
    const quantity = Number(row.quantity);
    const shelf = Number(row.sales_value) + Number(row.retail_disc) + Number(row.coupon_match_disc);
    if (!(quantity > 0) || !(shelf > 0)) continue;
    const list = seen.get(row.product_id);
    if (list) list.push(shelf / quantity);
    else seen.set(row.product_id, [shelf / quantity]);
  }
  const prices = new Map<string, number>();
  for (const [id, list] of seen) {
    list.sort((a, b) => a - b);
    const middle = list.length >> 1;
    const median = list.length % 2 ? list[middle] : (list[middle - 1] + list[middle]) / 2;
    prices.set(id, Math.round(median * 100) / 100);
  }
  return prices;
}

async function couponCampaigns(folder: string): Promise<Map<string, Set<string>>> {
  const byProduct = new Map<string, Set<string>>();
  for await (const row of readTable(folder, 'coupons')) {
    const set = byProduct.get(row.product_id);
    if (set) set.add(row.campaign_id);
    else byProduct.set(row.product_id, new Set([row.campaign_id]));
  }
  return byProduct;
}
