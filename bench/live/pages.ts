// Open live pages: what they cost the server, and how far they are behind events that arrive at a high rate.
//   node bench/live/pages.ts [--pages 200] [--events 20000] [--seconds 10] [--samples 20]
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { machine, option, quantile } from '../ingestion/machine.ts';
import {
  adminKey,
  call,
  removeFolder,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from '../ingestion/server.ts';
import { startSteadyLoad } from '../ingestion/steady-load.ts';
import { makeItems } from '../ingestion/traffic.ts';

const pages = option('pages', 200);
const events = option('events', 20_000);
const seconds = option('seconds', 10);
const samples = option('samples', 20);

console.log(machine());
const folder = await temporaryFolder();
const server = await startServer(folder);
try {
  await call(server, 'POST', '/v1/items', { items: makeItems(10_000) });
  const load = startSteadyLoad(server.port, events);
  await sleep(2000);
  const watching = freshness(server);
  const { rate, failed } = await watching.then(load.stop, load.stop);
  const behind = await watching;
  console.log(
    `live page behind the event, among ${rate} events/s (${failed} requests failed): p50 ${quantile(behind, 0.5).toFixed(0)} ms, max ${behind.at(-1)!.toFixed(0)} ms over ${samples} events`,
  );
  // What the pages show is then as much as they ever show: the window is full of that traffic.
  await warehouseIsLevel(server);
  const idle = await cost(server);
  const open = await openPages(server, pages);
  await sleep(1000);
  const before = open.messages();
  const watched = await cost(server);
  const each = (open.messages() - before) / seconds / pages;
  open.close();
  const share = (watched - idle) * 100;
  console.log(
    `${pages} open live pages: ${share.toFixed(1)} % of one core (${(watched * 100).toFixed(1)} % with, ${(idle * 100).toFixed(1)} % without), ${each.toFixed(2)} messages/s each`,
  );
  process.exitCode = share <= 10 && behind.at(-1)! <= 1500 ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  await server.ended;
  await removeFolder(folder);
}

/** Waits until nothing of the load is left to do, so that the measurements after it see the pages only. */
async function warehouseIsLevel(target: ServerProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((await call<{ warehouseLag: number }>(target, 'GET', '/v1/status')).warehouseLag > 0) {
    if (Date.now() > deadline) throw new Error('the warehouse did not catch up within a minute');
    await sleep(250);
  }
  await sleep(2000);
}

/** CPU seconds per second that the server uses, all its threads, over the time of a measurement. */
async function cost({ pid }: ServerProcess): Promise<number> {
  const [start, at] = [exactCpuSeconds(pid), performance.now()];
  await sleep(seconds * 1000);
  return (exactCpuSeconds(pid) - start) / ((performance.now() - at) / 1000);
}

/** By the scheduler's own clock (Linux): work of a millisecond a second falls between the ticks of `/proc/stat`. */
function exactCpuSeconds(pid: number): number {
  let nanoseconds = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1e9;
}

async function follow(target: ServerProcess, signal?: AbortSignal) {
  const headers = { authorization: `Bearer ${adminKey}` };
  const response = await fetch(`${target.url}/v1/live`, { headers, signal });
  if (!response.ok || response.body === null) throw new Error(`a live page was answered ${response.status}`);
  return response.body;
}

/** Pages that read what they get and count it. */
async function openPages(target: ServerProcess, count: number) {
  const stop = new AbortController();
  let messages = 0;
  for (let i = 0; i < count; i++) {
    const body = await follow(target, stop.signal);
    void (async () => {
      for await (const chunk of body) if (Buffer.from(chunk).includes('data:')) messages += 1;
    })().catch(() => undefined);
  }
  return { messages: () => messages, close: () => stop.abort() };
}

/** From sending a purchase in a currency of its own to the message that holds it, ms, ascending. */
async function freshness(target: ServerProcess): Promise<number[]> {
  const times: number[] = [];
  const currency = 'XTS';
  let wanted = Number.POSITIVE_INFINITY;
  let sentAt = 0;
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of await follow(target)) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data === undefined) continue;
      const { snapshot } = JSON.parse(data) as {
        snapshot: { revenues: { currency: string; amount: number }[] };
      };
      const seen = snapshot.revenues.find((money) => money.currency === currency)?.amount ?? 0;
      if (seen >= wanted) times.push(Date.now() - sentAt);
      // Leaving the loop cancels the stream.
      if (times.length >= samples) return times.sort((a, b) => a - b);
      if (seen >= wanted || sentAt === 0) {
        // At a different moment of the second each time.
        await sleep((110 * times.length) % 1000);
        wanted = seen + 1;
        sentAt = Date.now();
        const event = { type: 'purchase', customerId: 'live-page', value: 1, currency };
        await call(target, 'POST', '/v1/events', { events: [event] });
      }
    }
  }
  throw new Error('the live stream ended');
}
