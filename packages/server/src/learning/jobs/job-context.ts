import { refusal } from '../../errors.ts';
import { noSuch } from '../../explain-failure.ts';
import type { FeatureEngine } from '../../features/index.ts';
import type { Placement } from '../../recommendation/index.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import { lowerThreadPriority } from '../../stores/thread-priority.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { type Told, told } from '../../told.ts';
import type { Models } from '../models.ts';
import type { ModelReport } from '../registry/model-report.ts';
import type { ModelVersion } from '../registry/model-version.ts';

const trainingThreads: ReadonlySet<string> = new Set(['train']);
/** Well below what serves. Not the lowest: a thread that hardly runs may hold a lock that a serving one waits for. */
const trainingNiceness = 10;

/** What of a job's surroundings training uses; the job runner gives more. */
export interface TrainContext {
  id: string;
  signal: AbortSignal;
  progress(fraction: number, message?: Told): void;
  log(line: Told): void;
  metric(point: { iteration: number; name: string; value: number }): void;
}

export interface TrainJobOptions {
  models: Models;
  journal: Pick<Journal, 'head' | 'readHandle'>;
  warehouse: Pick<Warehouse, 'query'>;
  engine: FeatureEngine;
  timeZone: string;
  /** Threads that grow trees unless the request says otherwise. */
  threads: number;
  placement(name: string): Placement | undefined;
  /** What all decisions earned so far. */
  rewards(): { clicks: number; conversions: number };
  /** Told of what was measured of a version, when it is stored. */
  onMeasured?(version: ModelVersion, report: ModelReport): unknown;
}

/** @throws AppError `unprocessable` */
export function placementOf({ placement }: TrainJobOptions, name = 'home'): Placement {
  const found = placement(name);
  if (found !== undefined) return found;
  const message = `there is no placement ${JSON.stringify(name)} to train for`;
  throw refusal('unprocessable', 'noSuch', message, noSuch('placement', name, []));
}

/** What the training thread is given; it and the threads that it starts step back behind serving at once. */
export function threadOptions(
  { journal }: TrainJobOptions,
  { signal, progress, log, metric }: TrainContext,
  share: number,
) {
  return {
    ...{ journal, signal },
    onThread: () => void lowerThreadPriority(trainingThreads, trainingNiceness),
    onProgress: (fraction: number, message: Told) => progress(fraction * share, message),
    onLog: log,
    onMetric: metric,
  };
}

/** The first line of a job. */
export function began(
  what: 'training' | 'evaluating',
  name: string,
  from: 'decisions' | 'purchases',
  offset: number,
  champion: string | undefined,
): Told {
  const [code, against] = champion === undefined ? [what, ''] : [`${what}Against`, `, against ${champion}`];
  return told(code, `${what} ${name} from ${from}, journal up to ${offset}${against}`, {
    ...{ name, from, offset },
    ...(champion !== undefined && { champion }),
  });
}
