// Recommendation latency over HTTP at a fixed request rate (an open loop: a slow answer does not delay the next
// request) with 200 candidates, while events arrive.
// Run: node bench/ingestion/latency.ts [--rate 300] [--seconds 20] [--events 5000]
// Bar: p50 at most 3 ms, p99 at most 12 ms. Baseline in the same run: /healthz under the same load.
import { machine, option, quantile, residentMegabytes } from './machine.ts';
import { postBytes, RawClient } from './raw-client.ts';
import { adminKey, call, removeFolder, startServer, temporaryFolder } from './server.ts';
import { startSteadyLoad } from './steady-load.ts';
import { makeEvent, makeItems } from './traffic.ts';

const rate = option('rate', 300);
const seconds = option('seconds', 20);
const events = option('events', 5000);
const warmupSeconds = 3;

console.log(machine());
const folder = await temporaryFolder();
const server = await startServer(folder);
try {
  await call(server, 'POST', '/v1/items', { items: makeItems(10_000) });
  for (let n = 0; n < 200_000; n += 5000) {
    const at = Date.now();
    const history = Array.from({ length: 5000 }, (_, i) =>
      makeEvent(n + i, { customers: 100_000, items: 10_000, at }),
    );
    await call(server, 'POST', '/v1/events', { events: history });
  }
  const placement = await call<{ candidateLimit: number }>(server, 'GET', '/v1/placements/home');
  const load = startSteadyLoad(server.port, events);
  const recommend = (n: number) =>
    postBytes(
      '/v1/recommendations',
      adminKey,
      JSON.stringify({
        customerId: `customer-${(n * 7919) % 100_000}`,
        placement: 'home',
        limit: 12,
        explain: true,
      }),
    );
  const baseline = await run('baseline /healthz', () =>
    Buffer.from('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  );
  const measured = await run(`recommendations, ${placement.candidateLimit} candidates`, recommend);
  const arrived = await load.stop();
  console.log(
    `${arrived.rate} events/s arrived meanwhile, ${arrived.failed} requests failed; server ${residentMegabytes(server.pid)} MB`,
  );
  console.log(
    `p50 ${measured.p50.toFixed(2)} ms, p99 ${measured.p99.toFixed(2)} ms (baseline ${baseline.p50.toFixed(2)} and ${baseline.p99.toFixed(2)}); bar 3 and 12`,
  );
  process.exitCode = measured.p50 <= 3 && measured.p99 <= 12 ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  await server.ended;
  await removeFolder(folder);
}

/** Sends one request every 1/rate seconds, each on a free connection, and times it from when it was due. */
async function run(name: string, make: (n: number) => Buffer): Promise<{ p50: number; p99: number }> {
  const free: RawClient[] = await Promise.all(Array.from({ length: 32 }, () => RawClient.open(server.port)));
  const all = [...free];
  const times: number[] = [];
  let failed = 0;
  let starved = 0;
  const total = (seconds + warmupSeconds) * rate;
  const started = performance.now();
  const answers: Promise<void>[] = [];
  for (let n = 0; n < total; n++) {
    const due = started + (n / rate) * 1000;
    // A timer is precise to a millisecond only: the last one is waited for actively.
    const wait = due - performance.now();
    if (wait > 1.5) await new Promise((resolve) => setTimeout(resolve, wait - 1.5));
    while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
    const client = free.pop();
    if (client === undefined) {
      starved++;
      continue;
    }
    const sent = performance.now();
    answers.push(
      client.send(make(n)).then(({ status }) => {
        if (status !== 200) failed++;
        if (n >= warmupSeconds * rate) times.push(performance.now() - sent);
        free.push(client);
      }),
    );
  }
  await Promise.all(answers);
  for (const client of all) client.close();
  times.sort((a, b) => a - b);
  const result = { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
  console.log(
    `${name}: ${rate} requests/s for ${seconds} s; p50 ${result.p50.toFixed(2)} ms, p90 ${quantile(times, 0.9).toFixed(2)} ms, p99 ${result.p99.toFixed(2)} ms, ` +
      `max ${(times.at(-1) ?? Number.NaN).toFixed(1)} ms; ${failed} failed, ${starved} not sent for want of a connection`,
  );
  return result;
}
