import { deserialize, serialize } from 'node:v8';
import type { Applied, RecordConsumer } from '../../features/index.ts';
import type { DecisionRecord, DecisionSlot, EventRecord } from '../../stores/journal/record.ts';
import type { StateSection } from '../../stores/online/online-store.ts';
import { modelInput, undeclared } from '../serving/model-input.ts';
import { Following, type FollowingState } from './followed.ts';
import { addBucket, delayBin, emptyBucket, type HourBucket, probabilityBin } from './hour-bucket.ts';
import { binCount, binOf, makeReference, type Reference } from './reference.ts';

export interface MonitorOptions {
  /** Columns of logged vectors, and what their definitions hash to. */
  featureNames: readonly string[];
  featureHash: string;
  /** Probability of a click from a score of `name@version`; undefined when it gives none. */
  probability(model: string): ((score: number) => number) | undefined;
  /** Decisions whose outcomes are followed at once, about. Default 20,000. */
  openDecisions?: number;
}

/** Hours kept per model version, each on its own… */
export const hoursKept = 14 * 24;
/** …and days, of hours that are older. */
export const daysKept = 180;
/** Slots that make a reference. */
export const referenceRows = 1000;
const modelsKept = 50;
const defaultOpenDecisions = 20_000;
const windowMs = 24 * 3_600_000;
const hourMs = 3_600_000;
/** Changes with what is saved; state of another format is left behind. */
const savedFormat = 3;

interface Watched {
  reference: Reference | null;
  /** By the reference's features: column of a logged vector, or −1 − source of the evidence. */
  columns: Int32Array | null;
  /** Until there is a reference: vectors and scores of the first slots. */
  collected: { vectors: number[]; scores: number[] };
  hours: HourBucket[];
  /** Hours that are no longer kept on their own, by UTC day. */
  days: HourBucket[];
}

interface OpenDecision {
  model: string;
  hour: number;
  at: number;
  itemIds: string[];
  /** Predicted probabilities; −1 when there are none. */
  probabilities: Float32Array;
  clicked: Uint8Array;
  bought: Uint8Array;
}

interface Saved {
  format: typeof savedFormat;
  featureHash: string;
  models: [string, Watched][];
  open: [string, OpenDecision][];
  following: FollowingState;
}

/**
 * Watches what models decide and what comes of it, hour by hour: how features and scores are distributed
 * against the model's reference, how many values are missing, how late clicks come, how probabilities agree
 * with clicks, and what was earned. Part of online state: each record counts exactly once. Outcomes are
 * joined by `decisionId` only, within a day; where traffic is high those of a share of the decisions, see
 * {@link Following}. Imported decisions are not watched.
 */
export class ModelMonitor implements RecordConsumer, StateSection {
  readonly name = 'modelMonitor';
  readonly #options: MonitorOptions;
  #models = new Map<string, Watched>();
  #open = new Map<string, OpenDecision>();
  readonly #following: Following;
  readonly #mostOpen: number;

  constructor(options: MonitorOptions) {
    this.#options = options;
    const { openDecisions = defaultOpenDecisions } = options;
    this.#following = new Following(openDecisions);
    this.#mostOpen = 2 * openDecisions;
  }

  apply({ record }: Applied): void {
    if (record.kind === 'decision') this.#decided(record);
    else if (record.kind === 'event' && record.decisionId !== undefined && record.itemId !== undefined) {
      if (record.type === 'click' || record.type === 'purchase') this.#happened(record, record.decisionId);
    }
  }

