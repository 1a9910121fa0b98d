import { randomUUID } from 'node:crypto';
import type { Assign } from '@personalize/learn';
import { AppError, refusal } from '../errors.ts';
import { noSuch } from '../explain-failure.ts';
import { closest, didYouMean } from '../features/closest.ts';
import { show } from '../show.ts';
import type { AuditRepository, DocumentRepository } from '../stores/control/control-store.ts';
import type { JsonObject } from '../stores/journal/record.ts';
import { Turns } from '../turns.ts';
import type { Effect, Experiment } from './definition.ts';
import { checkRunningEdit } from './edit-rules.ts';
import { changesPlacement, parseExperiment } from './parse-experiment.ts';

export type ExperimentState = 'draft' | 'running' | 'stopped';

export const outcomes = ['shipped', 'rolledBack', 'stopped'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why somebody ended an experiment. */
export interface Ending {
  outcome: Outcome;
  /** The variant that was shipped; null for other outcomes. */
  variant: string | null;
  reason: string;
  by: { id: string; name: string };
}

export interface StoredExperiment {
  experiment: Experiment;
  assign: Assign;
  state: ExperimentState;
  /** Times are epoch ms. */
  createdAt: number;
  startedAt: number | null;
  stoppedAt: number | null;
  /** Null until it ends, and when nobody said why. */
  ending: Ending | null;
  /** What was changed while it ran. */
  edits: { at: number; changes: string[] }[];
  /** Grows by one with each change. */
  version: number;
  updatedAt: number;
}

export interface ExperimentServiceOptions {
  documents: DocumentRepository;
  audit: AuditRepository;
  /** Whether the effect of a variant can be carried out; throws `invalid_request` if not. */
  checkPlacement(name: string, settings: JsonObject): void;
  /** Segments that there are now, for targeting. */
  segmentNames(): readonly string[];
  /** Loads the models that these references name, so that they serve from the first exposure. */
  prepareRankers(references: readonly string[]): Promise<void>;
  /** Epoch ms. */
  now(): number;
}

/** Experiments, stored with versions and audit; reads come from memory. */
export class ExperimentService {
  readonly #options: ExperimentServiceOptions;
  readonly #experiments = new Map<string, StoredExperiment>();
  readonly #starts = new Turns();
  /** By start, oldest first. */
  #running: StoredExperiment[] = [];

  private constructor(options: ExperimentServiceOptions) {
    this.#options = options;
  }

  static async open(options: ExperimentServiceOptions): Promise<ExperimentService> {
    const service = new ExperimentService(options);
    for (const { name, body, version, updatedAt } of await options.documents.list()) {
      const { definition, ...rest } = body as JsonObject & Omit<StoredExperiment, 'experiment' | 'assign'>;
      // Those that ended before reasons were asked for have none.
      const ending = rest.ending ?? null;
      service.#experiments.set(name, { ...parseExperiment(definition), ...rest, ending, version, updatedAt });
    }
    service.#index();
    return service;
  }

  get(key: string): StoredExperiment | undefined {
    return this.#experiments.get(key);
  }

  /** Throws `not_found`. */
  stored(key: string): StoredExperiment {
    const found = this.#experiments.get(key);
    if (found === undefined) {
      throw new AppError('not_found', `there is no experiment ${JSON.stringify(key.slice(0, 100))}`);
    }
    return found;
  }

  list(): StoredExperiment[] {
    return [...this.#experiments.values()].sort((a, b) => b.createdAt - a.createdAt);
  }

  running(): readonly StoredExperiment[] {
    return this.#running;
  }

  /** References of the models that variants of running experiments name. */
  runningRankers(): string[] {
    return this.#running.flatMap(({ experiment }) => rankersOf(experiment));
  }

  /** Throws `invalid_request`, or `conflict` when the key is taken. */
  async create(body: unknown, actor: string): Promise<StoredExperiment> {
    const parsed = parseExperiment(body);
    this.#checkPlacements(parsed.experiment);
    this.#checkSegments(parsed.experiment);
    const { key } = parsed.experiment;
    if (this.#experiments.has(key)) {
      throw refusal('conflict', 'nameTaken', `there is an experiment ${key} already; choose another key`, {
        got: show(key),
      });
    }
    const at = this.#options.now();
    return this.#put(
      { ...parsed, state: 'draft', createdAt: at, startedAt: null, stoppedAt: null, ending: null, edits: [] },
      0,
      actor,
      'experiment.created',
    );
  }

  /**
   * Replaces the definition. A running experiment takes only changes that leave its data whole, which are
   * noted with it; a stopped one takes none. Throws `conflict` naming what is in the way.
   */
  async replace(key: string, body: unknown, actor: string, expected?: number): Promise<StoredExperiment> {
    const current = this.#at(key, expected);
    const parsed = parseExperiment(body);
    if (parsed.experiment.key !== key) {
      const message = `must be the address's ${key}, got ${parsed.experiment.key}`;
      const options = { path: '/key', message };
      throw refusal('invalid_request', 'address', `key ${message}`, { limit: show(key) }, options);
    }
    this.#checkPlacements(parsed.experiment);
    if (current.state === 'stopped') {
      const message = `experiment ${key} has ended; its record does not change`;
      throw refusal('conflict', 'experimentEnded', message, { got: show(key) });
    }
    if (current.state === 'draft') {
      this.#checkSegments(parsed.experiment);
      return this.#put({ ...current, ...parsed }, current.version, actor, 'experiment.changed');
    }
    const at = this.#options.now();
    const changes = checkRunningEdit(current.experiment, parsed.experiment, at);
    const edits = changes.length === 0 ? current.edits : [...current.edits, { at, changes }];
    return this.#put({ ...current, ...parsed, edits }, current.version, actor, 'experiment.changed', {
      changes,
    });
  }

  /** Customers are assigned from now on. Throws `conflict` unless it is a draft and its placement is free. */
  start(key: string, actor: string, expected?: number): Promise<StoredExperiment> {
    // One at a time: two that begin together would not see each other on their placement.
    return this.#starts.take(() => this.#start(key, actor, expected));
  }

  async #start(key: string, actor: string, expected: number | undefined): Promise<StoredExperiment> {
    const current = this.#at(key, expected);
    if (current.state !== 'draft') {
      throw refusal(
        'conflict',
        'experimentNoDraft',
        `experiment ${key} is ${current.state}; only a draft can start. Make a new experiment to run it again`,
        { got: show(key) },
      );
    }
    this.#checkPlacements(current.experiment);
    this.#checkSegments(current.experiment);
    this.#checkOverlap(current.experiment);
    await this.#options.prepareRankers(rankersOf(current.experiment));
    const startedAt = this.#options.now();
    return this.#put(
      { ...current, state: 'running', startedAt },
      current.version,
      actor,
      'experiment.started',
    );
  }

  /** Throws `conflict` unless it runs, `invalid_request` for a shipped variant that it does not have. */
  async stop(
    key: string,
    actor: string,
    expected?: number,
    ending: Ending | null = null,
  ): Promise<StoredExperiment> {
    const current = this.#at(key, expected);
    if (current.state !== 'running') {
      const message = `experiment ${key} is ${current.state}; only a running one can stop`;
      throw refusal('conflict', 'experimentNotRunning', message, { got: show(key) });
    }
    if (ending !== null) checkShipped(current.experiment, ending);
    const stoppedAt = this.#options.now();
    return this.#put(
      { ...current, state: 'stopped', stoppedAt, ending },
      current.version,
      actor,
      'experiment.stopped',
      ending === null ? {} : { outcome: ending.outcome, variant: ending.variant, reason: ending.reason },
    );
  }

  /** Only drafts: what has run stays as the record of its data. */
  async remove(key: string, actor: string): Promise<void> {
    const { state } = this.stored(key);
    if (state !== 'draft') {
      const message = `experiment ${key} is ${state}; only drafts can be removed`;
      throw refusal('conflict', 'experimentHasRun', message, { got: show(key) });
    }
    await this.#options.documents.remove(key);
    this.#experiments.delete(key);
    await this.#audit(actor, 'experiment.removed', key, {});
  }

  #at(key: string, expected: number | undefined): StoredExperiment {
    const current = this.stored(key);
    if (expected !== undefined && expected !== current.version) {
      throw refusal(
        'conflict',
        'changedElsewhere',
        `experiment ${key} is at version ${current.version}, not ${expected}; read it again`,
      );
    }
    return current;
  }

  #checkPlacements({ placement, variants }: Experiment): void {
    if (placement === undefined) return;
    for (const { effect } of variants) this.#options.checkPlacement(placement, settingsOf(effect));
  }

  /** A misspelt segment would quietly keep everybody out, or in. One that was removed while it runs is none's fault. */
  #checkSegments({ key, targeting = {} }: Experiment): void {
    const known = this.#options.segmentNames();
    const errors = Object.entries(targeting).flatMap(([list, names]) =>
      names.flatMap((name, i) => {
        if (known.includes(name)) return [];
        const message = `there is no segment ${JSON.stringify(name)}${didYouMean(closest(name, known))}`;
        const path = `/targeting/${list}/${i}`;
        return [{ path, message, code: 'noSuch', params: noSuch('segment', name, known) }];
      }),
    );
    if (errors.length === 0) return;
    const detail = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new AppError('invalid_request', `experiment ${key}: ${detail}`.slice(0, 1000), { errors });
  }

  /** Two experiments on one placement must not share customers: a decision has one variant. */
  #checkOverlap({ key, placement, namespace, variants }: Experiment): void {
    if (placement === undefined || !variants.some(({ effect }) => changesPlacement(effect))) return;
    for (const { experiment: other } of this.#running) {
      if (other.placement !== placement || other.key === key) continue;
      const a = namespace;
      const b = other.namespace;
      const disjoint =
        a !== undefined && b !== undefined && a.key === b.key && (a.end <= b.start || b.end <= a.start);
      if (disjoint) continue;
      throw refusal(
        'conflict',
        'placementBusy',
        `experiment ${other.key} runs on placement ${placement}; stop it, or give both disjoint parts of one namespace`,
        { other: show(other.key), placement: show(placement) },
      );
    }
  }

  async #put(
    next: Omit<StoredExperiment, 'version' | 'updatedAt'>,
    expected: number,
    actor: string,
    action: string,
    detail: JsonObject = {},
  ): Promise<StoredExperiment> {
    const { experiment, assign, state, createdAt, startedAt, stoppedAt, ending, edits } = next;
    const { key } = experiment;
    const updatedAt = this.#options.now();
    const body = { definition: experiment, state, createdAt, startedAt, stoppedAt, ending, edits };
    const json: JsonObject = JSON.parse(JSON.stringify(body));
    const version = await this.#options.documents.put(key, json, updatedAt, expected);
    const stored = {
      ...{ experiment, assign, state, createdAt, startedAt, stoppedAt, ending, edits },
      ...{ version, updatedAt },
    };
    this.#experiments.set(key, stored);
    this.#index();
    await this.#audit(actor, action, key, { version, ...detail });
    return stored;
  }

  #index(): void {
    this.#running = [...this.#experiments.values()]
      .filter(({ state }) => state === 'running')
      .sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
  }

  #audit(actor: string, action: string, target: string, detail: JsonObject): Promise<void> {
    const at = this.#options.now();
    return this.#options.audit.append({ id: randomUUID(), at, actor, action, target, detail });
  }
}

