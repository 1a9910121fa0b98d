import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import type { TrainMessage, TrainWorkerData } from './protocol.ts';
import { checkRequest, type TrainRequest } from './request.ts';
import type { TrainedRanker } from './train.ts';

export interface TrainRankerOptions {
  journal: Pick<Journal, 'head' | 'readHandle'>;
  /** 0..1, some times a second. */
  onProgress?(fraction: number, message: string): void;
  onLog?(line: string): void;
  /** A validation metric after each round. */
  onMetric?(metric: { iteration: number; name: string; value: number }): void;
  signal?: AbortSignal;
}

/** Time that the thread has to stop by itself when it is cancelled, ms. */
const graceMs = 5000;

/**
 * Trains a ranker in a thread of its own, from the journal as it is now. Nothing is stored: the result is
 * returned, and a cancel or a crash leaves no trace.
 * @throws AppError `invalid_request` for the request, `unprocessable` when the data do not do or a check
 *   refuses them, `internal` when the thread died, and the signal's reason when it was aborted
 */
export async function trainRanker(
  request: TrainRequest,
  options: TrainRankerOptions,
): Promise<TrainedRanker> {
  const { journal, signal } = options;
  signal?.throwIfAborted();
  checkRequest(request, journal.head);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const handle = journal.readHandle();
  const data: TrainWorkerData = { request, journal: handle, stop };
  const worker = startWorker(data);
  let grace: NodeJS.Timeout | undefined;
  const abort = (): void => {
    Atomics.store(stop, 0, 1);
    grace = setTimeout(() => void worker.terminate(), graceMs);
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await resultOf(worker, options);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    clearTimeout(grace);
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

function startWorker(data: TrainWorkerData): Worker {
  const { port } = data.journal;
  try {
    return new Worker(new URL('./train-worker.ts', import.meta.url), {
      workerData: data,
      transferList: [port],
      name: 'train',
    });
  } catch (cause) {
    port.close();
    throw new AppError(
      'invalid_request',
      `the request cannot be handed to a thread: ${(cause as Error).message}; it must be plain data`,
      { cause },
    );
  }
}

function resultOf(worker: Worker, options: TrainRankerOptions): Promise<TrainedRanker> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: TrainMessage) => {
      switch (message.kind) {
        case 'progress':
          options.onProgress?.(message.fraction, message.message);
          break;
        case 'log':
          options.onLog?.(message.line);
          break;
        case 'metric': {
          const { iteration, name, value } = message;
          options.onMetric?.({ iteration, name, value });
          break;
        }
        case 'done':
          resolve(message.result);
          break;
        case 'stopped':
          reject(new AppError('conflict', 'training was stopped'));
          break;
        case 'failed':
          reject(
            new AppError(
              message.code ?? 'internal',
              message.code === undefined ? `training failed: ${message.message}` : message.message,
            ),
          );
      }
    });
    worker.on('error', (cause) => {
      reject(new AppError('internal', `the training thread died: ${cause.message}`, { cause }));
    });
    worker.on('exit', (code) => {
      reject(new AppError('internal', `the training thread ended with code ${code} before it was done`));
    });
  });
}
