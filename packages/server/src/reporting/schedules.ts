import { randomUUID } from 'node:crypto';
import type { Cron } from 'croner';
import { checkCron, startCron } from '../cron.ts';
import { AppError, refusal } from '../errors.ts';
import { interrupted } from '../failure.ts';
import { Removed } from '../removed.ts';
import type { DocumentRepository } from '../stores/control/control-store.ts';
import type { JsonObject } from '../stores/journal/record.ts';
import { Turns } from '../turns.ts';
import { checkRequest } from './document/request.ts';
import type { ReportRun, Schedule, ScheduleInput, ScheduleState } from './schedule.ts';

export interface ReportSchedulesOptions {
  schedules: DocumentRepository;
  runs: DocumentRepository;
  /** Throws when the recipients cannot be reached as they are written. */
  checkRecipients(to: ScheduleInput['to']): void;
  start(scheduleId: string, cause: ReportRun['cause']): Promise<unknown>;
  onError(error: unknown): void;
  now(): number;
}

const schedulesAtMost = 500;
const runsKept = 50;

interface Kept {
  schedule: Schedule;
  cron: Cron | undefined;
  lastRun: ReportRun | null;
}

/** Reports that are made by the clock. Missed times are not made up for. */
export class ReportSchedules {
  readonly #options: ReportSchedulesOptions;
  readonly #kept = new Map<string, Kept>();
  readonly #removed: Removed<{ schedule: Schedule; runs: ReportRun[] }>;
  /** Changes of schedules: one that is removed must not come back with a change that began before. */
  readonly #turns = new Turns();

  private constructor(options: ReportSchedulesOptions) {
    this.#options = options;
    this.#removed = new Removed('a scheduled report', options.now);
  }

  static async open(options: ReportSchedulesOptions): Promise<ReportSchedules> {
    const schedules = new ReportSchedules(options);
    const runs = (await options.runs.list()).map(({ body }) => body as unknown as ReportRun);
    for (const run of runs.filter(({ state }) => state === 'running')) {
      const ended = {
        state: 'failed',
        finishedAt: options.now(),
        ...interrupted,
      } as const;
      Object.assign(run, ended);
      await options.runs.put(run.id, { ...run } as unknown as JsonObject, options.now());
    }
    for (const { body } of await options.schedules.list()) {
      const schedule = body as unknown as Schedule;
      const own = runs.filter(({ scheduleId }) => scheduleId === schedule.id);
      schedules.#keep(schedule, own.sort((a, b) => b.startedAt - a.startedAt)[0] ?? null);
    }
    return schedules;
  }