function checkShipped({ variants }: Experiment, { outcome, variant }: Ending): void {
  const keys = variants.map(({ key }) => key);
  const wrong = outcome === 'shipped' ? variant === null || !keys.includes(variant) : variant !== null;
  if (!wrong) return;
  const message =
    outcome === 'shipped'
      ? `must be one of ${keys.join(', ')} when a variant is shipped, got ${JSON.stringify(variant)}`
      : `belongs to shipped, but the outcome is ${outcome}; leave it out`;
  const [reason, params] =
    outcome === 'shipped'
      ? (['enum', { allowed: keys, got: show(variant) }] as const)
      : (['foreign', {}] as const);
  throw refusal('invalid_request', reason, `variant ${message}`, params, { path: '/variant', message });
}

const settingsByEffect = new WeakMap<Effect, JsonObject>();

/**
 * What a variant changes of its placement; empty when nothing. One object per effect, so that what is compiled
 * from a policy is compiled once; not to be changed.
 */
export function settingsOf(effect: Effect): JsonObject {
  let settings = settingsByEffect.get(effect);
  if (settings === undefined) {
    settings = readSettings(effect);
    settingsByEffect.set(effect, settings);
  }
  return settings;
}

function readSettings(effect: Effect): JsonObject {
  if (effect.kind === 'model') return { ranker: effect.ranker };
  if (effect.kind === 'policy') return { policy: effect.policy };
  return effect.kind === 'placement' ? JSON.parse(JSON.stringify(effect.settings)) : {};
}

function rankersOf({ variants }: Experiment): string[] {
  return variants.flatMap(({ effect }) => {
    const { ranker } = settingsOf(effect);
    return typeof ranker === 'string' ? [ranker] : [];
  });
}
