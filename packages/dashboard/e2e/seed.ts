import type { Client, Event, OperationInput } from '@personalize/sdk';

const departments = ['Bakery', 'Produce', 'Dairy', 'Household', 'Drinks', 'Frozen food'];
const brands = ['National', 'Private'];
const types = ['page_view', 'page_view', 'click', 'add_to_cart', 'purchase'];

/** A small shop with customers who have done something; the same on every run but for the clock. */
export async function seedShop(client: Client): Promise<void> {
  await client.request('POST /v1/items', {
    body: {
      items: Array.from({ length: 60 }, (_, i) => ({
        itemId: `item-${i}`,
        title: `${departments[i % 6]} product number ${i}`,
        category: departments[i % 6],
        price: 1 + (i % 17) * 0.75,
        currency: 'USD',
        attributes: { department: departments[i % 6], brand: brands[i % 2] },
      })),
    },
  });
  const now = Date.now();
  const events: Event[] = [];
  for (let customer = 0; customer < 30; customer++) {
    const customerId = `customer-${customer}`;
    for (let i = 0; i < 25; i++) {
      const item = (customer * 7 + i * 6) % 60;
      const type = types[(customer + i) % types.length];
      events.push({
        type,
        customerId,
        itemId: `item-${item}`,
        timestamp: new Date(now - (25 - i) * 3_600_000 + customer * 1_000).toISOString(),
        channel: i % 3 === 0 ? 'app' : 'web',
        device: i % 2 === 0 ? 'mobile' : 'desktop',
        ...(type === 'purchase' ? { value: 1 + (item % 17) * 0.75, currency: 'USD', quantity: 1 } : {}),
      });
    }
  }
  const { rejected } = await client.request('POST /v1/events', { body: { events } });
  if (rejected.length > 0) throw new Error(`a seed event was refused: ${rejected[0].detail}`);
}

/** Who the customers are; through Segment's identify call, as a shop would send it. */
export async function identifyCustomers(client: Client): Promise<void> {
  for (let customer = 0; customer < 30; customer++) {
    await client.request('POST /v1/identify', {
      body: {
        userId: `customer-${customer}`,
        traits: {
          age: 25 + customer,
          income: 20_000 + customer * 4_000,
          city: customer % 2 === 0 ? 'Recife' : 'Porto Alegre',
        },
      },
    });
  }
}

/** A placement whose policy learns, and customers who like one of its items more than the others. */
export async function seedLearningPlacement(
  client: Client,
  name: string,
  policy: OperationInput<'PUT /v1/placements/{name}'>['body']['policy'],
): Promise<void> {
  await client.request('PUT /v1/placements/{name}', {
    path: { name },
    body: {
      title: 'Learning slot',
      sources: [{ name: 'popular', limit: 40 }],
      filters: [{ kind: 'available' }],
      ranker: 'heuristic',
      policy,
      diversity: { lambda: 1, caps: [] },
      fallback: ['popular'],
      candidateLimit: 40,
      defaultLimit: 6,
      logFeatures: false,
      enabled: true,
    },
  });
  const events: Event[] = [];
  for (let round = 0; round < 40; round++) {
    const customerId = `customer-${round % 30}`;
    const { decisionId, recommendations } = await client.request('POST /v1/recommendations', {
      body: { customerId, placement: name },
    });
    for (const { itemId, rank } of recommendations) {
      if ((round + rank) % 5 > 1 && itemId !== 'item-4') continue;
      events.push({ type: 'click', customerId, itemId, decisionId });
    }
  }
  await client.request('POST /v1/events', { body: { events } });
}
