import type { Client, Event } from '@personalize/sdk';

/**
 * A placement that explores a lot over the shop's items, and customers who click the later ones more: enough to
 * judge other policies by. After `seedShop`.
 */
export async function seedDecisions(client: Client): Promise<void> {
  await client.request('PUT /v1/placements/{name}', {
    path: { name: 'explored' },
    body: {
      title: 'Explored shelf',
      sources: [{ name: 'popular', limit: 12 }],
      filters: [],
      ranker: 'heuristic',
      policy: { kind: 'epsilonGreedy', epsilon: 0.8 },
      diversity: { lambda: 1, caps: [] },
      fallback: ['popular'],
      candidateLimit: 12,
      defaultLimit: 3,
      logFeatures: true,
      enabled: true,
    },
  });
  for (let batch = 0; batch < 3; batch++) {
    const requests = Array.from({ length: 100 }, (_, i) => ({
      customerId: `customer-${(batch * 100 + i) % 150}`,
      placement: 'explored',
    }));
    const { answers } = await client.request('POST /v1/recommendations/batch', { body: { requests } });
    const events: Event[] = answers.flatMap(({ customerId, decisionId, recommendations }, i) =>
      recommendations
        .filter(({ itemId, rank }) => (Number(itemId.slice(5)) + i + rank) % 4 === 0)
        .map(({ itemId }) => ({ type: 'click', customerId: customerId ?? 'nobody', itemId, decisionId })),
    );
    await client.request('POST /v1/events', { body: { events } });
  }
}
