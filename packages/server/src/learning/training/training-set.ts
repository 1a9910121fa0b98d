import { Random } from '@personalize/learn';
import { type AppError, refusal } from '../../errors.ts';
import { sourceNames } from '../../recommendation/index.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import { type Told, told } from '../../told.ts';
import { baselineNames } from './baselines.ts';
import { BasketRows } from './basket-rows.ts';
import { type CatalogFacts, catalogFacts } from './catalog-facts.ts';
import { evidenceName, type ModelColumns, modelColumns } from './columns.ts';
import type { DataRange } from './data-range.ts';
import { DecisionRows } from './decision-rows.ts';
import { chooseInstants, compareWithheld, type InstantVectors, withheld } from './future-check.ts';
import { type LoggedVectorReport, LoggedVectors } from './logged-vectors.ts';
import { replay } from './replay.ts';
import type { CheckedRequest } from './request.ts';
import { RowBuffer } from './row-buffer.ts';
import { type Scan, type Skipped, scan } from './scan.ts';
import { type Part, partOf, type SplitWindows, splitByTime } from './split.ts';
import { type OpenWorld, openWorld, type World } from './world.ts';

export interface TrainingSet {
  columns: ModelColumns;
  parts: Record<Part, RowBuffer>;
  windows: SplitWindows;
  dataRange: DataRange;
  featureHash: string;
  /** Groups of all parts. */
  groups: number;
  /** Instants in the gaps between parts, or before training begins. */
  outsideParts: number;
  skipped: Skipped;
  checks: { loggedVectors: LoggedVectorReport; withheldInstants: number };
  catalog: CatalogFacts;
}

export interface BuildHooks {
  /** Throws to stop. */
  check?(): void;
  onProgress?(fraction: number, message: Told): void;
  onLog?(line: Told): void;
  /** Default: what serves. */
  openWorld?: OpenWorld;
}

/**
 * Replays the journal and makes the rows of a training set: point-in-time correct, labelled, split by time.
 * @throws AppError `unprocessable` when there is too little, the rows exceed `sampling.maxRows`, or a check
 *   finds a feature that reads what was not known at the time
 */
export async function buildTrainingSet(
  reader: JournalReader,
  request: CheckedRequest,
  hooks: BuildHooks = {},
): Promise<TrainingSet> {
  const { onProgress, onLog, check } = hooks;
  const found = await scan(reader, {
    request,
    check,
    onProgress: ({ applied, to }) =>
      onProgress?.((0.15 * applied) / to, told('instants', 'looking for instants')),
  });
  const decisions = request.from === 'decisions';
  const instants = decisions ? found.decisions : found.baskets;
  if (instants.length === 0) throw nothing(request, found);
  onLog?.(
    told(
      'found',
      `${instants.length} ${request.from} in ${found.records} records; left out: ${listed(found.skipped)}`,
      {
        ...{ instants: instants.length, from: request.from, records: found.records },
        leftOut: Object.values(found.skipped).reduce((sum, count) => sum + count, 0),
      },
    ),
  );
  const times = Float64Array.from({ length: instants.length }, (_, i) => instants[i].at);
  const windowHours = decisions ? request.attributionHours : 1;
  const windows = splitByTime(times, windowHours, request.split);
  const random = new Random(request.seed);
  const chosen = chooseInstants(instants.length, random.uniform());

  const first = await replayRows(reader, request, found, windows, chosen, random, hooks, 0.15, 0.6);
  const { compared, notComparable } = first.logged.report;
  onLog?.(
    told(
      'logged',
      `${compared} decisions equal what was logged, bit by bit; ${notComparable} without comparable vectors`,
      { compared, notComparable },
    ),
  );
  const last = instants[chosen.end - 1].stateOffset;
  const again = { ...chosen, vectors: [] };
  const shorter = withheld(reader, last);
  await replayRows(shorter, request, found, windows, again, undefined, hooks, 0.75, 0.25);
  const names = [...first.world.engine.names, ...(decisions ? [] : sourceNames.map(evidenceName))];
  compareWithheld(chosen, again, names, (i) => {
    return decisions
      ? `decision ${found.decisions[i].decisionId}`
      : `the basket at offset ${instants[i].stateOffset}`;
  });
  const same = chosen.end - chosen.begin;
  onLog?.(
    told('withheld', `${same} instants read the same when later records are withheld`, { instants: same }),
  );

  const { parts } = first;
  const all = Object.values(parts);
  return {
    columns: first.columns,
    parts,
    windows,
    dataRange: {
      fromOffset: 0,
      toOffset: request.toOffset,
      checksum: found.checksum,
      rows: all.reduce((sum, { rows }) => sum + rows, 0),
      positives: all.reduce((sum, part) => sum + positives(part), 0),
      from: times.reduce((a, b) => Math.min(a, b)),
      to: times.reduce((a, b) => Math.max(a, b)),
    },
    featureHash: first.world.engine.hash,
    groups: all.reduce((sum, { groups }) => sum + groups.length, 0),
    outsideParts: instants.length - all.reduce((sum, { groups }) => sum + groups.length, 0),
    skipped: found.skipped,
    checks: { loggedVectors: first.logged.report, withheldInstants: chosen.end - chosen.begin },
    catalog: catalogFacts(first.world),
  };
}

