/** Does one task of one phase; what a job gives to every thread. */
export type PhaseRunner = (phase: number, task: number) => void;

/** A job opens the shared payload on one thread (0 is the caller's). */
export type JobOpener<Payload> = (payload: Payload, thread: number) => PhaseRunner;

/** Words of the control block that the threads of a team share. */
export const word = { sequence: 0, claim: 1, tasks: 2, phase: 3, done: 4, failed: 5, closed: 6 } as const;
export const controlWords = 8;
/** Bytes after the control words for the message of a task that failed. */
export const messageBytes = 1024;

const taskBits = 18;
const taskMask = (1 << taskBits) - 1;
/** Most tasks of one phase. */
export const maxTasks = taskMask;
const tagMask = (1 << (31 - taskBits)) - 1;

/** The claim word of a phase: its tag above, the next task below. A thread late from an earlier phase fails its exchange. */
const claimStart = (sequence: number): number => (sequence & tagMask) << taskBits;

/** Lets the threads begin phase `sequence`, when every task of the one before is done. */
export function openPhase(control: Int32Array, sequence: number, phase: number, tasks: number): void {
  // No claim can be won while the words change: a late thread would take the last phase's claim, which had
  // all been given out, for one of the larger number of tasks that comes now.
  Atomics.store(control, word.claim, claimStart(sequence) | taskMask);
  Atomics.store(control, word.done, 0);
  Atomics.store(control, word.tasks, tasks);
  Atomics.store(control, word.phase, phase);
  Atomics.store(control, word.claim, claimStart(sequence));
  Atomics.store(control, word.sequence, sequence);
  Atomics.notify(control, word.sequence);
}

/** Claims and runs tasks of phase `sequence` until none is left. */
export function runClaims(control: Int32Array, sequence: number, run: PhaseRunner): void {
  const tag = claimStart(sequence);
  for (;;) {
    const claim = Atomics.load(control, word.claim);
    const task = claim & taskMask;
    if (claim - task !== tag) return;
    const tasks = Atomics.load(control, word.tasks);
    if (task >= tasks) return;
    if (Atomics.compareExchange(control, word.claim, claim, claim + 1) !== claim) continue;
    // The phase cannot end before this task, so its words stay.
    run(Atomics.load(control, word.phase), task);
    if (Atomics.add(control, word.done, 1) + 1 === tasks) Atomics.notify(control, word.done);
  }
}

/** First character of a failure's message: whether the data were at fault. */
const dataFault = 'R';
const otherFault = 'E';

/** Leaves the message for the caller's thread and marks the phase as failed; the first failure wins. */
export function reportFailure(control: Int32Array, error: unknown): void {
  if (Atomics.compareExchange(control, word.failed, 0, -1) !== 0) return;
  const bad = error instanceof RangeError ? dataFault : otherFault;
  const text = new TextEncoder().encode(bad + (error instanceof Error ? error.message : String(error)));
  const bytes = new Uint8Array(control.buffer, controlWords * 4, messageBytes);
  const length = Math.min(text.length, messageBytes);
  bytes.set(text.subarray(0, length));
  Atomics.store(control, word.failed, Math.max(1, length));
}

/** The error that a thread reported, if one did. */
export function reportedFailure(control: Int32Array): Error | undefined {
  const length = Atomics.load(control, word.failed);
  if (length <= 0) return undefined;
  const text = new TextDecoder().decode(new Uint8Array(control.buffer, controlWords * 4, length).slice());
  return text.startsWith(dataFault) ? new RangeError(text.slice(1)) : new Error(text.slice(1));
}
