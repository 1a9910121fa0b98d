import type { Client, Event, OperationInput, OperationOutput } from '@personalize/sdk';

const day = 86_400_000;
const customers = 60;
const categories = 5;
const perCategory = 8;

/** Enough rounds to have curves, few enough to be quick. */
export const quickTraining = {
  from: 'purchases',
  parameters: { iterations: 25, learningRate: 0.2, minChildWeight: 1 },
  split: { testDays: 12, validationDays: 8 },
  resamples: 200,
} as const;

/** Sixty days of purchases: everyone buys in a category of their own, and again what they bought. */
function purchases(now: number): Event[] {
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const events: Event[] = [];
  for (let today = 60; today >= 1; today--) {
    for (let customer = 0; customer < customers; customer++) {
      if ((customer + today) % 3 !== 0) continue;
      const at = now - today * day + customer * 60_000;
      for (let n = 0; n < 3; n++) {
        const category = random() < 0.85 ? customer % categories : Math.floor(random() * categories);
        const item = random() < 0.6 ? (customer + n) % perCategory : Math.floor(random() * perCategory);
        const base = { customerId: `buyer-${customer}`, itemId: `product-${category * perCategory + item}` };
        events.push({ ...base, type: 'page_view', timestamp: new Date(at + n * 1_000).toISOString() });
        events.push({
          ...base,
          ...{ type: 'purchase', value: 5, currency: 'USD' },
          timestamp: new Date(at + n * 1_000 + 500).toISOString(),
        });
      }
    }
  }
  return events;
}

/** The history that models learn from. */
export async function seedPurchases(client: Client): Promise<void> {
  await client.request('POST /v1/items', {
    body: {
      items: Array.from({ length: categories * perCategory }, (_, i) => ({
        ...{ itemId: `product-${i}`, title: `Product ${i}`, price: 1 + i, currency: 'USD' },
        category: `Category ${Math.floor(i / perCategory)}`,
      })),
    },
  });
  const events = purchases(Date.now());
  for (let i = 0; i < events.length; i += 1_000) {
    const { rejected } = await client.request('POST /v1/events', {
      body: { events: events.slice(i, i + 1_000) },
    });
    if (rejected.length > 0) throw new Error(`a seed event was refused: ${rejected[0].detail}`);
  }
}

/** Trains a version and waits for it. */
export async function train(
  client: Client,
  body: OperationInput<'POST /v1/models/{name}/train'>['body'],
): Promise<OperationOutput<'GET /v1/jobs/{id}'>> {
  const { id } = await client.request('POST /v1/models/{name}/train', { path: { name: 'ranker' }, body });
  for (;;) {
    const job = await client.request('GET /v1/jobs/{id}', { path: { id } });
    if (job.finishedAt !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What the champion decides and what is clicked: one decision in three, on its first item. */
export async function seedDecisions(client: Client, decisions: number): Promise<void> {
  const events: Event[] = [];
  for (let i = 0; i < decisions; i++) {
    const customerId = `buyer-${i % customers}`;
    const { decisionId, recommendations } = await client.request('POST /v1/recommendations', {
      body: { customerId, placement: 'home', limit: 10 },
    });
    const itemId = recommendations[0]?.itemId;
    if (i % 3 === 0 && itemId !== undefined) events.push({ type: 'click', customerId, itemId, decisionId });
  }
  await client.request('POST /v1/events', { body: { events } });
}

/** Trains a version that must come to be. */
async function trainWell(client: Client, body: Parameters<typeof train>[1]): Promise<void> {
  const job = await train(client, body);
  if (job.error !== null) throw new Error(`training failed: ${job.error}`);
}

/** A registry with something in all its corners: two trained versions, an import, aliases, traffic, a schedule. */
export async function seedModels(client: Client): Promise<void> {
  const path = { name: 'ranker' };
  await seedPurchases(client);
  await trainWell(client, {
    ...quickTraining,
    seed: 3,
    notes: 'First version, from purchases.',
    tags: ['baseline'],
  });
  await client
    .request('PUT /v1/models/{name}/aliases/{alias}', {
      path: { ...path, alias: 'champion' },
      body: { version: 1, override: true, reason: 'something must serve' },
    })
    // It may have passed its gates by itself.
    .catch(() => undefined);
  await trainWell(client, { ...quickTraining, seed: 4, objective: 'logistic', tags: ['logistic'] });
  await client.request('PUT /v1/models/{name}/aliases/{alias}', {
    path: { ...path, alias: 'challenger' },
    body: { version: 2, reason: 'to see how probabilities do' },
  });
  await client.request('PUT /v1/models/{name}/schedule', {
    path,
    body: { cron: '30 3 * * *', timeZone: 'America/Sao_Paulo', newRewards: 5_000 },
  });
  await seedDecisions(client, 90);
}
