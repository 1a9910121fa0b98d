import { cpus, loadavg } from 'node:os';

/** One line on the machine and on what else it is doing: timings mean nothing without it. */
export function describeMachine(): string {
  const all = cpus();
  const load = loadavg().map((value) => value.toFixed(2));
  return `${all[0]?.model.trim() ?? 'unknown CPU'} x ${all.length}, Node ${process.version}, load ${load.join(' ')}`;
}

/** Milliseconds of one run. */
export function timed<T>(work: () => T): { result: T; ms: number } {
  const begin = performance.now();
  const result = work();
  return { result, ms: performance.now() - begin };
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
