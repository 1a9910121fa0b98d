// Memory after 1,000,000 events of 100,000 customers, and how fast a restart is ready; baseline: the same server empty.
// Run: node bench/ingestion/memory.ts [--events 1000000] [--rate 20000]
// Bars: RSS at most 800 MB; ready again within 5 s, after a clean stop and after kill -9.
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { machine, option, residentMegabytes } from './machine.ts';
import type { MemoryReport, ThreadMemory } from './memory-probe.ts';
import { adminKey, call, removeFolder, type ServerProcess, startServer, temporaryFolder } from './server.ts';
import { startSteadyLoad } from './steady-load.ts';
import { makeItems } from './traffic.ts';

const mib = 2 ** 20;
const events = option('events', 1_000_000);
const rate = option('rate', 20_000);
const folder = await temporaryFolder();
const probeFile = join(folder, 'memory.json');

/** Megabytes of the pages mapped from files whose path ends so. */
function mappedMegabytes(pid: number, file: string): number {
  let counts = false;
  let kilobytes = 0;
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) counts = line.endsWith(file);
    else if (counts && line.startsWith('Rss:')) kilobytes += Number(line.split(/\s+/)[1]);
  }
  return kilobytes / 1024;
}

/** A gauge of `/metrics`, NaN when it is not there. */
async function gauge(server: ServerProcess, name: string): Promise<number> {
  const text = await (
    await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${adminKey}` } })
  ).text();
  return Number(new RegExp(`^\\S*${name}(?:\\{\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** What memory-probe.ts finds from within. */
async function probe(server: ServerProcess): Promise<MemoryReport> {
  await rm(probeFile, { force: true });
  server.kill('SIGUSR2');
  for (let tries = 0; tries < 200; tries++) {
    await sleep(50);
    if (existsSync(probeFile)) return JSON.parse(readFileSync(probeFile, 'utf8')) as MemoryReport;
  }
  throw new Error('the server did not say what it takes');
}

async function report(name: string, server: ServerProcess): Promise<void> {
  const library = mappedMegabytes(server.pid, 'libchdb.so');
  const program = mappedMegabytes(server.pid, '/node');
  const { rss, threads, engine } = await probe(server);
  const state = (await gauge(server, 'online_state_bytes')) / mib;
  const ids = (await gauge(server, 'deduplication_bytes')) / mib;
  const [main, ...workers] = threads.sort((a, b) => a.thread - b.thread);
  const sum = (of: (thread: ThreadMemory) => number) =>
    workers.reduce((total, one) => total + of(one), 0) / mib;
  const parts = {
    "chDB's library": library,
    "chDB's heap": engine.resident / mib,
    "Node's program": program,
    'JavaScript heap': main.heap / mib,
    [`heaps of ${workers.length} workers`]: sum((one) => one.heap),
    'online state': state,
    'message ids': ids,
    'other buffers': main.buffers / mib - state - ids + sum((one) => one.buffers),
  };
  const rest = rss / mib - Object.values(parts).reduce((total, part) => total + part, 0);
  const listed = Object.entries({ ...parts, rest }).map(([what, size]) => `${what} ${Math.round(size)}`);
  const share = Math.round(library + engine.resident / mib);
  console.log(`${name}: RSS ${Math.round(rss / mib)} MB, of which chDB ${share}:\n  ${listed.join(', ')}`);
}

async function restart(folder: string, how: string): Promise<ServerProcess> {
  const started = performance.now();
  const env = {
    NODE_OPTIONS: `--import=${join(import.meta.dirname, 'memory-probe.ts')}`,
    MEMORY_PROBE_FILE: probeFile,
  };
  const server = await startServer(folder, { env });
  console.log(`ready ${((performance.now() - started) / 1000).toFixed(2)} s after the start, ${how}`);
  return server;
}

console.log(machine());
let server = await restart(folder, 'with nothing to load');
try {
  await report('empty (baseline)', server);
  await call(server, 'POST', '/v1/items', { items: makeItems(10_000) });
  const load = startSteadyLoad(server.port, rate);
  let peak = 0;
  let arrived = 0;
  // Until they are all there, however busy the machine is.
  for (let tick = 0; arrived < events; tick++) {
    await sleep(500);
    peak = Math.max(peak, residentMegabytes(server.pid));
    if (tick % 2 === 1) arrived = await gauge(server, 'journal_head_offset');
  }
  const sent = await load.stop();
  await report(`${arrived} events at ${Math.round(sent.rate)}/s`, server);
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
