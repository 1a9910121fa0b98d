/**
 * Next-basket ranking on the Complete Journey data set (84.51°, CC0), the last 28 days: how much better than
 * popularity, and than the best single candidate source, the trained ranker orders the same candidates.
 *
 *   node bench/learning/next-basket.ts [--objective lambdaMart] [--threads 1]
 *
 * Protocol, the same for every method:
 * - The year's catalog and events go through ingestion into a journal, and the journal is replayed. Nothing
 *   else is read. Catalog prices are left out: the data set has them as medians over the whole year.
 * - A basket is what a household bought in one visit; methods see the state just before the visit.
 * - The pool is the union of what all candidate sources retrieve at that instant, each up to its limit.
 *   Every method orders the same pool. A source used alone puts what it retrieved first, in its order; its
 *   stronger form orders the rest of the pool by popularity. The best of all these forms is the bar.
 * - Test: visits of the last 28 days. Validation (early stopping, calibration): the 28 days before, a gap
 *   between them. Training: everything earlier. No choice was made by looking at the test part.
 * - NDCG@10 over baskets of which the pool holds at least one item; and over all baskets, where the ideal
 *   counts every item bought, in the pool or not, so a basket that retrieval missed counts 0.
 * - 95 % intervals by resampling households.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ArrivalClock,
  DeduplicationIndex,
  EventTypes,
  Ingestor,
} from '../../packages/server/src/ingestion/index.ts';
import type { Measured, TrainRequest } from '../../packages/server/src/learning/index.ts';
import { trainRanker } from '../../packages/server/src/learning/index.ts';
import { defaultPlacements, type Placement } from '../../packages/server/src/recommendation/index.ts';
import { readEvents } from '../../packages/server/src/simulation/complete-journey/events.ts';
import { readItems } from '../../packages/server/src/simulation/complete-journey/items.ts';
import { openJournal } from '../../packages/server/src/stores/index.ts';
import type { Journal } from '../../packages/server/src/stores/journal/journal.ts';
import type { Item } from '../../packages/server/src/stores/journal/record.ts';
import config from '../../personalize.config.ts';
import { machine, option } from '../ingestion/machine.ts';

const dataset = new URL('../../datasets/complete-journey', import.meta.url).pathname;
const bars = { popularity: 1.25, source: 1.05 };

const placement: Placement = {
  ...defaultPlacements[0],
  name: 'nextBasket',
  sources: [
    { name: 'buyAgain', limit: 100 },
    { name: 'coOccurrence', limit: 100 },
    { name: 'affinity', limit: 100 },
    { name: 'trending', limit: 30 },
    { name: 'popular', limit: 100 },
    { name: 'new', limit: 20 },
  ],
  filters: [{ kind: 'available' }, { kind: 'notHidden' }],
  fallback: ['popular'],
  candidateLimit: 450,
};

const objective = process.argv.includes('logistic') ? 'logistic' : 'lambdaMart';
const request: TrainRequest = {
  features: config.features,
  timeZone: 'UTC',
  from: 'purchases',
  placement,
  excludeFeatures: ['itemPrice', 'relativePrice'],
  split: { testDays: 28, validationDays: 28, trainDays: option('trainDays', 365) },
  sampling: { retrieved: option('retrieved', 60), popular: option('popular', 5) },
  objective,
  parameters: { iterations: option('iterations', 400) },
  k: 10,
  seed: option('seed', 1),
  threads: option('threads', 1),
};

const dir = mkdtempSync(join(tmpdir(), 'next-basket-'));
try {
  console.log(machine());
  const journal = await openJournal(dir);
  await load(journal);
  const began = performance.now();
  const result = await trainRanker(request, { journal, onLog: ({ text }) => console.log(`  ${text}`) });
  const { metrics, dataRange } = result;
  console.log(
    `trained in ${((performance.now() - began) / 1000).toFixed(0)} s: ${result.objective}, ${result.iterations} rounds, ${metrics.groups.train} training groups, ${dataRange.rows} rows, records ${dataRange.fromOffset} to ${dataRange.toOffset}, ${dataRange.checksum.slice(0, 12)}`,
  );
  console.log(
    `test: ${metrics.groups.test} baskets of ${metrics.customers} households, ${(metrics.rows.test / metrics.groups.test).toFixed(0)} candidates each\n`,
  );
  console.log(
    '                                   NDCG@10, item in the pool     NDCG@10, all baskets          hit@10  ranker ÷ method',
  );
  for (const method of metrics.methods) {
    const ratio = metrics.comparisons.find(({ against }) => against === method.name)?.ratio;
    console.log(
      `${method.name.padEnd(34)} ${show(method.ndcg)}   ${show(method.ndcgOfAll)}   ${method.hitRate?.mean.toFixed(3)}   ${ratio ? show(ratio, 2) : ''}`,
    );
  }
  const { probabilities } = metrics;
  console.log(
    `\nprobabilities: AUC ${probabilities?.auc?.toFixed(4)}, log loss ${probabilities?.logLoss.toFixed(5)}, ECE ${probabilities?.expectedCalibrationError.toFixed(5)} at a base rate of ${probabilities?.baseRate.toFixed(5)}`,
  );
  console.log(
    `strongest features: ${result.curves.importance
      .slice(0, 12)
      .map(({ feature, gain }) => `${feature} ${(100 * (gain ?? 0)).toFixed(1)} %`)
      .join(', ')}`,
  );
  verdict('popularity', bars.popularity);
  verdict(metrics.bestSource!, bars.source);

  function verdict(against: string, bar: number): void {
    const ratio = metrics.comparisons.find((comparison) => comparison.against === against)?.ratio;
    const mean = ratio?.mean ?? 0;
    console.log(
      `${mean >= bar ? 'met' : 'MISSED'}: ranker ÷ ${against} = ${show(ratio ?? null, 3)}, bar ${bar}`,
    );
    if (mean < bar) process.exitCode = 1;
  }
  await journal.close();
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function show(measured: Measured | null, digits = 4): string {
  if (measured === null) return 'not defined';
  const [mean, low, high] = [measured.mean, measured.low, measured.high].map((v) => v.toFixed(digits));
  return `${mean} [${low}, ${high}]`;
}

/** Catalog first, then the year in order of time, as the demo loads it. */
async function load(journal: Journal): Promise<void> {
  const clock = new ArrivalClock();
  const ingestor = new Ingestor({
    journal,
    deduplication: new DeduplicationIndex({ limit: 1_000_000 }),
    types: new EventTypes(),
    clock,
    mayAlias: () => true,
    maxPending: 1_000_000,
  });
  ingestor.goLive();
  let items: Item[] = [];
  const flush = async (): Promise<void> => {
    await journal.append(items.map((item) => ({ kind: 'item', receivedAt: clock.now(), item })));
    items = [];
  };
  for await (const { price, currency, ...item } of readItems(dataset)) {
    if (items.push(item) === 1000) await flush();
  }
  await flush();
  const events = await readEvents(dataset, 0);
  for (let i = 0; i < events.length; i += 1000) {
    const { rejected } = await ingestor.ingest(events.slice(i, i + 1000), { origin: 'import' });
    if (rejected.length > 0) throw new Error(`an event was refused: ${rejected[0].detail}`);
  }
  console.log(`${journal.head} records: catalog and ${events.length} events of The Complete Journey`);
}
