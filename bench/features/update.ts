/**
 * What it costs to keep features up to date: CPU microseconds of the thread and events per second with the
 * default features, 100,000 customers and 20,000 items; memory per customer; and, as a baseline in the same run, three windowed
 * counts kept the plain way: a Map of objects with an array of times per type.
 *
 *     node --expose-gc bench/features/update.ts --events 1000000
 */
import { machine, option } from '../ingestion/machine.ts';
import {
  applyEvents,
  customers,
  type EventCost,
  generator,
  makeEvents,
  openEngine,
  threadMilliseconds,
  timeOf,
} from './workload.ts';

const events = option('events', 1_000_000);
console.log(machine());

const { engine, store, close } = await openEngine();
globalThis.gc?.();
const heapBefore = process.memoryUsage();
const random = generator(1);
const tenth = Math.floor(events / 10);
const costs: EventCost[] = [];
for (let i = 0; i < 10; i++) costs.push(applyEvents(engine, i * tenth, (i + 1) * tenth, random));
globalThis.gc?.();
const heapAfter = process.memoryUsage();
const mean = (part: keyof EventCost) => costs.reduce((sum, cost) => sum + cost[part], 0) / costs.length;
const tenths = (part: keyof EventCost) => costs.map((cost) => cost[part].toFixed(1)).join(' ');
const held = heapAfter.heapUsed + heapAfter.arrayBuffers - heapBefore.heapUsed - heapBefore.arrayBuffers;
console.log(`default set: ${engine.width} features, ${events} events, ${engine.customers.size} customers`);
console.log(`  update: ${mean('update').toFixed(2)} µs of CPU per event (tenths: ${tenths('update')})`);
console.log(`  finding rows: ${mean('rows').toFixed(2)} µs of CPU per event (tenths: ${tenths('rows')})`);
console.log(`  together ${Math.round(1e6 / (mean('update') + mean('rows')))} events/s on one core`);
console.log(
  `  ${(held / 2 ** 20).toFixed(0)} MiB held, ${Math.round(held / engine.customers.size)} bytes per customer with ` +
    `${(events / customers).toFixed(1)} events each; tables say ${(store.memoryUsage() / 2 ** 20).toFixed(0)} MiB`,
);

const begun = performance.now();
await store.checkpoint(events);
console.log(`  checkpoint of everything: ${Math.round(performance.now() - begun)} ms until durable`);

interface PlainCustomer {
  page_view: number[];
  click: number[];
  purchase: number[];
}
const plain = new Map<string, PlainCustomer>();
const again = generator(1);
const counted = ['page_view', 'click', 'purchase'] as const;
let plainMs = 0;
for (let at = 0; at < events; at += 500) {
  const records = makeEvents(at, 500, again);
  const since = threadMilliseconds();
  for (const record of records) {
    const key = `c:${record.customerId}`;
    let customer = plain.get(key);
    if (customer === undefined) {
      customer = { page_view: [], click: [], purchase: [] };
      plain.set(key, customer);
    }
    const type = counted.find((name) => name === record.type);
    if (type !== undefined) customer[type].push(record.timestamp);
  }
  plainMs += threadMilliseconds() - since;
}
console.log('baseline, 3 windowed counts in a Map of objects with arrays of times:');
console.log(
  `  ${((plainMs * 1000) / events).toFixed(2)} µs per event, ${Math.round((events * 1000) / plainMs)} events/s`,
);

// The same three counts must come out of both.
let checked = 0;
const at = timeOf(events);
const windows = { page_view: 7, click: 7, purchase: 30 };
const columns = {
  page_view: engine.names.indexOf('pageViews7d'),
  click: engine.names.indexOf('clicks7d'),
  purchase: engine.names.indexOf('purchases30d'),
};
for (const [key, customer] of plain) {
  const row = engine.customers.find(key);
  for (const type of counted) {
    const after = at - windows[type] * 86_400_000;
    const expected = customer[type].filter((time) => time > after).length;
    if (engine.readCustomer(row, columns[type], at) !== expected) throw new Error(`${type} of ${key} differ`);
    checked++;
  }
  if (checked > 30_000) break;
}
console.log(`  ${checked} counts are the same in both`);
await close();
