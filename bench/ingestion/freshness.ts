// How old what is served may be: from the 202 of an event to a recommendation that reflects it, and to the live page.
// Run: node bench/ingestion/freshness.ts [--samples 200] [--events 5000]
// Bar: recommendation p99 at most 50 ms, live page at most 1.5 s.
import { machine, option, quantile } from './machine.ts';
import { adminKey, call, removeFolder, type ServerProcess, startServer, temporaryFolder } from './server.ts';
import { startSteadyLoad } from './steady-load.ts';
import { makeItems } from './traffic.ts';

const samples = option('samples', 200);
const events = option('events', 5000);

console.log(machine());
const folder = await temporaryFolder();
const server = await startServer(folder);
try {
  await call(server, 'POST', '/v1/items', { items: makeItems(2000) });
  const load = startSteadyLoad(server.port, events);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const recommendation = await recommendationFreshness(server);
  const live = await liveFreshness(server);
  const { rate } = await load.stop();
  console.log(`${samples} events among ${rate} events/s`);
  print(
    'to a recommendation that reflects the event (the first request after the 202, answer included)',
    recommendation,
  );
  print('to the live page', live);
  process.exitCode = quantile(recommendation, 0.99) <= 50 && live.at(-1)! <= 1500 ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  await server.ended;
  await removeFolder(folder);
}

/**
 * A customer who puts an item in the cart must not be recommended it by a placement that leaves out what is in
 * the cart, and gets reasons from it: asked until the answer differs from the one before the event.
 */
async function recommendationFreshness(target: ServerProcess): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < samples; i++) {
    const customerId = `fresh-${i}`;
    const ask = async () => {
      const body = { customerId, placement: 'home', limit: 20 };
      const { recommendations } = await call<{ recommendations: { itemId: string }[] }>(
        target,
        'POST',
        '/v1/recommendations',
        body,
      );
      return recommendations.map(({ itemId }) => itemId);
    };
    const [itemId] = await ask();
    await call(target, 'POST', '/v1/events', { events: [{ type: 'add_to_cart', customerId, itemId }] });
    const acknowledged = performance.now();
    while ((await ask()).includes(itemId)) {
      if (performance.now() - acknowledged > 5000)
        throw new Error('the recommendation never reflected the event');
    }
    times.push(performance.now() - acknowledged);
  }
  return times.sort((a, b) => a - b);
}

/** Watches the live stream for events of a customer whose item nobody else touches. */
async function liveFreshness(target: ServerProcess): Promise<number[]> {
  const times: number[] = [];
  const stop = new AbortController();
  const response = await fetch(`${target.url}/v1/live`, {
    headers: { authorization: `Bearer ${adminKey}` },
    signal: stop.signal,
  });
  let purchases = -1;
  let acknowledged = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let text = '';
  const currency = 'XTS';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop()!;
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data === undefined) continue;
      const { snapshot } = JSON.parse(data) as {
        snapshot: { revenues: { currency: string; amount: number }[] };
      };
      const seen = snapshot.revenues.find((money) => money.currency === currency)?.amount ?? 0;
      if (seen >= wanted) times.push(Date.now() - acknowledged);
      if (times.length >= 10) {
        stop.abort();
        return times.sort((a, b) => a - b);
      }
      if (seen >= wanted || purchases === -1) {
        // Sent at a different moment of the second each time.
        await new Promise((resolve) => setTimeout(resolve, 90 * times.length));
        purchases = seen + 1;
        wanted = purchases;
        const event = { type: 'purchase', customerId: 'fresh-live', value: 1, currency };
        await call(target, 'POST', '/v1/events', { events: [event] });
        acknowledged = Date.now();
      }
    }
  }
  return times;
}

function print(name: string, sorted: number[]): void {
  console.log(
    `${name}: p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p99 ${quantile(sorted, 0.99).toFixed(1)} ms, max ${sorted.at(-1)!.toFixed(1)} ms`,
  );
}