  models(): string[] {
    return [...this.#models.keys()];
  }

  reference(model: string): Reference | null {
    return this.#models.get(model)?.reference ?? null;
  }

  /** Hours from `fromHour` on, oldest first; those without decisions are absent. */
  hours(model: string, fromHour = 0, toHour = Number.POSITIVE_INFINITY): HourBucket[] {
    return (this.#models.get(model)?.hours ?? []).filter(({ hour }) => hour >= fromHour && hour < toHour);
  }

  /**
   * By day (UTC), oldest first: each day's hours together.
   * @param fromDay, toDay epoch days
   */
  days(model: string, fromDay: number, toDay: number): HourBucket[] {
    const watched = this.#models.get(model);
    const sums = new Map<number, HourBucket>();
    for (const bucket of [...(watched?.days ?? []), ...(watched?.hours ?? [])]) {
      const day = Math.floor(bucket.hour / 24);
      if (day < fromDay || day >= toDay) continue;
      const sum = sums.get(day) ?? emptyBucket(day * 24);
      addBucket(sum, bucket);
      sums.set(day, sum);
    }
    return [...sums.values()].sort((a, b) => a.hour - b.hour);
  }

  /** Whether logged slots hold all of these features. */
  canRead(features: readonly string[]): boolean {
    return undeclared(features, this.#options.featureNames).length === 0;
  }

  /**
   * Holds what the model does from now on against this. Distributions that were counted in another reference's
   * bins are dropped; everything else that was counted stays.
   * @throws AppError `unprocessable` naming features that are not declared
   */
  setReference(model: string, reference: Reference): void {
    const watched = this.#watched(model);
    if (isSame(watched.reference, reference)) return;
    watched.columns = modelInput(reference.features, this.#options.featureNames).from;
    watched.reference = reference;
    watched.collected = { vectors: [], scores: [] };
    for (const bucket of [...watched.hours, ...watched.days]) {
      bucket.features = new Uint32Array();
      bucket.scores = new Uint32Array();
    }
  }

  save(): Uint8Array {
    const saved: Saved = {
      format: savedFormat,
      featureHash: this.#options.featureHash,
      models: [...this.#models],
      open: [...this.#open],
      following: this.#following.state,
    };
    return serialize(saved);
  }

  restore(bytes: Uint8Array): void {
    const saved = deserialize(bytes) as Saved;
    if (saved.format !== savedFormat) return;
    // Vectors of other definitions have other columns.
    this.#models = saved.featureHash === this.#options.featureHash ? new Map(saved.models) : new Map();
    this.#open = new Map(saved.open);
    this.#following.state = saved.following;
  }

  #decided(record: DecisionRecord): void {
    if (record.origin === 'import' || record.slate.length === 0) return;
    const { model, slate } = record;
    const watched = this.#watched(model);
    const hour = Math.floor(record.receivedAt / hourMs);
    const bucket = this.#bucket(watched, hour);
    bucket.decisions++;
    bucket.slots += slate.length;
    const logged = record.featureHash === this.#options.featureHash;
    const isFollowed = this.#following.takes(record.decisionId, hour);
    const probability = isFollowed ? this.#options.probability(model) : undefined;
    const probabilities = new Float32Array(slate.length);
    for (let slot = 0; slot < slate.length; slot++) {
      const one = slate[slot];
      probabilities[slot] = probability === undefined ? -1 : probability(one.score);
      if (probabilities[slot] >= 0) {
        const bin = probabilityBin(probabilities[slot]);
        bucket.predicted.slots[bin]++;
        bucket.predicted.expected[bin] += probabilities[slot];
      }
      if (logged && one.features !== undefined) this.#slot(watched, bucket, one, one.features);
    }
    if (!isFollowed) return;
    bucket.followed++;
    this.#open.set(record.decisionId, {
      ...{ model, hour, at: record.timestamp, probabilities },
      itemIds: slate.map(({ itemId }) => itemId),
      clicked: new Uint8Array(slate.length),
      bought: new Uint8Array(slate.length),
    });
    this.#forget(record.receivedAt);
  }

  /** Decisions that are too old for outcomes, and the oldest where a sudden rise left too many. */
  #forget(now: number): void {
    for (const [id, { hour }] of this.#open) {
      if (this.#open.size <= this.#mostOpen && (hour + 1) * hourMs + windowMs > now) return;
      this.#open.delete(id);
    }
  }

  #slot(watched: Watched, bucket: HourBucket, slot: DecisionSlot, features: (number | null)[]): void {
    const { reference, columns, collected } = watched;
    if (reference !== null && columns !== null) {
      if (bucket.features.length === 0) bucket.features = new Uint32Array(columns.length * binCount);
      if (bucket.scores.length === 0) bucket.scores = new Uint32Array(binCount);
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i];
        const value = column >= 0 ? features[column] : slot.evidence?.[-1 - column];
        bucket.features[i * binCount + binOf(reference.edges[i], value ?? Number.NaN)]++;
      }
      bucket.scores[binOf(reference.scores.edges, slot.score)]++;
      return;
    }
    const { featureNames } = this.#options;
    for (let column = 0; column < featureNames.length; column++) {
      collected.vectors.push(features[column] ?? Number.NaN);
    }
    collected.scores.push(slot.score);
    if (collected.scores.length < referenceRows) return;
    watched.reference = makeReference('firstServed', featureNames, collected.vectors, collected.scores);
    watched.columns = Int32Array.from(featureNames, (_, column) => column);
    watched.collected = { vectors: [], scores: [] };
  }

  #happened(event: EventRecord, decisionId: string): void {
    const open = this.#open.get(decisionId);
    if (open === undefined) return;
    const elapsed = event.timestamp - open.at;
    const slot = open.itemIds.indexOf(event.itemId!);
    if (slot < 0 || elapsed > windowMs) return;
    const watched = this.#models.get(open.model);
    const bucket = watched?.hours.find(({ hour }) => hour === open.hour);
    if (bucket === undefined) return;
    if (event.type === 'purchase') {
      if (open.bought[slot] === 0) bucket.conversions++;
      open.bought[slot] = 1;
      bucket.value += event.value ?? 0;
      return;
    }
    if (open.clicked[slot] === 1) return;
    if (!open.clicked.includes(1)) bucket.clicked++;
    open.clicked[slot] = 1;
    bucket.clicks++;
    bucket.delays[delayBin(Math.max(0, elapsed) / 1000)]++;
    if (open.probabilities[slot] >= 0) bucket.predicted.clicks[probabilityBin(open.probabilities[slot])]++;
  }

  #watched(model: string): Watched {
    let watched = this.#models.get(model);
    if (watched === undefined) {
      watched = {
        ...{ reference: null, columns: null, hours: [], days: [] },
        collected: { vectors: [], scores: [] },
      };
      this.#models.set(model, watched);
      if (this.#models.size > modelsKept) this.#models.delete(this.#models.keys().next().value!);
    }
    return watched;
  }

  #bucket({ hours, days }: Watched, hour: number): HourBucket {
    const last = hours.at(-1);
    if (last !== undefined && last.hour >= hour) return hours.find((one) => one.hour === hour) ?? last;
    const bucket = emptyBucket(hour);
    hours.push(bucket);
    while (hours.length > hoursKept || hours[0].hour <= hour - hoursKept) fold(days, hours.shift()!);
    return bucket;
  }
}

/** Adds an hour to its day. */
function fold(days: HourBucket[], bucket: HourBucket): void {
  const first = Math.floor(bucket.hour / 24) * 24;
  let day = days.at(-1);
  if (day?.hour !== first) {
    day = emptyBucket(first);
    days.push(day);
    if (days.length > daysKept) days.shift();
  }
  addBucket(day, bucket);
}

function isSame(a: Reference | null, b: Reference): boolean {
  return a !== null && JSON.stringify(a) === JSON.stringify(b);
}
