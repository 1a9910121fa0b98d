// kill -9 at random moments under full load: every acknowledged event must be present exactly once in profiles,
// live counts and warehouse after each restart.
// Run: node bench/ingestion/kill.ts [--rounds 20] [--seed 1] [--seconds 3]
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Random } from '../../packages/learn/src/index.ts';
import { machine, option } from './machine.ts';
import { postBytes, RawClient } from './raw-client.ts';
import { adminKey, call, removeFolder, type ServerProcess, startServer, temporaryFolder } from './server.ts';

const rounds = option('rounds', 20);
const most = option('seconds', 3);
const random = new Random(option('seed', 1));
const connections = 8;
const batchSize = 200;
const customers = 4000;

interface Batch {
  bytes: Buffer;
  /** Acknowledged by a 202. */
  acknowledged: boolean;
}

/** Every batch ever sent, and what each customer must have at the end. */
const batches: Batch[] = [];
const expected = new Map<string, number>();
let serial = 0;

function newBatch(): Batch {
  const events = Array.from({ length: batchSize }, () => {
    const customerId = `customer-${random.int(customers)}`;
    expected.set(customerId, (expected.get(customerId) ?? 0) + 1);
    return {
      type: 'page_view',
      customerId,
      itemId: `item-${serial % 500}`,
      messageId: `kill-${serial++}`,
      properties: { page: 'product' },
    };
  });
  const batch = { bytes: postBytes('/v1/events', adminKey, JSON.stringify({ events })), acknowledged: false };
  batches.push(batch);
  return batch;
}

async function send(client: RawClient, batch: Batch): Promise<void> {
  const { status, body } = await client.send(batch.bytes);
  if (status === 503) return;
  const answer = JSON.parse(body) as { accepted: number; duplicates: number };
  if (status !== 202 || answer.accepted + answer.duplicates !== batchSize)
    throw new Error(`answered ${status}: ${body}`);
  batch.acknowledged = true;
}

/** Sends without pause until the server dies. */
async function loadUntilDead(server: ServerProcess): Promise<void> {
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await RawClient.open(server.port);
      try {
        for (;;) await send(client, newBatch());
      } catch (error) {
        if (/answered/.test((error as Error).message)) throw error;
      } finally {
        client.close();
      }
    }),
  );
}

/** Sends what was not acknowledged again, as a client does, until all is. */
async function resend(server: ServerProcess): Promise<number> {
  const client = await RawClient.open(server.port);
  const open = batches.filter(({ acknowledged }) => !acknowledged);
  for (const batch of open) while (!batch.acknowledged) await send(client, batch);
  client.close();
  return open.length;
}

function countWarehouse(folder: string): Promise<{ events: number; ids: number; inView: number }> {
  const child = fork(join(import.meta.dirname, 'count-warehouse.ts'), [folder]);
  return new Promise((resolve, reject) => {
    child.on('message', (message) => resolve(message as { events: number; ids: number; inView: number }));
    child.on('exit', (code) => reject(new Error(`counting ended with ${code}`)));
  });
}

async function wrongProfiles(server: ServerProcess): Promise<string[]> {
  const wrong: string[] = [];
  const sample = [...expected].filter(() => random.uniform() < 0.05);
  for (const [customerId, count] of sample) {
    const { features } = await call<{ features: Record<string, number | null> }>(
      server,
      'GET',
      `/v1/customers/${customerId}`,
    );
    if (features.pageViews1h !== count)
      wrong.push(`${customerId} has ${features.pageViews1h} page views of ${count}`);
  }
  return wrong;
}

console.log(machine());
console.log(
  `${rounds} rounds, ${connections} connections, ${batchSize} events a request, checkpoints every second`,
);
const folder = await temporaryFolder();
let failures = 0;
const fail = (text: string) => {
  failures++;
  console.log(`  WRONG: ${text}`);
};
for (let round = 1; round <= rounds; round++) {
  const env = { CHECKPOINT_SECONDS: '1', RATE_LIMIT: '10000000' };
  const first = await startServer(folder, { env });
  const load = loadUntilDead(first);
  await new Promise((resolve) => setTimeout(resolve, 200 + random.uniform() * most * 1000));
  first.kill('SIGKILL');
  await Promise.all([load, first.ended]);
  const acknowledged = batches.filter((batch) => batch.acknowledged).length * batchSize;
  const sent = batches.length * batchSize;

  const started = performance.now();
  const second = await startServer(folder, { env });
  const readyMs = Math.round(performance.now() - started);
  const restored = (await call<{ eventsReceived: number }>(second, 'GET', '/v1/status')).eventsReceived;
  if (restored < acknowledged || restored > sent)
    fail(`${restored} events after the restart, of ${acknowledged} acknowledged and ${sent} sent`);
  const resent = await resend(second);
  const { eventsReceived } = await call<{ eventsReceived: number }>(second, 'GET', '/v1/status');
  if (eventsReceived !== sent) fail(`live counts say ${eventsReceived} of ${sent} events`);
  for (const text of await wrongProfiles(second)) fail(text);
  second.kill('SIGTERM');
  await second.ended;
  const stored = await countWarehouse(folder);
  if (stored.events !== sent || stored.ids !== sent)
    fail(`the warehouse has ${stored.events} events, ${stored.ids} ids, of ${sent}`);
  if (stored.inView !== sent) fail(`the warehouse's rollup has ${stored.inView} of ${sent}`);
  console.log(
    `round ${round}: ${acknowledged} acknowledged of ${sent} sent before the kill, ${restored} restored, ready in ${readyMs} ms, ${resent} requests sent again; ${stored.events} in the warehouse`,
  );
}
await removeFolder(folder);
console.log(
  failures === 0
    ? `all ${serial} events exactly once, ${rounds} of ${rounds} rounds`
    : `${failures} failures`,
);
process.exitCode = failures === 0 ? 0 : 1;
