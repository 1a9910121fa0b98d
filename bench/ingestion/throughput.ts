// Durable ingestion through HTTP with everything on, beside the same application throwing the events away.
// Run: node bench/ingestion/throughput.ts [--events 1000000] [--batch 500] [--connections 16]
// Bar: at least 100,000 events/s on 2 cores, and at least 25 % of the baseline.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { cpuSeconds, machine, option, quantile, residentMegabytes } from './machine.ts';
import { call, removeFolder, type ServerProcess, startServer, temporaryFolder } from './server.ts';
import { makeItems } from './traffic.ts';

const events = option('events', 1_000_000);
const batch = option('batch', 500);
const connections = option('connections', 16);

interface LoadResult {
  seconds: number;
  latencies: number[];
  failures: Record<string, number>;
  cpuSeconds: number;
  bytes: number;
}

function load(server: ServerProcess, count: number, from: number): Promise<LoadResult> {
  const args = [server.port, count, batch, connections, from].map(String);
  const child = fork(join(import.meta.dirname, 'load-process.ts'), args);
  return new Promise((resolve, reject) => {
    child.on('message', (message) => resolve(message as LoadResult));
    child.on('exit', (code) => reject(new Error(`the load process ended with ${code}`)));
  });
}

async function measure(name: string, entry: string | undefined): Promise<number> {
  const folder = await temporaryFolder();
  const server = await startServer(folder, { entry });
  try {
    if (entry === undefined) await call(server, 'POST', '/v1/items', { items: makeItems(10_000) });
    await load(server, 50_000, 0);
    const before = cpuSeconds(server.pid);
    const result = await load(server, events, 50_000);
    const after = cpuSeconds(server.pid);
    const microseconds = (seconds: number) => `${((seconds * 1e6) / events).toFixed(1)} µs`;
    const rate = events / result.seconds;
    const sorted = result.latencies.sort((a, b) => a - b);
    console.log(
      `${name}: ${Math.round(rate)} events/s; answer p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p99 ${quantile(sorted, 0.99).toFixed(1)} ms; ` +
        `${Math.round(result.bytes / events)} bytes an event; load process ${((result.cpuSeconds / result.seconds) * 100).toFixed(0)} % of a core; ` +
        `server ${residentMegabytes(server.pid)} MB, CPU an event ${microseconds(after.mainThread - before.mainThread)} on its main thread, ` +
        `${microseconds(after.all - before.all)} on all`,
    );
    if (Object.keys(result.failures).length > 0)
      console.log(`${name}: answers other than 202: ${JSON.stringify(result.failures)}`);
    return rate;
  } finally {
    server.kill('SIGTERM');
    await server.ended;
    await removeFolder(folder);
  }
}

console.log(machine());
console.log(
  `${events} events, ${batch} a request, ${connections} connections, unique message ids, 100,000 customers`,
);
const baseline =
  option('skip-baseline', 0) === 1
    ? Number.NaN
    : await measure('baseline (validate and throw away)', join(import.meta.dirname, 'baseline-server.ts'));
const full = await measure('everything on', undefined);
const share = full / baseline;
console.log(
  `${Math.round(full)} events/s, ${(share * 100).toFixed(0)} % of the baseline; bar 100,000 and 25 %`,
);
process.exitCode = full >= 100_000 && share >= 0.25 ? 0 : 1;
