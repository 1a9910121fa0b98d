import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Lets threads of this process, by the names they carry, step back behind the one that serves, where the
 * system can tell threads apart (Linux); threads that they start inherit it. Returns how many were found;
 * elsewhere 0, and all threads stay equal.
 */
export function lowerThreadPriority(names: ReadonlySet<string>, niceness: number): number {
  if (process.platform !== 'linux') return 0;
  let found = 0;
  for (const thread of threads()) {
    try {
      if (!names.has(readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim())) continue;
      setPriority(Number(thread), niceness);
      found++;
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

function threads(): string[] {
  try {
    return readdirSync('/proc/self/task');
  } catch {
    return []; // A sandbox without /proc.
  }
}
