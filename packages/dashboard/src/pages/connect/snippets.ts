export interface Snippet {
  key: 'curl' | 'node' | 'browser' | 'segment';
  title: string;
  code: string;
}

/** Ways to send the first event to this server with a key, ready to paste. */
export function snippets(origin: string, apiKey: string): Snippet[] {
  return [
    {
      key: 'curl',
      title: 'curl',
      code: `curl ${origin}/v1/events \\
  -H 'Authorization: Bearer ${apiKey}' \\
  -H 'Content-Type: application/json' \\
  -d '{"events": [{"type": "page_view", "customerId": "customer-1", "itemId": "item-1"}]}'`,
    },
    {
      key: 'node',
      title: 'Node.js',
      code: `const answer = await fetch('${origin}/v1/events', {
  method: 'POST',
  headers: { authorization: 'Bearer ${apiKey}', 'content-type': 'application/json' },
  body: JSON.stringify({
    events: [{ type: 'page_view', customerId: 'customer-1', itemId: 'item-1' }],
  }),
});
console.log(answer.status, await answer.json());`,
    },
    {
      key: 'browser',
      title: 'Browser',
      code: `<script type="module">
  const anonymousId = (localStorage.anonymousId ??= crypto.randomUUID());
  await fetch('${origin}/v1/events', {
    method: 'POST',
    keepalive: true,
    headers: { authorization: 'Bearer ${apiKey}', 'content-type': 'application/json' },
    body: JSON.stringify({
      events: [{ type: 'page_view', anonymousId, channel: 'web', properties: { path: location.pathname } }],
    }),
  });
</script>`,
    },
    {
      key: 'segment',
      title: 'Segment',
      code: `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '${apiKey}', host: '${origin}' });
analytics.track({
  userId: 'customer-1',
  event: 'Product Viewed',
  properties: { product_id: 'item-1' },
});
await analytics.closeAndFlush();`,
    },
  ];
}
