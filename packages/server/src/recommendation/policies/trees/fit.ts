import { Worker } from 'node:worker_threads';
import { AppError } from '../../../errors.ts';
import { lowerThreadPriority } from '../../../stores/thread-priority.ts';

/** Rows to fit on, and how. Plain data for the thread that does it. */
export interface FitRequest {
  /** Rows × columns, row-major. */
  features: Float64Array;
  columns: number;
  /** 0 or 1 per row. */
  rewards: Float64Array;
  members: number;
  iterations: number;
  maxDepth: number;
  seed: number;
}

const threadName = 'policy-fit';
const niceness = 5;

/** Fits the members in a thread of its own; gives their JSON. Rejects with the signal's reason when aborted. */
export async function fitTrees(request: FitRequest, signal: AbortSignal): Promise<unknown[]> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./fit-worker.ts', import.meta.url), {
    workerData: request,
    name: threadName,
  });
  const abort = (): void => void worker.terminate();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<unknown[]>((resolve, reject) => {
      worker.once('online', () => lowerThreadPriority(new Set([threadName]), niceness));
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () =>
        reject(signal.aborted ? signal.reason : new AppError('internal', 'the fit ended without a result')),
      );
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
