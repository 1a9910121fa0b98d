/**
 * What it costs to read the feature vectors of one recommendation: 200 candidates, the default features, over
 * 100,000 customers and 20,000 items with a million events. Baseline in the same run: filling as many numbers
 * of the same matrix from one plain object per item and customer.
 *
 *     node bench/features/read.ts --events 1000000 --reads 3000
 */
import { machine, option, quantile } from '../ingestion/machine.ts';
import {
  applyEvents,
  customers,
  generator,
  items,
  openEngine,
  threadMilliseconds,
  timeOf,
} from './workload.ts';

const events = option('events', 1_000_000);
const reads = option('reads', 3_000);
const candidates = 200;
console.log(machine());

const { engine, close } = await openEngine();
applyEvents(engine, 0, events, generator(1));
const random = generator(2);
const at = timeOf(events);
const out = new Float64Array(candidates * engine.width);
const itemRows = new Int32Array(candidates);
const context = { channel: 'web', device: 'mobile' };

const times: number[] = [];
const warmUp = Math.floor(reads / 5);
let cpuBegun = 0;
for (let i = 0; i < reads; i++) {
  for (let c = 0; c < candidates; c++) itemRows[c] = Math.floor(random() * random() * items);
  const customerRow = Math.floor(random() * engine.customers.rows);
  const begun = performance.now();
  engine.read({ customerRow, itemRows, count: candidates, context, at: at + i }, out);
  times.push((performance.now() - begun) * 1000);
  if (i === warmUp) cpuBegun = threadMilliseconds();
}
const cpu = ((threadMilliseconds() - cpuBegun) * 1000) / (reads - warmUp - 1);
const sorted = times.slice(warmUp).sort((a, b) => a - b);
console.log(`${candidates} candidates × ${engine.width} features, ${customers} customers, ${items} items`);
console.log(
  `  ${cpu.toFixed(0)} µs of CPU per read (choosing candidates included); wall p50 ${quantile(sorted, 0.5).toFixed(0)} µs, p99 ${quantile(sorted, 0.99).toFixed(0)} µs; ` +
    `${((cpu * 1000) / (candidates * engine.width)).toFixed(1)} ns per value`,
);

const plainItems = Array.from({ length: items }, () =>
  Object.fromEntries(engine.names.map((name) => [name, random()])),
);
const plainTimes: number[] = [];
for (let i = 0; i < reads; i++) {
  for (let c = 0; c < candidates; c++) itemRows[c] = Math.floor(random() * random() * items);
  const begun = performance.now();
  for (let c = 0; c < candidates; c++) {
    const values = plainItems[itemRows[c]];
    for (let f = 0; f < engine.width; f++) out[c * engine.width + f] = values[engine.names[f]];
  }
  plainTimes.push((performance.now() - begun) * 1000);
}
plainTimes.sort((a, b) => a - b);
console.log('baseline, copying precomputed numbers from plain objects (no windows, no decay):');
console.log(
  `  p50 ${quantile(plainTimes, 0.5).toFixed(0)} µs, p99 ${quantile(plainTimes, 0.99).toFixed(0)} µs per read`,
);

const score = engine.names.indexOf('purchases30d');
const begun = performance.now();
for (let row = 0; row < engine.customers.rows; row++) engine.readCustomer(row, score, at);
const each = ((performance.now() - begun) * 1000) / engine.customers.rows;
console.log(`one feature of one customer, as segment rules read it: ${each.toFixed(2)} µs`);
await close();
