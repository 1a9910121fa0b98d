import type { JobPoint } from '../../../api/jobs.ts';

/** Rounds of one fit by one metric. A training with bias correction fits twice. */
export interface LiveRun {
  metric: string;
  /** Which rows it was measured on. */
  rows: 'training' | 'validation';
  /** From 1. */
  fit: number;
  points: [iteration: number, value: number][];
}

const trainingPrefix = 'train ';

/** The points as told, as runs: where a metric's rounds begin again, another fit has begun. */
export function toRuns(points: readonly JobPoint[]): LiveRun[] {
  const runs: LiveRun[] = [];
  const newest = new Map<string, LiveRun>();
  for (const { name, iteration, value } of points) {
    let run = newest.get(name);
    const last = run?.points.at(-1)?.[0];
    if (run === undefined || (last !== undefined && iteration <= last)) {
      const training = name.startsWith(trainingPrefix);
      run = {
        metric: training ? name.slice(trainingPrefix.length) : name,
        rows: training ? 'training' : 'validation',
        fit: (run?.fit ?? 0) + 1,
        points: [],
      };
      newest.set(name, run);
      runs.push(run);
    }
    run.points.push([iteration, value]);
  }
  return runs;
}
