import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * A little below the others. Not the lowest: a thread that hardly runs may hold a lock of the process that a
 * serving thread waits for.
 */
const niceness = 5;
/** Threads of training, by the names that they carry. */
const names: ReadonlySet<string> = new Set(['train']);

/**
 * Lets training threads step back behind those that serve, where the system can tell threads apart (Linux).
 * Returns how many were found; elsewhere 0, and all threads stay equal.
 */
export function lowerTrainingPriority(): number {
  if (process.platform !== 'linux') return 0;
  let found = 0;
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      if (!names.has(readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim())) continue;
      setPriority(Number(thread), niceness);
      found++;
    }
  } catch {
    // A thread that ended meanwhile, or a sandbox without /proc: training then runs like any other work.
  }
  return found;
}
