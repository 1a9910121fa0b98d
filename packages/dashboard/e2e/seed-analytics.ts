import type { Client, Event } from '@personalize/sdk';

const dayMs = 86_400_000;
const departments = ['Bakery', 'Produce', 'Dairy', 'Household'];

/** Nine weeks of visits: people come back less and less, some buy; one day of ten times the page views. */
export async function seedVisits(client: Client): Promise<void> {
  await client.request('POST /v1/items', {
    body: {
      items: Array.from({ length: 12 }, (_, i) => ({
        itemId: `item-${i}`,
        title: `${departments[i % 4]} product ${i}`,
        category: departments[i % 4],
        price: 2 + i,
        currency: 'BRL',
      })),
    },
  });
  const start = Math.floor(Date.now() / dayMs) * dayMs - 62 * dayMs;
  const events: Event[] = [];
  for (let day = 0; day < 62; day++) {
    for (let n = 0; n < 24; n++) {
      // Each third of them began four weeks after the one before, and comes every few days.
      const began = (n % 3) * 20;
      if (day < began || ((day - began) * (n + 3)) % (2 + Math.floor((day - began) / 9)) !== 0) continue;
      let at = start + day * dayMs + (10 + (n % 9)) * 3_600_000;
      const event = (type: string, more: Partial<Event> = {}) => {
        at += 40_000 + n * 9_000;
        events.push({
          ...{ type, customerId: `person-${n}`, itemId: `item-${(n + day) % 12}` },
          timestamp: new Date(at).toISOString(),
          channel: n % 3 === 0 ? 'app' : 'web',
          device: n % 2 === 0 ? 'mobile' : 'desktop',
          ...more,
        });
      };
      event('page_view');
      if ((n + day) % 4 === 0) event('search');
      event('click');
      if ((n + day) % 2 === 0) event('add_to_cart');
      if ((n + day) % 6 === 0)
        event('purchase', { value: 5 + ((n * day) % 40), currency: 'BRL', quantity: 1 });
      if (day === 58) for (let i = 0; i < 12; i++) event('page_view');
    }
  }
  for (let i = 0; i < events.length; i += 500) {
    await client.request('POST /v1/events', { body: { events: events.slice(i, i + 500) } });
  }
}
