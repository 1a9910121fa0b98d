// The load of throughput.ts, in a process of its own: makes every request before the clock starts.

import { postBytes, RawClient } from './raw-client.ts';
import { adminKey } from './server.ts';
import { makeEvent } from './traffic.ts';

const [port, events, batch, connections, from] = process.argv.slice(2).map(Number);
const at = Date.now();
const requests: Buffer[] = [];
for (let n = from; n < from + events; n += batch) {
  const list = Array.from({ length: batch }, (_, i) =>
    makeEvent(n + i, { customers: 100_000, items: 10_000, at }),
  );
  requests.push(postBytes('/v1/events', adminKey, JSON.stringify({ events: list })));
}
const clients = await Promise.all(Array.from({ length: connections }, () => RawClient.open(port)));
const latencies: number[] = [];
const failures: Record<string, number> = {};
let next = 0;
const started = performance.now();
const cpuBefore = process.cpuUsage();
await Promise.all(
  clients.map(async (client) => {
    while (next < requests.length) {
      const request = requests[next++];
      const sent = performance.now();
      const { status } = await client.send(request);
      latencies.push(performance.now() - sent);
      if (status !== 202) failures[status] = (failures[status] ?? 0) + 1;
    }
  }),
);
const seconds = (performance.now() - started) / 1000;
const cpu = process.cpuUsage(cpuBefore);
for (const client of clients) client.close();
const bytes = requests.reduce((sum, request) => sum + request.length, 0);
process.send!({ seconds, latencies, failures, cpuSeconds: (cpu.user + cpu.system) / 1e6, bytes });
process.disconnect();
