// Memory and restart with 1,000,000 events of 100,000 customers: resident memory with the parts that are known, and
// how long a start takes after SIGTERM and after kill -9.
// Run: node bench/ingestion/memory.ts [--events 1000000]
// Bar: resident memory at most 800 MB, ready in 5 s or less. Baseline: the server before the first event.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { machine, option, residentMegabytes } from './machine.ts';
import { call, removeFolder, type ServerProcess, startServer, temporaryFolder } from './server.ts';
import { makeItems } from './traffic.ts';

const events = option('events', 1_000_000);
const megabyte = 2 ** 20;

function load(server: ServerProcess, count: number, from: number): Promise<void> {
  const args = [server.port, count, 500, 4, from].map(String);
  const child = fork(join(import.meta.dirname, 'load-process.ts'), args);
  return new Promise((resolve, reject) => {
    child.on('message', () => resolve());
    child.on('exit', (code) => reject(new Error(`the load process ended with ${code}`)));
  });
}

async function describe(server: ServerProcess): Promise<string> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const value = (name: string) => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text);
    return found === null ? '?' : `${Math.round(Number(found[1]) / megabyte)} MB`;
  };
  return (
    `${residentMegabytes(server.pid)} MB resident: JavaScript heap ${value('nodejs_heap_size_used_bytes')} used of ` +
    `${value('nodejs_heap_size_total_bytes')}, buffers ${value('nodejs_external_memory_bytes')}, of which online state ` +
    `${value('online_state_bytes')} and message ids ${value('deduplication_bytes')}`
  );
}

async function timedStart(folder: string, name: string): Promise<ServerProcess> {
  const started = performance.now();
  const server = await startServer(folder);
  const ms = performance.now() - started;
  const { eventsReceived } = await call<{ eventsReceived: number }>(server, 'GET', '/v1/status');
  console.log(
    `${name}: ready in ${(ms / 1000).toFixed(2)} s with ${eventsReceived} events; ${await describe(server)}`,
  );
  return server;
}

console.log(machine());
const folder = await temporaryFolder();
let server = await timedStart(folder, 'empty');
const empty = residentMegabytes(server.pid);
await call(server, 'POST', '/v1/items', { items: makeItems(10_000) });
for (let sent = 0; sent < events; sent += 250_000) await load(server, Math.min(250_000, events - sent), sent);
console.log(`after ${events} events: ${await describe(server)}`);
await new Promise((resolve) => setTimeout(resolve, 15_000));
const settled = residentMegabytes(server.pid);
console.log(
  `15 s later: ${await describe(server)}; ${empty} MB of it before the first event, mostly the warehouse's engine`,
);
server.kill('SIGTERM');
await server.ended;
server = await timedStart(folder, 'after SIGTERM');
await load(server, 100_000, events);
server.kill('SIGKILL');
await server.ended;
server = await timedStart(folder, 'after kill -9 with 100,000 events more');
server.kill('SIGTERM');
await server.ended;
await removeFolder(folder);
process.exitCode = settled <= 800 ? 0 : 1;
