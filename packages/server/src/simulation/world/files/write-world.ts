import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../errors.ts';
import { type Decision, variants } from '../decision.ts';
import { decisionsOf } from '../decisions.ts';
import { DueQueue } from '../due-queue.ts';
import { WorldExperiment } from '../experiment.ts';
import { type Gain, GainCurve } from '../gain.ts';
import { LoggingPolicy, type LoggingPolicyName } from '../logging-policy.ts';
import { World, type WorldOptions } from '../world.ts';
import {
  type InteractionRow,
  interactionColumns,
  itemColumns,
  profileColumns,
  recommendationColumns,
  resultColumns,
} from './columns.ts';
import { CsvFile, orExplain } from './csv-file.ts';

export const fileNames = {
  profiles: 'customer_profiles.csv',
  items: 'items.csv',
  interactions: 'interactions.csv',
  recommendations: 'recommendations.csv',
  results: 'ab_test_results.csv',
} as const;

export interface WriteOptions {
  folder: string;
  world: WorldOptions;
  policy: LoggingPolicyName;
  decisions: number;
  days: number;
  slate: number;
  lift: number;
  /** Replace files that are there. */
  force: boolean;
  signal?: AbortSignal;
  onProgress?(decisions: number): void;
}

export interface WorldSummary {
  rows: Record<keyof typeof fileNames, number>;
  clicks: number;
  conversions: number;
  revenue: number;
  /** Expected clicks of the logging policy. */
  all: Gain;
  lastFifth: Gain;
  experiment: {
    customers: number;
    /** True share of the exposed who convert, in either variant. */
    trueConversion: { control: number; treatment: number };
  };
}

/** Decisions between two looks at the clock and the signal. */
const slice = 200;

/**
 * Plays the world and writes its files; memory grows with customers and items, and with the conversions that
 * are still on their way, not with decisions. The same options give the same bytes.
 *
 * @throws AppError `conflict` when a file is there already, `storage_full`, `storage_failed`; what the signal
 *   was aborted with. Nothing is left behind then
 */
export async function writeWorld(options: WriteOptions): Promise<WorldSummary> {
  const { folder } = options;
  await orExplain(folder, mkdir(folder, { recursive: true }));
  if (!options.force) await refuseToReplace(folder);
  const files = await openFiles(folder);
  try {
    const summary = await play(options, files);
    for (const file of Object.values(files)) await file.finish();
    return summary;
  } catch (error) {
    for (const file of Object.values(files)) await file.discard();
    throw error;
  }
}

async function refuseToReplace(folder: string): Promise<void> {
  for (const name of Object.values(fileNames)) {
    const path = join(folder, name);
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) throw new AppError('conflict', `${path} is there already; --force replaces it`);
  }
}

type Files = Awaited<ReturnType<typeof openFiles>>;

async function openFiles(folder: string) {
  const opened: CsvFile<never>[] = [];
  const create = async <Row>(name: string, columns: Parameters<typeof CsvFile.create<Row>>[1]) => {
    const file = await CsvFile.create<Row>(join(folder, name), columns);
    opened.push(file as CsvFile<never>);
    return file;
  };
  try {
    return {
      profiles: await create(fileNames.profiles, profileColumns),
      items: await create(fileNames.items, itemColumns),
      interactions: await create(fileNames.interactions, interactionColumns),
      recommendations: await create(fileNames.recommendations, recommendationColumns),
      results: await create(fileNames.results, resultColumns),
    };
  } catch (error) {
    for (const file of opened) await file.discard();
    throw error;
  }
}

async function play(options: WriteOptions, files: Files): Promise<WorldSummary> {
  const world = new World(options.world);
  for (const item of world.items) await files.items.add(item);
  const policy = new LoggingPolicy(options.policy, world, options.slate);
  const experiment = new WorldExperiment(world, options.lift);
  const gain = new GainCurve();
  const later = new DueQueue<InteractionRow>();
  const lastSeen = new Float64Array(world.customers.size).fill(Number.NaN);
  const totals = { clicks: 0, conversions: 0, revenue: 0 };
  const write = async (row: InteractionRow) => {
    lastSeen[row.visit.customer] = row.at;
    await files.interactions.add(row);
  };
  let done = 0;
  for (const decision of decisionsOf({ ...options, world, policy, experiment })) {
    for (const row of later.until(decision.visit.at)) await write(row);
    const expected = { earned: 0, oracle: 0, uniform: 0 };
    for (const slot of decision.slots) {
      await files.recommendations.add({ world, policy: policy.name, decision, slot });
      expected.earned += slot.clickProbability;
      expected.oracle += slot.oracleClickProbability;
      expected.uniform += slot.uniformClickProbability;
      if (slot.clickedAt !== null) totals.clicks++;
      if (slot.convertedAt !== null) totals.conversions++;
      totals.revenue += slot.value;
    }
    gain.add(expected);
    for (const row of interactionsOf(world, decision)) {
      if (row.at === decision.visit.at) await write(row);
      else later.add(row.at, row);
    }
    if (++done % slice !== 0) continue;
    options.onProgress?.(done);
    await new Promise((resolve) => setImmediate(resolve));
    options.signal?.throwIfAborted();
  }
  for (const row of later.until(Number.POSITIVE_INFINITY)) await write(row);

  const truth = { customers: 0, trueConversion: { control: 0, treatment: 0 } };
  for (let customer = 0; customer < world.customers.size; customer++) {
    const result = experiment.result(customer);
    await files.profiles.add({ world, customer, result, lastInteraction: lastSeen[customer] });
    if (result === null) continue;
    await files.results.add({ world, result });
    truth.customers++;
    for (const variant of variants) truth.trueConversion[variant] += result.trueConversion[variant];
  }
  for (const variant of variants) truth.trueConversion[variant] /= truth.customers;
  const { profiles, items, interactions, recommendations, results } = files;
  return {
    rows: {
      profiles: profiles.written,
      items: items.written,
      interactions: interactions.written,
      recommendations: recommendations.written,
      results: results.written,
    },
    ...totals,
    all: gain.total(),
    lastFifth: gain.lastFifth(),
    experiment: truth,
  };
}

/** What a decision leads to, at once and later. Who clicks looks at the item's page a second later. */
function* interactionsOf(world: World, decision: Decision): Generator<InteractionRow, void> {
  const { decisionId, visit, slots } = decision;
  for (const { item, rank, clickedAt, convertedAt, value } of slots) {
    const shared = {
      customerId: world.customers.id(visit.customer),
      item: world.items[item],
      rank,
      decisionId,
      visit,
      value: null,
    };
    const id = `${decisionId}.${rank + 1}`;
    yield { ...shared, eventId: `${id}.impression`, type: 'impression', at: visit.at };
    if (clickedAt === null) continue;
    yield { ...shared, eventId: `${id}.click`, type: 'click', at: clickedAt };
    yield { ...shared, eventId: `${id}.page_view`, type: 'page_view', at: clickedAt + 1000 };
    if (convertedAt === null) continue;
    yield { ...shared, eventId: `${id}.purchase`, type: 'purchase', at: convertedAt, value };
  }
}
