import type { ScoreInput } from '../../recommendation/index.ts';
import { sourceNames } from '../../recommendation/index.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import { championAlias, type Models } from '../models.ts';
import { plain } from '../registry/convert.ts';
import { type ModelVersion, referenceOf } from '../registry/model-version.ts';
import { heuristicName } from '../registry/names.ts';
import { type Alert, alertsOf, type ControlSettings, defaultControl } from './control-limits.ts';
import type { HourBucket } from './hour-bucket.ts';
import { sumBuckets } from './hour-bucket.ts';
import type { ModelMonitor } from './monitor.ts';
import { makeReference, type Reference } from './reference.ts';
import { type WatchReport, watchReport } from './report.ts';

export interface WatchOptions {
  models: Models;
  monitor: ModelMonitor;
  /** References of trained versions; they outlive online state. */
  references: DocumentRepository;
  featureNames: readonly string[];
  control?: ControlSettings;
  now(): number;
  /** Told of an automatic rollback. */
  onRollback(reference: string, alerts: readonly Alert[]): void;
}

export interface ModelWatch {
  /** `name@version`. */
  model: string;
  /** Epoch ms: the hours that the figures cover. */
  from: number;
  to: number;
  report: WatchReport;
  /** Each hour on its own, oldest first. */
  hours: { at: number; report: WatchReport }[];
  /** Only for a champion. */
  alerts: Alert[];
}

const hourMs = 3_600_000;
/** Hours before a champion came that it is held against. */
const baselineHours = 7 * 24;
/** Slots that are enough of a reference at registration. */
const enoughSlots = 500;

/** What the monitor's counts say, and what is done about it. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #control: ControlSettings;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#control = options.control ?? defaultControl;
  }

  /** Hands the monitor the references of trained versions; before records are replayed. */
  async open(): Promise<void> {
    for (const { name, body } of await this.#options.references.list()) {
      const reference = body as unknown as Reference;
      const same = reference.features.join() === this.#options.featureNames.join();
      if (same) this.#options.monitor.setReference(name, reference);
    }
  }

  /** Keeps how features were distributed in the slates that a version was trained on, and how it scores them. */
  async trained(version: ModelVersion): Promise<void> {
    const { monitor, models, featureNames, references, now } = this.#options;
    const slots = monitor.recentSlots();
    if (version.parameters?.from !== 'decisions' || slots.length < enoughSlots) return;
    const width = featureNames.length;
    const input: ScoreInput = {
      matrix: Float64Array.from({ length: slots.length * width }, (_, i) => {
        return slots[Math.floor(i / width)].features[i % width] ?? Number.NaN;
      }),
      evidence: new Float64Array(slots.length * sourceNames.length),
      rows: new Int32Array(slots.length),
      ...{ count: slots.length, width, at: now() },
    };
    slots.forEach(({ evidence }, i) => {
      input.evidence.set(evidence.slice(0, sourceNames.length), i * sourceNames.length);
    });
    const scores = new Float64Array(slots.length);
    (await models.server.use(version)).score(input, scores);
    const reference = makeReference('training', featureNames, input.matrix, scores);
    await references.put(referenceOf(version), plain(reference), now());
    monitor.setReference(referenceOf(version), reference);
  }

  /** @param hours how far back; @throws AppError `not_found` */
  look(name: string, version: number, hours: number): ModelWatch {
    const { monitor, models, now } = this.#options;
    const target = models.registry.get(name, version);
    const model = referenceOf(target);
    const end = Math.floor(now() / hourMs) + 1;
    const reference = monitor.reference(model);
    const buckets = monitor.hours(model, end - hours, end);
    return {
      model,
      from: (end - hours) * hourMs,
      to: end * hourMs,
      report: watchReport(buckets, reference),
      hours: buckets.map((bucket) => ({
        at: bucket.hour * hourMs,
        report: watchReport([bucket], reference),
      })),
      alerts: models.registry.alias(name, championAlias)?.version === version ? this.alerts(name) : [],
    };
  }

  /** What of a model's champion is beyond its limits now: the last day, or since it came if that is less. */
  alerts(name: string): Alert[] {
    const { monitor, models, now } = this.#options;
    const alias = models.registry.alias(name, championAlias);
    const champion = alias && models.registry.find(name, alias.version);
    if (alias === undefined || champion === undefined) return [];
    const current = referenceOf(champion);
    const came = Math.floor(alias.changedAt / hourMs);
    const end = Math.floor(now() / hourMs) + 1;
    const since = monitor.hours(current, Math.max(came, end - 24), end);
    const before = monitor
      .models()
      .filter((model) => model.startsWith(`${name}@`) || model === `${heuristicName}@1`)
      .flatMap((model) => monitor.hours(model, came - baselineHours, came));
    return alertsOf(
      watchReport(since, monitor.reference(current)),
      before.length === 0 ? null : watchReport([totalOf(before)], null),
      champion.summary.expectedCalibrationError ?? null,
      this.#control,
    );
  }

  /** Largest shift of what a model's champion reads and gives in the last day; null when it is not known. */
  drift(name: string): number | null {
    const alias = this.#options.models.registry.alias(name, championAlias);
    if (alias === undefined) return null;
    const { report } = this.look(name, alias.version, 24);
    const all = [...report.features, ...(report.scores === null ? [] : [report.scores])];
    return all.length === 0 ? null : Math.max(...all.map(({ psi }) => psi));
  }

  /** Alerts of all champions. */
  allAlerts(): number {
    return this.#options.models.registry.names().reduce((sum, name) => sum + this.alerts(name).length, 0);
  }

  /** Puts back every champion that earns or predicts worse than its limits allow; to be called every few minutes. */
  async enforce(): Promise<void> {
    const { models, onRollback } = this.#options;
    for (const { name, alias, version } of models.registry.aliases()) {
      if (alias !== championAlias) continue;
      const breaches = this.alerts(name).filter(({ rollsBack }) => rollsBack);
      if (breaches.length === 0) continue;
      const reason = `automatic rollback: ${breaches.map(({ detail }) => detail).join('; ')}`;
      await models.registry.rollback(name, alias, 'system', reason.slice(0, 1000));
      onRollback(referenceOf({ name, version }), breaches);
    }
  }
}

/** Counts of several models together; their features differ in bins and are left out. */
function totalOf(buckets: readonly HourBucket[]): HourBucket {
  return sumBuckets(buckets, 0);
}