  list(): ScheduleState[] {
    return [...this.#kept.keys()].map((id) => this.get(id)).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** @throws AppError `not_found` */
  get(id: string): ScheduleState {
    const { schedule, cron, lastRun } = this.#existing(id);
    return { ...schedule, nextRun: cron?.nextRun()?.getTime() ?? null, lastRun };
  }

  /** @throws AppError `invalid_request` for a pattern, zone, report or recipient that makes no sense */
  async create(input: ScheduleInput, owner: string): Promise<ScheduleState> {
    this.#requireRoom();
    const now = this.#options.now();
    return this.#save({ ...input, id: randomUUID(), owner, createdAt: now, updatedAt: now });
  }

  /** A webhook without a secret keeps the one it had when its address stays. */
  update(id: string, input: ScheduleInput): Promise<ScheduleState> {
    return this.#turns.take(() => this.#update(id, input));
  }

  async #update(id: string, input: ScheduleInput): Promise<ScheduleState> {
    const { owner, createdAt, to } = this.get(id);
    const { webhook } = input.to;
    const secret = webhook?.secret ?? (webhook?.url === to.webhook?.url ? to.webhook?.secret : undefined);
    const recipients = {
      ...input.to,
      ...(webhook && { webhook: { url: webhook.url, ...(secret && { secret }) } }),
    };
    return this.#save({ ...input, to: recipients, id, owner, createdAt, updatedAt: this.#options.now() });
  }

  /** Can be undone for an hour, see {@link restore}. */
  remove(id: string): Promise<void> {
    return this.#turns.take(async () => {
      const { schedule, cron } = this.#existing(id);
      const runs = await this.runs(id);
      cron?.stop();
      this.#kept.delete(id);
      await this.#options.schedules.remove(id);
      for (const run of runs) await this.#options.runs.remove(run.id);
      this.#removed.keep(id, { schedule, runs });
    });
  }

  /** One that {@link restore} would put back. @throws AppError `gone` */
  removed(id: string): Schedule {
    return this.#removed.get(id).schedule;
  }

  /** Puts one back as it was, its webhook's secret and history too. @throws AppError `gone` when that is over, `conflict` */
  restore(id: string): Promise<ScheduleState> {
    return this.#turns.take(async () => {
      const { schedule, runs } = this.#removed.get(id);
      this.#requireRoom();
      await this.#save(schedule);
      this.#removed.forget(id);
      for (const run of runs) await this.#putRun(run);
      this.#existing(id).lastRun = runs[0] ?? null;
      return this.get(id);
    });
  }

  /** Newest first. */
  async runs(id: string): Promise<ReportRun[]> {
    const all = (await this.#options.runs.list()).map(({ body }) => body as unknown as ReportRun);
    return all.filter(({ scheduleId }) => scheduleId === id).sort((a, b) => b.startedAt - a.startedAt);
  }

  /** Keeps a run as it is now, and the newest ones of its schedule. */
  async record(run: ReportRun): Promise<void> {
    const kept = this.#kept.get(run.scheduleId);
    if (kept === undefined) return;
    kept.lastRun = run;
    await this.#putRun(run);
    for (const old of (await this.runs(run.scheduleId)).slice(runsKept))
      await this.#options.runs.remove(old.id);
  }

  close(): void {
    for (const { cron } of this.#kept.values()) cron?.stop();
  }

  #existing(id: string): Kept {
    const kept = this.#kept.get(id);
    if (kept === undefined) throw new AppError('not_found', 'there is no scheduled report of this id');
    return kept;
  }

  #requireRoom(): void {
    if (this.#kept.size < schedulesAtMost) return;
    const message = `there are ${schedulesAtMost} scheduled reports already; delete one`;
    throw refusal('conflict', 'tooManySchedules', message, { limit: schedulesAtMost });
  }

  async #putRun(run: ReportRun): Promise<void> {
    await this.#options.runs.put(run.id, { ...run } as unknown as JsonObject, this.#options.now());
  }

  async #save(schedule: Schedule): Promise<ScheduleState> {
    checkRequest(schedule.report);
    const { folder, webhook, emails } = schedule.to;
    if (folder === undefined && webhook === undefined && !emails?.length) {
      const options = { path: '/to', message: 'needs a folder, a webhook or emails' };
      throw refusal('invalid_request', 'recipientNeeded', `to ${options.message}`, {}, options);
    }
    this.#options.checkRecipients(schedule.to);
    checkCron(schedule.cron, schedule.timeZone);
    await this.#options.schedules.put(
      schedule.id,
      { ...schedule } as unknown as JsonObject,
      this.#options.now(),
    );
    this.#keep(schedule, this.#kept.get(schedule.id)?.lastRun ?? null);
    return this.get(schedule.id);
  }

  #keep(schedule: Schedule, lastRun: ReportRun | null): void {
    this.#kept.get(schedule.id)?.cron?.stop();
    const { id, cron: pattern, timeZone } = schedule;
    const run = async () => {
      try {
        await this.#options.start(id, 'schedule');
      } catch (error) {
        this.#options.onError(error);
      }
    };
    const cron = schedule.enabled ? startCron(pattern, timeZone, run) : undefined;
    this.#kept.set(id, { schedule, cron, lastRun });
  }
}
