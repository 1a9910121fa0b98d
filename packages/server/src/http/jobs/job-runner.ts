import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { failureOf, interrupted } from '../../failure.ts';
import type { ControlStore, Job, JobState, KeyScope } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { Told, ToldCode } from '../../told.ts';
import { Turns } from '../../turns.ts';
import { type JobNote, JobNotes } from './job-notes.ts';

export interface JobContext {
  readonly id: string;
  /** Aborts when the job is cancelled or the server stops. */
  readonly signal: AbortSignal;
  /** Says how far it is, 0..1. Written at most a few times a second. */
  progress(fraction: number, message?: string | Told): void;
  /** A line for whoever follows, now and later. The newest ones are kept. */
  log(line: string | Told): void;
  /** A point of a curve for whoever follows. Kept as lines are. */
  metric(point: { iteration: number; name: string; value: number }): void;
}

/** How one kind of job runs. */
export interface JobKind {
  /** Does the work and returns the result. Must be safe to repeat when `resumable`. */
  run(input: JsonObject, context: JobContext): Promise<JsonObject>;
  /** Begun again after a crash or restart; others are then marked failed. */
  resumable: boolean;
  /** Scopes of which a caller needs one to cancel it. Default: `models:write`. */
  cancelNeeds?: readonly KeyScope[];
  /** What of the input is kept once it ended: erasures keep no id. Default: all. */
  keep?(input: JsonObject): JsonObject;
}

interface Running {
  controller: AbortController;
  done: Promise<void>;
  cancelled: boolean;
}

const writeEveryMs = 300;
const atOnce = 2;
const cancelWaitMs = 5000;

/**
 * Runs long work in the background, one row of the control store each. Emits `change` with the job, and `note`
 * with each line and point that it tells.
 */
export class JobRunner extends EventEmitter<{ change: [Job]; note: [JobNote] }> {
  readonly #jobs: ControlStore['jobs'];
  readonly #kinds = new Map<string, JobKind>();
  readonly #running = new Map<string, Running>();
  readonly #waiting: Job[] = [];
  readonly #notes: JobNotes;
  readonly #onError: (error: unknown, kind: string) => void;
  /** Started here before {@link resume}: a schedule may begin while the journal is replayed. */
  readonly #early = new Set<string>();
  #resumed = false;
  readonly #turns = new Turns();
  #stopping = false;

  constructor(jobs: ControlStore['jobs'], onError: (error: unknown, kind: string) => void) {
    super();
    this.setMaxListeners(0);
    this.#jobs = jobs;
    this.#notes = new JobNotes(jobs);
    this.#onError = onError;
  }

  register(kind: string, definition: JobKind): void {
    this.#kinds.set(kind, definition);
  }

