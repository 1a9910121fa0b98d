import type { Cron } from 'croner';
import { checkCron, startCron } from '../../cron.ts';
import { AppError } from '../../errors.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import { Turns } from '../../turns.ts';
import type { RunRequest } from './service.ts';

/** When the pipeline runs by itself. */
export interface PipelineSchedule {
  enabled: boolean;
  /** Five fields: minute, hour, day of month, month, day of week. */
  cron: string;
  /** IANA zone of `cron`; default the deployment's. */
  timeZone?: string;
  run: RunRequest;
}

export interface PipelineScheduleState extends PipelineSchedule {
  name: string;
  /** Epoch ms; null when it is switched off. */
  nextRun: number | null;
  /** What the latest attempt came to; null before any. */
  last: { at: number; jobId: string | null; problem: string | null } | null;
}

export interface PipelineSchedulesOptions {
  documents: DocumentRepository;
  timeZone: string;
  start(name: string, request: RunRequest): Promise<{ id: string }>;
  now(): number;
}

interface Kept {
  schedule: PipelineSchedule;
  cron: Cron | undefined;
  last: PipelineScheduleState['last'];
}

const names = /^[a-z0-9][a-z0-9-]{0,49}$/;
const most = 20;

/** Runs of the pipeline by the clock. Stored as documents; missed times are not made up for. */
export class PipelineSchedules {
  readonly #options: PipelineSchedulesOptions;
  readonly #kept = new Map<string, Kept>();
  /** Changes of schedules: one that is removed must not come back with a change that began before. */
  readonly #turns = new Turns();

  private constructor(options: PipelineSchedulesOptions) {
    this.#options = options;
  }

  static async open(options: PipelineSchedulesOptions): Promise<PipelineSchedules> {
    const schedules = new PipelineSchedules(options);
    for (const { name, body } of await options.documents.list())
      schedules.#keep(name, body as unknown as PipelineSchedule);
    return schedules;
  }

  list(): PipelineScheduleState[] {
    return [...this.#kept.keys()].sort().map((name) => this.get(name));
  }

  /** @throws AppError `not_found` */
  get(name: string): PipelineScheduleState {
    const kept = this.#kept.get(name);
    if (kept === undefined)
      throw new AppError('not_found', `there is no schedule called ${name.slice(0, 60)}; PUT one`);
    const { schedule, cron, last } = kept;
    return { ...schedule, name, nextRun: cron?.nextRun()?.getTime() ?? null, last };
  }

  /** @throws AppError `invalid_request` for a name, pattern or zone that makes no sense, `conflict` beyond 20 */
  async put(name: string, schedule: PipelineSchedule): Promise<PipelineScheduleState> {
    if (!names.test(name)) {
      throw new AppError(
        'invalid_request',
        `a schedule's name must be 1 to 50 lower-case letters, digits and hyphens, got ${JSON.stringify(name.slice(0, 60))}`,
      );
    }
    if (!this.#kept.has(name) && this.#kept.size >= most)
      throw new AppError('conflict', `there are ${most} schedules already; remove one`);
    checkCron(schedule.cron, schedule.timeZone ?? this.#options.timeZone);
    return this.#turns.take(async () => {
      await this.#options.documents.put(name, schedule as unknown as JsonObject, this.#options.now());
      this.#keep(name, schedule);
      return this.get(name);
    });
  }

  /** @throws AppError `not_found` */
  remove(name: string): Promise<void> {
    return this.#turns.take(async () => {
      this.get(name);
      await this.#options.documents.remove(name);
      this.#kept.get(name)?.cron?.stop();
      this.#kept.delete(name);
    });
  }

  close(): void {
    for (const { cron } of this.#kept.values()) cron?.stop();
  }

  #keep(name: string, schedule: PipelineSchedule): void {
    const before = this.#kept.get(name);
    before?.cron?.stop();
    const timezone = schedule.timeZone ?? this.#options.timeZone;
    const cron = schedule.enabled ? startCron(schedule.cron, timezone, () => this.#start(name)) : undefined;
    this.#kept.set(name, { schedule, cron, last: before?.last ?? null });
  }

  async #start(name: string): Promise<void> {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    const at = this.#options.now();
    try {
      const { id } = await this.#options.start(name, kept.schedule.run);
      kept.last = { at, jobId: id, problem: null };
    } catch (error) {
      kept.last = { at, jobId: null, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}
