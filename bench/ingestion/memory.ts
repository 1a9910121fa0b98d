// Memory after 1,000,000 events of 100,000 customers, and how fast a restart is ready; baseline: the same server empty.
// Run: node bench/ingestion/memory.ts [--events 1000000] [--rate 20000]
// Bars: RSS at most 800 MB; ready again within 5 s, after a clean stop and after kill -9.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { machine, option, residentMegabytes } from './machine.ts';
import { call, removeFolder, type ServerProcess, startServer, temporaryFolder } from './server.ts';
import { startSteadyLoad } from './steady-load.ts';
import { makeItems } from './traffic.ts';

const events = option('events', 1_000_000);
const rate = option('rate', 20_000);

/** Resident megabytes of the pages mapped from files whose path has this text. */
function mappedMegabytes(pid: number, file: string): number {
  let counts = false;
  let kilobytes = 0;
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) counts = line.includes(file);
    else if (counts && line.startsWith('Rss:')) kilobytes += Number(line.split(/\s+/)[1]);
  }
  return Math.round(kilobytes / 1024);
}

/** A gauge of `/metrics`, NaN when it is not there. */
async function gauge(server: ServerProcess, name: string): Promise<number> {
  const text = await (
    await fetch(`${server.url}/metrics`, { headers: { authorization: 'Bearer benchmark-admin-key-0001' } })
  ).text();
  return Number(new RegExp(`^\\S*${name}(?:\\{\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

async function report(name: string, server: ServerProcess): Promise<void> {
  const [state, ids, heap] = await Promise.all(
    ['online_state_bytes', 'deduplication_bytes', 'nodejs_heap_size_used_bytes'].map((metric) =>
      gauge(server, metric),
    ),
  );
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  console.log(
    `${name}: RSS ${residentMegabytes(server.pid)} MB, of which pages of chDB's library ${mappedMegabytes(server.pid, 'chdb')} MB; ` +
      `online state ${megabytes(state)} MB, message ids ${megabytes(ids)} MB, JavaScript heap in use ${megabytes(heap)} MB`,
  );
}

async function restart(folder: string, how: string): Promise<ServerProcess> {
  const started = performance.now();
  const server = await startServer(folder);
  console.log(`ready ${((performance.now() - started) / 1000).toFixed(2)} s after the start, ${how}`);
  return server;
}

console.log(machine());
const folder = await temporaryFolder();
let server = await restart(folder, 'with nothing to load');
try {
  await report('empty (baseline)', server);
  await call(server, 'POST', '/v1/items', { items: makeItems(10_000) });
  const load = startSteadyLoad(server.port, rate);
  let peak = 0;
  const until = performance.now() + (events / rate) * 1000;
  while (performance.now() < until) {
    await sleep(500);
    peak = Math.max(peak, residentMegabytes(server.pid));
  }
  const sent = await load.stop();
  await report(`${events} events at ${Math.round(sent.rate)}/s`, server);
  await sleep(10_000);
  await report('10 s later', server);
  console.log(`peak while they arrived: ${peak} MB; bar 800 MB`);

  server.kill('SIGTERM');
  await server.ended;
  server = await restart(folder, 'after a clean stop');
  await report('after that', server);
  server.kill('SIGKILL');
  await server.ended;
  server = await restart(folder, 'after kill -9; bar 5 s');
} finally {
  server.kill('SIGTERM');
  await server.ended;
  await removeFolder(folder);
}
