// Open live pages: what they cost the server, and how far they are behind events that arrive at a high rate.
//   node bench/live/pages.ts [--pages 200] [--events 20000] [--seconds 10]
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, machine, option, quantile } from '../ingestion/machine.ts';
import {
  adminKey,
  call,
  removeFolder,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from '../ingestion/server.ts';
import { startSteadyLoad } from '../ingestion/steady-load.ts';

const pages = option('pages', 200);
const events = option('events', 20_000);
const seconds = option('seconds', 10);

console.log(machine());
const folder = await temporaryFolder();
const server = await startServer(folder);
try {
  await sleep(2000);
  const idle = await cost(server);
  const open = await openPages(server, pages);
  await sleep(2000);
  const before = open.messages();
  const watched = await cost(server);
  const share = (watched - idle) * 100;
  console.log(
    `${pages} open live pages: ${share.toFixed(1)} % of one core (${(watched * 100).toFixed(1)} % with, ${(idle * 100).toFixed(1)} % without), ${((open.messages() - before) / seconds / pages).toFixed(2)} messages/s each`,
  );
  open.close();
  const load = startSteadyLoad(server.port, events);
  await sleep(2000);
  const behind = await freshness(server);
  const { rate } = await load.stop();
  console.log(
    `live page behind the event, among ${rate} events/s: p50 ${quantile(behind, 0.5).toFixed(0)} ms, max ${behind.at(-1)!.toFixed(0)} ms`,
  );
  process.exitCode = share <= 10 && behind.at(-1)! <= 1500 ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  await server.ended;
  await removeFolder(folder);
}

/** CPU seconds per second that the server uses, all its threads, over the time of a measurement. */
async function cost({ pid }: ServerProcess): Promise<number> {
  const [start, at] = [cpuSeconds(pid).all, performance.now()];
  await sleep(seconds * 1000);
  return (cpuSeconds(pid).all - start) / ((performance.now() - at) / 1000);
}

async function follow(target: ServerProcess, signal: AbortSignal) {
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
  const stop = new AbortController();
  const currency = 'XTS';
  let wanted = Number.POSITIVE_INFINITY;
  let sentAt = 0;
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of await follow(target, stop.signal)) {
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
      if (times.length >= 8) {
        stop.abort();
        return times.sort((a, b) => a - b);
      }
      if (seen >= wanted || sentAt === 0) {
        // At a different moment of the second each time.
        await sleep(110 * times.length);
        wanted = seen + 1;
        sentAt = Date.now();
        const event = { type: 'purchase', customerId: 'live-page', value: 1, currency };
        await call(target, 'POST', '/v1/events', { events: [event] });
      }
    }
  }
  throw new Error('the live stream ended');
}
