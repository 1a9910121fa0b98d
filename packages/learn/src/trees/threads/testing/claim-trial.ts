import type { PhaseRunner } from '../control.ts';

/** What the threads of a trial of claims share. */
export interface ClaimTrial {
  control: Int32Array;
  /** [phase now, its tasks], written before the phase opens. */
  expected: Int32Array;
  /** Runs of each task in the phase that is open. */
  runs: Int32Array;
  /** [tasks run that were not of the phase that was open] */
  strays: Int32Array;
}

/** Counts the tasks that run, and those which the open phase does not have. */
export function checkedRunner({ expected, runs, strays }: ClaimTrial): PhaseRunner {
  return (phase, task) => {
    if (phase !== expected[0] || task >= expected[1]) Atomics.add(strays, 0, 1);
    Atomics.add(runs, task, 1);
  };
}
