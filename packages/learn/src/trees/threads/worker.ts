import { parentPort } from 'node:worker_threads';
import { reportFailure, runClaims, word } from './control.ts';
import type { JobName } from './jobs.ts';
import { jobByName } from './jobs.ts';

export interface OpenMessage {
  job: JobName;
  payload: unknown;
  thread: number;
  control: Int32Array;
}

/** Looks this many times for the next phase before the thread sleeps; phases follow within microseconds. */
const spins = 4000;

function serve({ job, payload, thread, control }: OpenMessage): void {
  if (Atomics.load(control, word.closed) === 1) return;
  try {
    const run = jobByName(job)(payload, thread);
    let seen = 0;
    for (;;) {
      let sequence = Atomics.load(control, word.sequence);
      for (let i = 0; sequence === seen && i < spins; i++) sequence = Atomics.load(control, word.sequence);
      if (sequence === seen) {
        Atomics.wait(control, word.sequence, seen);
        sequence = Atomics.load(control, word.sequence);
      }
      if (Atomics.load(control, word.closed) === 1) return;
      if (sequence === seen) continue;
      runClaims(control, sequence, run);
      seen = sequence;
    }
  } catch (error) {
    reportFailure(control, error);
    Atomics.notify(control, word.done);
  }
}

parentPort?.on('message', serve);
