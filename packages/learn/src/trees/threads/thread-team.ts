import { Worker } from 'node:worker_threads';
import type { PhaseRunner } from './control.ts';
import {
  controlWords,
  maxTasks,
  messageBytes,
  openPhase,
  reportedFailure,
  runClaims,
  word,
} from './control.ts';
import type { JobName, JobPayload } from './jobs.ts';
import { jobByName } from './jobs.ts';
import type { OpenMessage } from './worker.ts';

/** A thread that answers nothing for this long (ms) counts as lost. */
const lostAfter = 120_000;
const spins = 4000;

/** Idle helper threads, kept for the next session; they don't keep the process alive. */
const idle: Worker[] = [];

function takeWorker(): Worker {
  const waiting = idle.pop();
  if (waiting) return waiting;
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  worker.unref();
  worker.on('error', () => {
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
  });
  return worker;
}

/** One job on several threads: the caller's thread works too and needs no other to finish a phase. */
export interface TeamSession {
  readonly threads: number;
  /**
   * Runs tasks 0 to tasks - 1 of a phase and returns when all are done. Which thread takes which task is
   * not determined, so tasks must not depend on each other's order.
   * @param alone the work is too small to wake others
   */
  run(phase: number, tasks: number, alone?: boolean): void;
  /** Gives the threads back. */
  close(): void;
}

/**
 * Opens a job on `threads` threads (this one and `threads - 1` helpers).
 * @throws Error what a task threw on any thread
 */
export function openTeam<Name extends JobName>(
  job: Name,
  payload: JobPayload<Name>,
  threads: number,
): TeamSession {
  const run = jobByName(job)(payload, 0);
  if (threads <= 1) return aloneSession(run);
  const control = new Int32Array(new SharedArrayBuffer(controlWords * 4 + messageBytes), 0, controlWords);
  const workers = Array.from({ length: threads - 1 }, takeWorker);
  workers.forEach((worker, i) => {
    const message: OpenMessage = { job, payload, thread: i + 1, control };
    worker.postMessage(message);
  });
  let sequence = 0;
  return {
    threads,
    run(phase, tasks, alone = false) {
      if (alone || tasks <= 1) {
        for (let task = 0; task < tasks; task++) run(phase, task);
        return;
      }
      if (tasks > maxTasks) throw new RangeError(`a phase takes at most ${maxTasks} tasks, got ${tasks}`);
      sequence++;
      openPhase(control, sequence, phase, tasks);
      runClaims(control, sequence, run);
      waitForAll(control, tasks);
    },
    close() {
      Atomics.store(control, word.closed, 1);
      Atomics.add(control, word.sequence, 1);
      Atomics.notify(control, word.sequence);
      idle.push(...workers);
    },
  };
}

function aloneSession(run: PhaseRunner): TeamSession {
  return {
    threads: 1,
    run(phase, tasks) {
      for (let task = 0; task < tasks; task++) run(phase, task);
    },
    close() {},
  };
}

function waitForAll(control: Int32Array, tasks: number): void {
  for (let i = 0; i < spins && Atomics.load(control, word.done) < tasks; i++);
  for (;;) {
    const done = Atomics.load(control, word.done);
    const failure = reportedFailure(control);
    if (failure !== undefined) throw failure;
    if (done >= tasks) return;
    if (
      Atomics.wait(control, word.done, done, lostAfter) === 'timed-out' &&
      Atomics.load(control, word.done) === done
    ) {
      throw new Error(
        `a training thread was lost: ${done} of ${tasks} tasks done after ${lostAfter / 1000} s`,
      );
    }
  }
}
