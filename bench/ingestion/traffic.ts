import { randomUUID } from 'node:crypto';

const types = [
  'page_view',
  'page_view',
  'page_view',
  'click',
  'impression',
  'impression',
  'add_to_cart',
  'purchase',
];
const devices = ['mobile', 'desktop', 'tablet'];

/** A shop's traffic: 100,000 customers, 10,000 items, a few of them hot; about 250 bytes an event. */
export function makeEvent(
  n: number,
  options: { customers: number; items: number; at: number },
): Record<string, unknown> {
  const type = types[n % types.length];
  // A fixed multiplicative walk: the same traffic in each run, without a random number per field.
  const customer = (n * 7919) % options.customers;
  const item = Math.floor(((n * 104_729) % options.items) ** 2 / options.items);
  const event: Record<string, unknown> = {
    messageId: randomUUID(),
    type,
    customerId: `customer-${customer}`,
    itemId: `item-${item}`,
    timestamp: new Date(options.at - (n % 1000)).toISOString(),
    channel: n % 3 === 0 ? 'app' : 'web',
    device: devices[n % 3],
  };
  if (type === 'purchase') Object.assign(event, { value: 5 + (n % 50), currency: 'USD', quantity: 1 });
  if (type === 'page_view') event.properties = { page: 'product', referrer: 'search' };
  return event;
}

export function makeItems(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => ({
    itemId: `item-${i}`,
    title: `Item ${i}`,
    category: `Category ${i % 40}`,
    price: 1 + (i % 90),
    currency: 'USD',
    attributes: { brand: `Brand ${i % 300}`, department: `Department ${i % 12}` },
  }));
}
