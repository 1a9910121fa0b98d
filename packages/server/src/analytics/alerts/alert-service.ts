import { randomUUID } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { Removed } from '../../removed.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import type { AnalyticsService } from '../semantic/index.ts';
import { isDue, judgeMetric, judgeProblems, type RunnerOptions, wake } from './alert-runner.ts';
import { type AlertState, newState, note, type StoredAlert, toJson } from './alert-state.ts';
import {
  type AlertDefinition,
  type AlertInput,
  type Channel,
  fromStored,
  keepSecrets,
  type MetricWatch,
  type ProblemKind,
  parseAlert,
} from './definition.ts';
import { type AlertMessage, type MessageKind, writeMessage } from './message.ts';
import { type AlertPreview, previewAlert } from './preview.ts';
import type { ProblemSources } from './problem-sources.ts';

/** What takes messages to receivers. The checks throw what sending would, as far as it can be known before. */
export interface AlertDelivery {
  checkWebhook(to: { url: string; secret?: string }): void;
  checkMail(to: { to: readonly string[] }): void;
  webhook(message: { url: string; secret?: string; body: object; signal?: AbortSignal }): Promise<unknown>;
  mail(message: {
    to: readonly string[];
    subject: string;
    text: string;
    signal?: AbortSignal;
  }): Promise<unknown>;
}

export interface AlertServiceOptions {
  definitions: DocumentRepository;
  states: DocumentRepository;
  analytics: Pick<AnalyticsService, 'query'>;
  delivery: AlertDelivery;
  problems: ProblemSources;
  /** Of days when an alert names none. */
  timeZone: string;
  now?: () => number;
  /** Told when what became of a message could not be stored; it will be with the alert's next change. */
  onError?: (error: unknown) => void;
}

const mostAlerts = 500;
const longestSnoozeMs = 366 * 86_400_000;