  /** Takes up what an earlier process left: resumable jobs run again, others are marked failed. */
  async resume(): Promise<void> {
    for (const state of ['running', 'queued'] as const) {
      let cursor: string | undefined;
      const left: Job[] = [];
      do {
        const page = await this.#jobs.list({ state, limit: 500, cursor });
        left.push(...page.data);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      for (const job of left) {
        if (this.#early.has(job.id)) continue;
        const kind = this.#kinds.get(job.kind);
        if (kind?.resumable) this.#enqueue(job);
        else await this.#end(job, 'failed', interrupted);
      }
    }
    this.#resumed = true;
    this.#early.clear();
  }

  /** Queues a job and returns it. */
  async start(kind: string, input: JsonObject): Promise<Job> {
    if (!this.#kinds.has(kind)) throw new AppError('not_found', `there is no kind of job called ${kind}`);
    if (this.#stopping) throw new AppError('shutting_down', 'the server is stopping');
    const job: Job = {
      id: randomUUID(),
      kind,
      state: 'queued',
      progress: 0,
      message: '',
      told: null,
      input,
      result: null,
      error: null,
      errors: null,
      createdAt: Date.now(),
      startedAt: null,
      finishedAt: null,
    };
    if (!this.#resumed) this.#early.add(job.id);
    await this.#jobs.insert(job);
    const copy = { ...job };
    this.#enqueue(job);
    return copy;
  }

  /** Calls `begin` when the call before has ended, so that no two find that nothing runs and both start. */
  inTurn<T>(begin: () => Promise<T>): Promise<T> {
    return this.#turns.take(begin);
  }

  /** Scopes of which a caller needs one to cancel jobs of this kind. */
  cancelNeeds(kind: string): readonly KeyScope[] {
    return this.#kinds.get(kind)?.cancelNeeds ?? ['models:write'];
  }

  /** Asks a job to stop. Returns it as it is now; undefined when there is none. Throws `conflict` when it has ended. */
  async cancel(id: string): Promise<Job | undefined> {
    const job = await this.#jobs.get(id);
    if (job === undefined) return undefined;
    const running = this.#running.get(id);
    if (running !== undefined) {
      running.cancelled = true;
      running.controller.abort(new AppError('conflict', 'the job was cancelled'));
      // A step that cannot be interrupted may take its time: then the answer still says running.
      await Promise.race([running.done, sleep(cancelWaitMs, undefined, { ref: false })]);
      return this.#jobs.get(id);
    }
    const at = this.#waiting.findIndex((waiting) => waiting.id === id);
    if (at === -1) throw new AppError('conflict', `the job has ended already: ${job.state}`);
    const [waiting] = this.#waiting.splice(at, 1);
    await this.#end(waiting, 'cancelled', {});
    return waiting;
  }

  get(id: string): Promise<Job | undefined> {
    return this.#jobs.get(id);
  }

  /** The newest lines and points that a job told, oldest first. */
  notes(id: string): Promise<readonly JobNote[]> {
    return this.#notes.of(id);
  }

  list(query: Parameters<ControlStore['jobs']['list']>[0]): ReturnType<ControlStore['jobs']['list']> {
    return this.#jobs.list(query);
  }

  /** Aborts what runs and waits for it; those that can resume go on at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#waiting.length = 0;
    for (const { controller } of this.#running.values()) {
      controller.abort(new AppError('shutting_down', 'the server is stopping'));
    }
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  #enqueue(job: Job): void {
    this.#waiting.push(job);
    this.#next();
  }

  #next(): void {
    while (!this.#stopping && this.#running.size < atOnce && this.#waiting.length > 0) {
      const job = this.#waiting.shift()!;
      const running: Running = {
        controller: new AbortController(),
        cancelled: false,
        done: Promise.resolve(),
      };
      this.#running.set(job.id, running);
      running.done = this.#run(job, running)
        .catch((error: unknown) => this.#onError(error, job.kind))
        .finally(() => {
          this.#running.delete(job.id);
          this.#next();
        });
    }
  }

  async #run(job: Job, running: Running): Promise<void> {
    const kind = this.#kinds.get(job.kind)!;
    await this.#notes.begin(job.id, kind.keep === undefined);
    await this.#write(job, { state: 'running', startedAt: job.startedAt ?? Date.now() });
    let writtenAt = 0;
    const note = (made: JobNote) => {
      this.#notes.add(made);
      this.emit('note', made);
    };
    const context: JobContext = {
      id: job.id,
      log: (line) => note({ jobId: job.id, kind: 'log', at: Date.now(), ...lineOf(line) }),
      metric: (point) => note({ jobId: job.id, kind: 'metric', at: Date.now(), ...point }),
      signal: running.controller.signal,
      progress: (fraction, message) => {
        job.progress = Math.min(1, Math.max(0, fraction));
        if (message !== undefined) Object.assign(job, messageOf(message));
        const now = Date.now();
        if (now - writtenAt < writeEveryMs) return;
        writtenAt = now;
        const { progress, message: text, told } = job;
        this.#write(job, { progress, message: text, told }).catch((error: unknown) =>
          this.#onError(error, job.kind),
        );
      },
    };
    try {
      const result = await kind.run(job.input, context);
      await this.#end(job, 'done', { result, progress: 1 });
    } catch (error) {
      if (this.#stopping && !running.cancelled) {
        if (kind.resumable) await this.#write(job, { state: 'queued' });
        else await this.#end(job, 'failed', interrupted);
        return;
      }
      if (running.cancelled) return this.#end(job, 'cancelled', {});
      this.#onError(error, job.kind);
      await this.#end(job, 'failed', failureOf(error));
    } finally {
      await this.#notes.end(job.id);
    }
  }

  #end(job: Job, state: JobState, change: Partial<Job>): Promise<void> {
    const keep = this.#kinds.get(job.kind)?.keep;
    return this.#write(job, {
      ...change,
      state,
      finishedAt: Date.now(),
      ...(keep === undefined ? {} : { input: keep(job.input) }),
    });
  }

  async #write(job: Job, change: Partial<Job>): Promise<void> {
    Object.assign(job, change);
    const now = { ...job };
    await this.#jobs.update(job.id, change);
    // Told when it is stored: whoever hears of it and asks again finds no older state.
    this.emit('change', now);
  }
}

function lineOf(line: string | Told): { line: string; told?: ToldCode } {
  return typeof line === 'string' ? { line } : { line: line.text, told: codeOf(line) };
}

function messageOf(message: string | Told): Pick<Job, 'message' | 'told'> {
  return typeof message === 'string'
    ? { message, told: null }
    : { message: message.text, told: codeOf(message) };
}

const codeOf = ({ code, params }: Told): ToldCode => ({ code, params });
