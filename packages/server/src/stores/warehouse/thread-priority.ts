import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** What the engine does in the background, and its queries, yield to serving; they are never starved. */
const niceness = 10;
/** Threads of the engine, and of libuv's pool which calls it, by the names they carry. Their own threads inherit. */
const names: ReadonlySet<string> = new Set([
  'libuv-worker',
  'ThreadPool',
  'BgSchPool',
  'BgStrmSchPool',
  'Common',
  'Fetch',
  'MergeMutate',
  'Move',
  'PoolDelayExec',
]);

/**
 * Lets the engine's threads step back behind the one that serves, where the system can tell threads apart
 * (Linux): on few cores an insert or a merge would otherwise hold up answers for tens of milliseconds.
 * Returns how many were found; elsewhere 0, and all threads stay equal.
 */
export function lowerEnginePriority(): number {
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
