import type { Cron } from 'croner';
import { checkCron, startCron } from '../../cron.ts';
import { AppError } from '../../errors.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import { Turns } from '../../turns.ts';
import { plain } from '../registry/convert.ts';
import { requireModelName } from '../registry/names.ts';
import type { TrainInput } from './train-input.ts';

/** When a model trains by itself. */
export interface TrainSchedule {
  enabled: boolean;
  /** Five fields: minute, hour, day of month, month, day of week. */
  cron?: string;
  /** IANA zone of `cron`; default the deployment's. */
  timeZone?: string;
  /** Train when decisions earned this many outcomes (clicks and conversions) since the last training. */
  newRewards?: number;
  /** Train when a feature or the scores drifted beyond this population stability index. */
  drift?: number;
  train?: TrainInput;
}

export interface ScheduleState extends TrainSchedule {
  name: string;
  /** Epoch ms; null without cron. */
  nextRun: number | null;
  /** Outcomes counted towards `newRewards`. */
  rewardsSince: number;
  /** What the latest attempt came to; null before any. */
  last: { at: number; cause: string; jobId: string | null; problem: string | null } | null;
}

export interface SchedulesOptions {
  documents: DocumentRepository;
  timeZone: string;
  /** Outcomes of all decisions so far. */
  outcomes(): number;
  /** Largest drift of what the model's champion reads and gives; null when it is not known. */
  drift(name: string): number | null;
  start(name: string, train: TrainInput): Promise<{ id: string }>;
  now(): number;
}

interface Kept {
  schedule: TrainSchedule;
  cron: Cron | undefined;
  outcomesAtTraining: number;
  /** A trigger fires again only after this. */
  quietUntil: number;
  last: ScheduleState['last'];
}

/** Time between two trainings that triggers start, ms. */
const triggerPause = 3_600_000;

/** Trains models by the clock and by what happened. Stored as documents; missed times are not made up for. */
export class TrainSchedules {
  readonly #options: SchedulesOptions;
  readonly #kept = new Map<string, Kept>();
  /** Changes of what is stored. */
  readonly #turns = new Turns();

  private constructor(options: SchedulesOptions) {
    this.#options = options;
  }

  static async open(options: SchedulesOptions): Promise<TrainSchedules> {
    const schedules = new TrainSchedules(options);
    for (const { name, body } of await options.documents.list()) {
      const { schedule, outcomesAtTraining } = body as unknown as Kept;
      schedules.#keep(name, schedule, outcomesAtTraining);
    }
    return schedules;
  }

  list(): ScheduleState[] {
    return [...this.#kept.keys()].sort().map((name) => this.get(name));
  }

  /** @throws AppError `not_found` */
  get(name: string): ScheduleState {
    const kept = this.#kept.get(name);
    if (kept === undefined) throw new AppError('not_found', `${name} has no schedule; PUT one`);
    const { schedule, cron, outcomesAtTraining, last } = kept;
    const rewardsSince = Math.max(0, this.#options.outcomes() - outcomesAtTraining);
    return { ...schedule, name, nextRun: cron?.nextRun()?.getTime() ?? null, rewardsSince, last };
  }

  /** @throws AppError `invalid_request` for a pattern or zone that makes no sense, or one that never comes */
  async put(name: string, schedule: TrainSchedule): Promise<ScheduleState> {
    requireModelName(name);
    const { cron, timeZone, newRewards, drift } = schedule;
    if (cron === undefined && newRewards === undefined && drift === undefined) {
      throw new AppError('invalid_request', 'one of cron, newRewards and drift is needed');
    }
    if (cron !== undefined) checkCron(cron, timeZone ?? this.#options.timeZone);
    return this.#turns.take(async () => {
      const since = this.#kept.get(name)?.outcomesAtTraining ?? this.#options.outcomes();
      await this.#save(name, schedule, since);
      this.#keep(name, schedule, since);
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

  /** Looks at the triggers; to be called about every minute. */
  async checkTriggers(): Promise<void> {
    for (const [name, kept] of this.#kept) {
      const { enabled, newRewards, drift } = kept.schedule;
      if (!enabled || this.#options.now() < kept.quietUntil) continue;
      const since = this.#options.outcomes() - kept.outcomesAtTraining;
      const drifted = drift === undefined ? null : this.#options.drift(name);
      if (newRewards !== undefined && since >= newRewards) {
        await this.#train(name, `${since} new outcomes`);
      } else if (drift !== undefined && drifted !== null && drifted > drift) {
        await this.#train(name, `drift of ${drifted.toFixed(3)}`);
      }
    }
  }

  close(): void {
    for (const { cron } of this.#kept.values()) cron?.stop();
  }

  #keep(name: string, schedule: TrainSchedule, outcomesAtTraining: number): void {
    const before = this.#kept.get(name);
    before?.cron?.stop();
    const timezone = schedule.timeZone ?? this.#options.timeZone;
    const cron =
      schedule.cron !== undefined && schedule.enabled
        ? startCron(schedule.cron, timezone, () => this.#train(name, 'schedule'))
        : undefined;
    this.#kept.set(name, { schedule, cron, outcomesAtTraining, quietUntil: 0, last: before?.last ?? null });
  }

  async #train(name: string, cause: string): Promise<void> {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    const at = this.#options.now();
    kept.quietUntil = at + triggerPause;
    try {
      const { id } = await this.#options.start(name, kept.schedule.train ?? {});
      await this.#turns.take(() => this.#trained(name, { at, cause, jobId: id, problem: null }));
    } catch (error) {
      kept.last = { at, cause, jobId: null, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  /** While the training was started, the schedule may have been replaced or removed. */
  async #trained(name: string, last: ScheduleState['last']): Promise<void> {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    kept.last = last;
    kept.outcomesAtTraining = this.#options.outcomes();
    await this.#save(name, kept.schedule, kept.outcomesAtTraining);
  }

  async #save(name: string, schedule: TrainSchedule, outcomesAtTraining: number): Promise<void> {
    await this.#options.documents.put(name, plain({ schedule, outcomesAtTraining }), this.#options.now());
  }
}
