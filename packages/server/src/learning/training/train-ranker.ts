import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import type { Told } from '../../told.ts';
import type { EvaluatedModel, JudgedModel } from './evaluate-model.ts';
import type { TrainMessage, TrainWorkerData } from './protocol.ts';
import { checkRequest, type TrainRequest } from './request.ts';
import type { TrainedRanker } from './train.ts';

export interface TrainRankerOptions {
  journal: Pick<Journal, 'head' | 'readHandle'>;
  /** 0..1, some times a second. */
  onProgress?(fraction: number, message: Told): void;
  onLog?(line: Told): void;
  /** A validation metric after each round. */
  onMetric?(metric: { iteration: number; name: string; value: number }): void;
  signal?: AbortSignal;
  /** The thread runs, and has loaded nothing yet. */
  onThread?(): void;
}

/** Time that the thread has to stop by itself when it is cancelled, ms: to end it within an ONNX graph ends the process. */
const graceMs = 20_000;

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
  const message = await inThread({ request }, options);
  if (message.kind !== 'trained') throw new AppError('internal', 'the training thread gave no ranker');
  return message.result;
}

/**
 * Judges a model in a thread of its own on the test part that training would use.
 * @throws AppError as {@link trainRanker}
 */
export async function evaluateRanker(
  request: TrainRequest,
  judged: JudgedModel,
  options: TrainRankerOptions,
): Promise<EvaluatedModel> {
  const message = await inThread({ request, judged }, options);
  if (message.kind !== 'evaluated') throw new AppError('internal', 'the training thread gave no evaluation');
  return message.result;
}

type Result = Extract<TrainMessage, { kind: 'trained' | 'evaluated' }>;

async function inThread(
  work: Pick<TrainWorkerData, 'request' | 'judged'>,
  options: TrainRankerOptions,
): Promise<Result> {
  const { journal, signal } = options;
  signal?.throwIfAborted();
  checkRequest(work.request, journal.head);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const handle = journal.readHandle();
  const data: TrainWorkerData = { ...work, journal: handle, stop };
  const worker = startWorker(data);
  worker.once('online', () => options.onThread?.());
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

function resultOf(worker: Worker, options: TrainRankerOptions): Promise<Result> {
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
        case 'trained':
        case 'evaluated':
          resolve(message);
          break;
        case 'stopped':
          reject(new AppError('conflict', 'training was stopped'));
          break;
        case 'failed':
          reject(
            new AppError(
              message.code ?? 'internal',
              message.code === undefined ? `training failed: ${message.message}` : message.message,
              { errors: message.errors },
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