/** Alerts: kept, judged in the background, and told of. */
export class AlertService {
  readonly #options: AlertServiceOptions;
  readonly #now: () => number;
  readonly #alerts = new Map<string, StoredAlert>();
  readonly #removed: Removed<StoredAlert>;
  readonly #sending = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  private constructor(options: AlertServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#removed = new Removed('an alert', this.#now);
  }

  static async open(options: AlertServiceOptions): Promise<AlertService> {
    const service = new AlertService(options);
    const states = new Map((await options.states.list()).map(({ name, body }) => [name, body]));
    for (const { name, version, body, updatedAt } of await options.definitions.list()) {
      const { definition: kept, createdAt, createdBy } = body as unknown as StoredAlert;
      const definition = fromStored(kept);
      const state = (states.get(name) as unknown as AlertState | undefined) ?? newState(updatedAt);
      service.#alerts.set(name, { id: name, version, definition, createdAt, createdBy, updatedAt, state });
    }
    return service;
  }

  /** Oldest first. */
  list(): StoredAlert[] {
    return [...this.#alerts.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  /** @throws AppError `not_found` */
  get(id: string): StoredAlert {
    const found = this.#alerts.get(id);
    if (found === undefined) {
      throw new AppError('not_found', `there is no alert ${JSON.stringify(id.slice(0, 100))}`);
    }
    return found;
  }

  /** @throws AppError `invalid_request`, `conflict` when there are too many */
  async create(input: AlertInput, actor: string): Promise<StoredAlert> {
    if (this.#alerts.size >= mostAlerts) {
      throw new AppError('conflict', `there are ${mostAlerts} alerts already; remove one first`);
    }
    const definition = await this.#check(input);
    const now = this.#now();
    const id = randomUUID();
    const alert: StoredAlert = {
      ...{ id, version: 1, definition, createdAt: now, createdBy: actor, updatedAt: now },
      state: newState(now),
    };
    await this.#saveDefinition(alert, 0);
    this.#alerts.set(id, alert);
    return alert;
  }

  /** Replaces the definition; another series or condition starts from calm. Rejects with `conflict` on another version. */
  async put(id: string, input: AlertInput, actor: string, expectedVersion?: number): Promise<StoredAlert> {
    const stored = this.get(id);
    const definition = keepSecrets(await this.#check(input, stored.definition), stored.definition);
    const now = this.#now();
    const same = JSON.stringify(definition.watch) === JSON.stringify(stored.definition.watch);
    // What another one watches keeps nothing but its past.
    const state = same ? stored.state : { ...newState(now), history: stored.state.history };
    note(state, 'changed', now, null, actor);
    const next: StoredAlert = { ...stored, definition, updatedAt: now, state };
    next.version = await this.#saveDefinition(next, expectedVersion);
    this.#alerts.set(id, next);
    await this.#saveState(next);
    return next;
  }

  /** Can be undone for an hour, see {@link restore}. */
  async remove(id: string): Promise<void> {
    const alert = this.get(id);
    this.#alerts.delete(id);
    await this.#options.definitions.remove(id);
    await this.#options.states.remove(id);
    this.#removed.keep(id, alert);
  }

  /** Puts a removed alert back as it was, its secrets and history too. @throws AppError `gone` when that is over */
  async restore(id: string): Promise<StoredAlert> {
    const alert = this.#removed.get(id);
    alert.version = await this.#saveDefinition(alert, 0);
    this.#removed.forget(id);
    this.#alerts.set(id, alert);
    await this.#saveState(alert);
    return alert;
  }

  /** Keeps quiet until a time, epoch ms; null ends it. */
  async snooze(id: string, until: number | null, actor: string): Promise<StoredAlert> {
    const alert = this.get(id);
    const now = this.#now();
    if (until !== null && (until <= now || until > now + longestSnoozeMs)) {
      throw new AppError(
        'invalid_request',
        `until must be within the next year, got ${new Date(until).toISOString()}`,
        {
          errors: [{ path: '/until', message: 'must be within the next year' }],
        },
      );
    }
    if (until === null) {
      if (alert.state.snoozedUntil !== null) alert.state.snoozedUntil = now;
      wake(alert, now, this.#runner());
    } else {
      alert.state.snoozedUntil = until;
      note(alert.state, 'snoozed', now, null, actor);
    }
    await this.#saveState(alert);
    return alert;
  }

  /** Says that somebody looks after it. @throws AppError `conflict` when it does not fire */
  async acknowledge(id: string, actor: string): Promise<StoredAlert> {
    const alert = this.get(id);
    if (alert.state.progress.state !== 'firing') {
      throw new AppError('conflict', 'only an alert that fires can be acknowledged; this one does not');
    }
    const at = this.#now();
    alert.state.acknowledged = { by: actor, at };
    note(alert.state, 'acknowledged', at, null, actor);
    await this.#saveState(alert);
    return alert;
  }

  /** When it would have fired in the last 30 days. */
  async preview(input: AlertInput): Promise<AlertPreview> {
    const { watch } = parseAlert(input, this.#options.timeZone);
    if (watch.kind !== 'metric') return { points: [], episodes: [], periods: 0 };
    return previewAlert(this.#options.analytics, watch, this.#now());
  }

  /** Sends a test to every channel and says of each what became of it. */
  async test(id: string): Promise<{ channel: Channel; error: string | null }[]> {
    const alert = this.get(id);
    const message = writeMessage(alert, 'test', this.#now());
    return Promise.all(
      alert.definition.channels.map(async (channel) => ({
        channel,
        error: await this.#send(channel, message),
      })),
    );
  }

  /** Judges what is due; to be called several times a minute, never twice at once. */
  async run(): Promise<void> {
    const runner = this.#runner();
    for (const alert of this.list()) {
      if (this.#closing.signal.aborted) return;
      const { watch, enabled } = alert.definition;
      const now = this.#now();
      let changed = wake(alert, now, runner);
      const there = () => this.#alerts.get(alert.id) === alert;
      if (enabled && watch.kind !== 'metric') {
        changed = (await judgeProblems(alert, watch, now, runner, there)) || changed;
      } else if (enabled && watch.kind === 'metric' && isDue(watch, alert.state.judgedTo, now)) {
        changed = (await judgeMetric(alert, watch, now, runner, there)) || changed;
      }
      if (changed && this.#alerts.get(alert.id) === alert) await this.#saveState(alert);
    }
  }

  /** Looks at the alerts of one kind of problems at once: when something is known to have changed. */
  async runProblems(kind: ProblemKind): Promise<void> {
    for (const alert of this.list()) {
      const { watch, enabled } = alert.definition;
      if (!enabled || watch.kind !== kind) continue;
      const there = () => this.#alerts.get(alert.id) === alert;
      if (await judgeProblems(alert, watch, this.#now(), this.#runner(), there)) await this.#saveState(alert);
    }
  }

  /** Gives up messages on their way and waits until nothing runs. */
  async close(): Promise<void> {
    this.#closing.abort(new AppError('shutting_down', 'the server is stopping'));
    await this.settle();
  }

  /** Waits for the messages that are on their way. */
  async settle(): Promise<void> {
    await Promise.all(this.#sending);
  }

  #runner(): RunnerOptions {
    const { analytics, problems } = this.#options;
    return {
      ...{ analytics, problems },
      tell: (alert, kind, detail) => this.#tell(alert, kind, detail),
    };
  }

  /** Tells every channel; what became of it stands in the history. */
  #tell(alert: StoredAlert, kind: MessageKind, detail?: string): void {
    const message = writeMessage(alert, kind, this.#now(), detail);
    for (const channel of alert.definition.channels) {
      const sending = (async () => {
        const error = await this.#send(channel, message);
        const target = channel.kind === 'email' ? channel.to : new URL(channel.to).host;
        const words = error === null ? target : `${target}: ${error}`;
        note(alert.state, error === null ? 'delivered' : 'undelivered', this.#now(), null, words);
        if (this.#alerts.get(alert.id)?.state === alert.state) await this.#saveState(alert);
      })()
        .catch((error: unknown) => this.#options.onError?.(error))
        .finally(() => this.#sending.delete(sending));
      this.#sending.add(sending);
    }
  }

  /** Null when it arrived, else why not. */
  async #send({ kind, to, secret }: Channel, { subject, text, body }: AlertMessage): Promise<string | null> {
    const { delivery } = this.#options;
    const { signal } = this.#closing;
    try {
      if (kind === 'email') await delivery.mail({ to: [to], subject, text, signal });
      else await delivery.webhook({ url: to, body, signal, ...(secret === undefined ? {} : { secret }) });
      return null;
    } catch (error) {
      return error instanceof AppError ? error.message : 'it could not be sent';
    }
  }

  /** Checks shape, names and addresses. An address that is stored already is not asked for again. */
  async #check(input: AlertInput, stored?: AlertDefinition): Promise<AlertDefinition> {
    const { analytics, delivery, timeZone } = this.#options;
    const definition = parseAlert(input, timeZone);
    const known = new Set(stored?.channels.map(({ kind, to }) => `${kind} ${to}`));
    for (const [i, { kind, to, secret }] of definition.channels.entries()) {
      if (known.has(`${kind} ${to}`) && secret === undefined) continue;
      try {
        if (kind === 'email') delivery.checkMail({ to: [to] });
        else delivery.checkWebhook({ url: to, ...(secret === undefined ? {} : { secret }) });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        throw new AppError(error.code, error.message, {
          errors: [{ path: `/channels/${i}/to`, message: error.message }],
        });
      }
    }
    if (definition.watch.kind === 'metric') await checkNames(analytics, definition.watch, this.#now());
    return definition;
  }

  async #saveDefinition(alert: StoredAlert, expectedVersion?: number): Promise<number> {
    const { definition, createdAt, createdBy, updatedAt, id } = alert;
    const body = toJson({ definition, createdAt, createdBy });
    return this.#options.definitions.put(id, body, updatedAt, expectedVersion);
  }

  async #saveState({ id, state }: StoredAlert): Promise<void> {
    await this.#options.states.put(id, toJson(state), this.#now());
  }
}

/** Asks for an hour: names, filters and the zone are then checked by what will read them. */
async function checkNames(
  analytics: Pick<AnalyticsService, 'query'>,
  { metric, filters, timeZone }: MetricWatch,
  now: number,
): Promise<void> {
  const [from, to] = [now - 3_600_000, now].map((at) => new Date(at).toISOString());
  try {
    await analytics.query({ metrics: [metric], filters: [...filters], timeZone, from, to });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_request') throw error;
    const errors = error.errors?.map(({ path, message }) => ({
      path: path.replace('/metrics/0', '/metric'),
      message,
    }));
    throw new AppError(error.code, error.message, { ...(errors === undefined ? {} : { errors }) });
  }
}
