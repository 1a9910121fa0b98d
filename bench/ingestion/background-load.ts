// Sends events at a steady rate until told to stop: node background-load.ts PORT EVENTS_PER_SECOND. Used by latency.ts and freshness.ts.
import { postBytes, RawClient } from './raw-client.ts';
import { adminKey } from './server.ts';
import { makeEvent } from './traffic.ts';

const [port, rate] = process.argv.slice(2).map(Number);
const batch = 250;
const client = await RawClient.open(port);
let n = 0;
let failed = 0;
let running = true;
process.on('message', () => {
  running = false;
});
const started = performance.now();
while (running) {
  const due = started + (n / rate) * 1000;
  const wait = due - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  const at = Date.now();
  const events = Array.from({ length: batch }, (_, i) =>
    makeEvent(n + i, { customers: 100_000, items: 10_000, at }),
  );
  n += batch;
  const { status } = await client.send(postBytes('/v1/events', adminKey, JSON.stringify({ events })));
  if (status !== 202) failed++;
}
const seconds = (performance.now() - started) / 1000;
client.close();
process.send!({ rate: Math.round(n / seconds), failed });
process.disconnect();
