import { cpus, loadavg } from 'node:os';

/** One line on the machine and on what else it is doing: timings mean nothing without it. */
export function describeMachine(): string {
  const all = cpus();
  const load = loadavg().map((value) => value.toFixed(2));
  return `${all[0]?.model.trim() ?? 'unknown CPU'} x ${all.length}, Node ${process.version}, load ${load.join(' ')}`;
}

/** Milliseconds of one run: by the clock, and of all threads' processor time, which other load hardly moves. */
export function timed<T>(work: () => T): { result: T; ms: number; cpu: number } {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const result = work();
  const ms = performance.now() - begin;
  const used = process.cpuUsage(cpu);
  return { result, ms, cpu: (used.user + used.system) / 1000 };
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