interface Replayed {
  world: World;
  columns: ModelColumns;
  parts: Record<Part, RowBuffer>;
  logged: LoggedVectors;
}

/** One replay. Without `random` no rows are made, only the chosen instants' vectors are read. */
async function replayRows(
  reader: JournalReader,
  request: CheckedRequest,
  found: Scan,
  windows: SplitWindows,
  chosen: InstantVectors,
  random: Random | undefined,
  hooks: BuildHooks,
  progressFrom: number,
  progressShare: number,
): Promise<Replayed> {
  const decisions = request.from === 'decisions';
  const instants = decisions ? found.decisions : found.baskets;
  const evidenceColumns = request.sourceEvidence ? sourceNames.length : 0;
  const width = request.features.length - request.excludeFeatures.length + evidenceColumns;
  const parts = {
    train: new RowBuffer(width, 0),
    validation: new RowBuffer(width, 0),
    test: new RowBuffer(width, baselineNames.length),
  };
  const maker = decisions
    ? new DecisionRows(found.decisions, parts, request)
    : new BasketRows(found.baskets, parts, request, random ?? new Random(0));
  const { features, timeZone } = request;
  const open = hooks.openWorld ?? openWorld;
  const consumers = random === undefined ? [] : maker.consumers;
  const world = await open({ features, timeZone, candidates: true, consumers }, reader);
  const { engine } = world;
  const columns = modelColumns(engine, request.excludeFeatures, request.sourceEvidence);
  const logged = new LoggedVectors(engine, found.firstErased);
  maker.begin(world, columns, random === undefined ? undefined : logged);
  const end = random === undefined ? chosen.end : instants.length;
  await replay(reader, world, {
    to: Math.min(reader.head, request.toOffset),
    stops: Float64Array.from({ length: end }, (_, i) => instants[i].stateOffset),
    onStop: (i) => {
      const copy = i >= chosen.begin && i < chosen.end;
      if (random === undefined && !copy) return;
      const part = random === undefined ? undefined : partOf(windows, instants[i].at);
      const vectors = maker.read(i, part, copy);
      if (copy && vectors !== undefined) chosen.vectors.push(vectors);
      if ((i & 63) === 0) requireRoom(parts, request.sampling.maxRows);
    },
    onProgress: ({ applied, to }) =>
      hooks.onProgress?.(
        progressFrom + (progressShare * applied) / Math.max(1, to),
        told('replaying', 'replaying the journal'),
      ),
    check: hooks.check,
  });
  if (random !== undefined) {
    maker.finish();
    logged.finish();
  }
  return { world, columns, parts, logged };
}

function requireRoom(parts: Record<Part, RowBuffer>, maxRows: number): void {
  const rows = parts.train.rows + parts.validation.rows + parts.test.rows;
  if (rows <= maxRows) return;
  throw refusal(
    'unprocessable',
    'tooManyRows',
    `the training set exceeds sampling.maxRows = ${maxRows}; lower sampling.retrieved, sampling.maxGroups or split.trainDays, or raise the bound`,
    { limit: maxRows },
  );
}

function positives({ labels, rows }: RowBuffer): number {
  let count = 0;
  for (let row = 0; row < rows; row++) if (labels[row] > 0) count++;
  return count;
}

function listed(skipped: Skipped): string {
  const parts = Object.entries(skipped).filter(([, count]) => count > 0);
  return parts.length === 0 ? 'none' : parts.map(([reason, count]) => `${reason} ${count}`).join(', ');
}

function nothing({ from }: CheckedRequest, { records, skipped }: Scan): AppError {
  const why = `the journal's first ${records} records hold no ${from === 'decisions' ? 'decisions' : 'baskets'} to learn from (left out: ${listed(skipped)})`;
  if (from === 'purchases') return refusal('unprocessable', 'noBaskets', why, { records });
  const remedy =
    skipped.withoutEvidence > 0
      ? 'switch logFeatures of the placements on, or set sourceEvidence to false'
      : 'train from purchases until there are some';
  const reason = skipped.withoutEvidence > 0 ? 'noLoggedEvidence' : 'noDecisions';
  return refusal('unprocessable', reason, `${why}; ${remedy}`, { records });
}
