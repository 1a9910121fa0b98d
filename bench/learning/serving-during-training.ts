// Recommendation latency over HTTP at a fixed request rate (an open loop), idle and while a ranker trains in the
// same process: replay of the journal, growing of trees, evaluation.
// Run: node bench/learning/serving-during-training.ts [--rate 50] [--customers 600] [--seconds 15] [--threads 1]
// Bar: p99 during training at most 2 × p99 idle, measured in the same run.
import { setTimeout as sleep } from 'node:timers/promises';
import { machine, option, quantile } from '../ingestion/machine.ts';
import { postBytes, RawClient } from '../ingestion/raw-client.ts';
import { adminKey, call, removeFolder, startServer, temporaryFolder } from '../ingestion/server.ts';
import { makeItems } from '../ingestion/traffic.ts';

const rate = option('rate', 50);
const customers = option('customers', 600);
const seconds = option('seconds', 15);
const threads = option('threads', 1);
const items = 2000;
const days = 40;
const day = 86_400_000;

interface Job {
  id: string;
  state: string;
  error: string | null;
  message: string;
  result: { version: number; passed: boolean; summary: Record<string, number> } | null;
}

console.log(machine());
const folder = await temporaryFolder();
const server = await startServer(folder);
try {
  await call(server, 'POST', '/v1/items', { items: makeItems(items) });
  const events = history();
  for (let n = 0; n < events.length; n += 5000) {
    await call(server, 'POST', '/v1/events', { events: events.slice(n, n + 5000) });
  }
  console.log(`${events.length} events of ${customers} customers over ${days} days, ${items} items`);
  const idle = await run('idle', () => false, seconds);
  const job = await call<Job>(server, 'POST', '/v1/models/ranker/train', {
    ...{ from: 'purchases', threads, promote: false },
    split: { testDays: 6, validationDays: 4 },
    parameters: { iterations: 120, earlyStoppingRounds: 0 },
    resamples: 200,
  });
  const began = performance.now();
  let done: Job | undefined;
  const watching = (async () => {
    for (;;) {
      const now = await call<Job>(server, 'GET', `/v1/jobs/${job.id}`);
      if (now.state !== 'queued' && now.state !== 'running') {
        done = now;
        return;
      }
      await sleep(200);
    }
  })();
  const training = await run('during training', () => done !== undefined, 600);
  await watching;
  console.log(
    `training took ${((performance.now() - began) / 1000).toFixed(1)} s and ended ${done?.state}${done?.error ? `: ${done.error}` : ''}`,
  );
  const after = await run('idle again', () => false, seconds);
  const reference = Math.max(idle.p99, after.p99);
  console.log(
    `p99 during training ${training.p99.toFixed(2)} ms, idle ${idle.p99.toFixed(2)} and ${after.p99.toFixed(2)} ms: ${(training.p99 / reference).toFixed(2)} ×, bar 2 ×`,
  );
  process.exitCode = done?.state === 'done' && training.p99 <= 2 * reference ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  await server.ended;
  await removeFolder(folder);
}

/** Visits every few days; three purchases each, mostly of a customer's own department. */
function history(): Record<string, unknown>[] {
  const end = Date.now();
  const events: Record<string, unknown>[] = [];
  for (let today = days; today >= 1; today--) {
    for (let customer = 0; customer < customers; customer++) {
      if ((customer * 31 + today * 17) % 5 !== 0) continue;
      const at = end - today * day + customer * 1000;
      for (let n = 0; n < 3; n++) {
        const mixed = (customer * 7919 + today * 104_729 + n * 1_299_709) % 1000;
        const item = mixed < 700 ? (customer % 12) + 12 * (mixed % 40) : (mixed * 7) % items;
        const base = { customerId: `customer-${customer}`, itemId: `item-${item}` };
        const time = (after: number) => new Date(at + n * 10 + after).toISOString();
        events.push({ ...base, type: 'page_view', timestamp: time(0) });
        events.push({ ...base, type: 'purchase', value: 9, timestamp: time(5) });
      }
    }
  }
  return events;
}

/** One request every 1/rate seconds until `ended` or for so long; each timed from when it was sent. */
async function run(
  name: string,
  ended: () => boolean,
  longest: number,
): Promise<{ p50: number; p99: number }> {
  const free = await Promise.all(Array.from({ length: 32 }, () => RawClient.open(server.port)));
  const all = [...free];
  const times: number[] = [];
  const answers: Promise<void>[] = [];
  let failed = 0;
  const started = performance.now();
  const warmup = 50;
  for (let n = 0; !ended() && performance.now() - started < longest * 1000; n++) {
    const wait = started + (n / rate) * 1000 - performance.now();
    if (wait > 0) await sleep(wait);
    const client = free.pop();
    if (client === undefined) {
      failed++;
      continue;
    }
    const body = JSON.stringify({ customerId: `customer-${(n * 7919) % customers}`, placement: 'home' });
    const sent = performance.now();
    answers.push(
      client.send(postBytes('/v1/recommendations', adminKey, body)).then(({ status }) => {
        if (status !== 200) failed++;
        if (n >= warmup) times.push(performance.now() - sent);
        free.push(client);
      }),
    );
  }
  await Promise.all(answers);
  for (const client of all) client.close();
  times.sort((a, b) => a - b);
  const result = { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
  console.log(
    `${name}: ${times.length} requests at ${rate}/s; p50 ${result.p50.toFixed(2)} ms, p90 ${quantile(times, 0.9).toFixed(2)} ms, p99 ${result.p99.toFixed(2)} ms, max ${(times.at(-1) ?? Number.NaN).toFixed(1)} ms; ${failed} failed`,
  );
  return result;
}
