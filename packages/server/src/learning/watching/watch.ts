import { championAlias, type Models } from '../models.ts';
import type { ModelReport } from '../registry/model-report.ts';
import { type AliasState, type ModelVersion, referenceOf } from '../registry/model-version.ts';
import { heuristicName } from '../registry/names.ts';
import { arrivedShare } from './arrived.ts';
import { type Alert, alertsOf, type ControlSettings, defaultControl } from './control-limits.ts';
import { sumBuckets } from './hour-bucket.ts';
import type { ModelMonitor } from './monitor.ts';
import { type WatchReport, watchReport } from './report.ts';

export interface WatchOptions {
  models: Models;
  monitor: ModelMonitor;
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

/** An alert of a champion. */
export interface Problem extends Alert {
  /** `name@version`. */
  model: string;
}

/** What changed since limits were looked at before. */
export interface Breach {
  /** Epoch ms. */
  at: number;
  raised: readonly Problem[];
  cleared: readonly Problem[];
  /** All that are beyond their limits now. */
  problems: readonly Problem[];
}

const hourMs = 3_600_000;
/** Hours before a champion came that it is held against. */
const baselineHours = 7 * 24;

/** What the monitor's counts say, and what is done about it. */
export class Watch {
  readonly control: ControlSettings;
  readonly #options: WatchOptions;
  readonly #listeners: ((breach: Breach) => unknown)[] = [];
  #known = new Map<string, Problem>();

  constructor(options: WatchOptions) {
    this.#options = options;
    this.control = options.control ?? defaultControl;
  }

  /** Hands the monitor the references of all versions; before records are replayed. */
  async open(): Promise<void> {
    const { registry } = this.#options.models;
    for (const name of registry.names()) {
      for (const version of registry.versions(name)) {
        if (version.state === 'ready') this.refer(version, await registry.report(name, version.version));
      }
    }
  }

  /** Holds what a version does from now on against what its training or evaluation found. */
  refer(version: ModelVersion, { reference }: Pick<ModelReport, 'reference'>): void {
    const { monitor } = this.#options;
    if (reference === null || !monitor.canRead(reference.features)) return;
    monitor.setReference(referenceOf(version), reference);
  }

  /** Called whenever limits are looked at and something began or ceased to be beyond its limit. */
  onBreach(listener: (breach: Breach) => unknown): void {
    this.#listeners.push(listener);
  }

  /** @param hours how far back; @throws AppError `not_found` */
  look(name: string, version: number, hours: number): ModelWatch {
    const { monitor, models, now } = this.#options;
    const model = referenceOf(models.registry.get(name, version));
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
    const end = Math.floor(now() / hourMs) + 1;
    const since = monitor.hours(current, Math.max(cameAt(alias), end - 24), end);
    const report = watchReport(since, monitor.reference(current));
    const before = this.before(name, alias);
    return alertsOf(
      report,
      before,
      champion.summary.expectedCalibrationError ?? null,
      this.control,
      arrivedShare(since, (before ?? report).delays, alias.changedAt, now()),
    );
  }

  /** What was earned in the seven days before the champion came, whichever version served; null: nothing did. */
  before(name: string, alias: AliasState): WatchReport | null {
    const { monitor } = this.#options;
    const came = cameAt(alias);
    const before = monitor
      .models()
      .filter((model) => model.startsWith(`${name}@`) || model === `${heuristicName}@1`)
      .flatMap((model) => monitor.hours(model, came - baselineHours, came));
    return before.length === 0 ? null : watchReport([sumBuckets(before)], null);
  }

  /** Alerts of a model's champion, or of all champions. */
  problems(name?: string): Problem[] {
    const { registry } = this.#options.models;
    return (name === undefined ? registry.names() : [name]).flatMap((one) => {
      const version = registry.alias(one, championAlias)?.version;
      const model = version === undefined ? '' : referenceOf({ name: one, version });
      return this.alerts(one).map((alert) => ({ ...alert, model }));
    });
  }

  /** Largest shift of what a model's champion reads and gives in the last day; null when it is not known. */
  drift(name: string): number | null {
    const alias = this.#options.models.registry.alias(name, championAlias);
    if (alias === undefined) return null;
    const { report } = this.look(name, alias.version, 24);
    const all = [...report.features, ...(report.scores === null ? [] : [report.scores])];
    return all.length === 0 ? null : Math.max(...all.map(({ psi }) => psi));
  }

  /**
   * Tells what is beyond its limits, and puts back every champion that earns or predicts worse than its limits
   * allow; to be called every few minutes.
   */
  async enforce(): Promise<void> {
    const { models, onRollback } = this.#options;
    this.#tell(this.problems());
    for (const { name, alias, version } of models.registry.aliases()) {
      if (alias !== championAlias) continue;
      const breaches = this.alerts(name).filter(({ rollsBack }) => rollsBack);
      if (breaches.length === 0) continue;
      const reason = `automatic rollback: ${breaches.map(({ detail }) => detail).join('; ')}`;
      await models.registry.rollback(name, alias, 'system', reason.slice(0, 1000));
      onRollback(referenceOf({ name, version }), breaches);
    }
  }

  #tell(problems: readonly Problem[]): void {
    const now = new Map(problems.map((one) => [keyOf(one), one]));
    const raised = problems.filter((one) => !this.#known.has(keyOf(one)));
    const cleared = [...this.#known.values()].filter((one) => !now.has(keyOf(one)));
    this.#known = now;
    if (raised.length + cleared.length === 0) return;
    const breach: Breach = { at: this.#options.now(), raised, cleared, problems };
    for (const listener of this.#listeners) listener(breach);
  }
}

const cameAt = ({ changedAt }: AliasState): number => Math.floor(changedAt / hourMs);
const keyOf = ({ model, kind, feature }: Problem): string => `${model} ${kind} ${feature ?? ''}`;
