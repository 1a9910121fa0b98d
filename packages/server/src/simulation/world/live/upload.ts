import type { ApiClient } from '../../../client/api-client.ts';
import type { OutgoingEvent } from '../../../client/outgoing-event.ts';
import { currency } from '../files/columns.ts';
import type { SimulatedItem } from '../items.ts';
import type { World } from '../world.ts';

const batchSize = 500;

/** The item attribute by which requests keep to one world's items in a catalog that holds others too. */
export const worldAttribute = 'world';

/**
 * Puts the world's items into the catalog, as new ones, and tells the server who its customers are. What was
 * there under the same ids is replaced.
 *
 * @throws ApiError when the key lacks a scope or the server refuses something
 */
export async function uploadWorld(
  client: ApiClient,
  world: World,
  name: string,
  run: string,
  onProgress: (done: number) => void,
): Promise<void> {
  const availableFrom = new Date().toISOString();
  const items = world.items.map(({ itemId, title, category, price, attributes }) => ({
    itemId,
    title,
    category,
    price,
    currency,
    availableFrom,
    attributes: { ...sheetOf(attributes), [worldAttribute]: name },
  }));
  let done = 0;
  for (let i = 0; i < items.length; i += batchSize) {
    const batch = items.slice(i, i + batchSize);
    const { rejected } = await client.request<{ rejected: { detail: string }[] }>('POST', '/v1/items', {
      items: batch,
    });
    if (rejected.length > 0) throw new Error(`the server refused an item: ${rejected[0].detail}`);
    done += batch.length;
    onProgress(done);
  }
  for (let i = 0; i < world.customers.size; i += batchSize) {
    const events: OutgoingEvent[] = [];
    for (let c = i; c < Math.min(i + batchSize, world.customers.size); c++) {
      const { customerId, age, income, preferences } = world.customers.get(c);
      const traits = { age, income, ...preferences };
      events.push({ messageId: `${run}-${customerId}`, type: 'identify', customerId, traits });
    }
    const { rejected } = await client.request<{ rejected: { detail: string }[] }>('POST', '/v1/events', {
      events,
    });
    if (rejected.length > 0) throw new Error(`the server refused a customer: ${rejected[0].detail}`);
    done += events.length;
    onProgress(done);
  }
}

/** The sheet under names of its own, `priceLevel` as in the files: an attribute `price` would stand behind the item's price. */
function sheetOf(levels: SimulatedItem['attributes']): Record<string, number> {
  return Object.fromEntries(Object.entries(levels).map(([name, level]) => [`${name}Level`, level]));
}
