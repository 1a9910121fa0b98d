import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import { lowerThreadPriority } from '../../stores/thread-priority.ts';
import type { Told } from '../../told.ts';
import type { EvaluationTask } from './evaluate.ts';
import type { LearnTask, LearntRanker } from './learn.ts';
import type {
  EvaluationAnswer,
  EvaluationMessage,
  EvaluationWork,
  EvaluationWorkerData,
} from './protocol.ts';
import type { EvaluationResult } from './result.ts';

/** Time that the thread has to stop by itself when it is cancelled, ms: to end it within an ONNX graph ends the process. */
const graceMs = 20_000;
const threadName = 'evaluate';
const threadNames: ReadonlySet<string> = new Set([threadName]);
/** As training: well below what serves. */
const niceness = 10;

export interface ThreadOptions {
  journal: Pick<Journal, 'readHandle'>;
  signal: AbortSignal;
  onProgress(fraction: number, message: Told): void;
  onLog(line: Told): void;
}

/** {@link evaluate} in a thread of its own. */
export async function evaluateInThread(
  task: EvaluationTask,
  options: ThreadOptions,
): Promise<EvaluationResult> {
  return (await inThread({ kind: 'evaluate', task }, options)) as EvaluationResult;
}

/** {@link learn} in a thread of its own. */
export async function learnInThread(task: LearnTask, options: ThreadOptions): Promise<LearntRanker> {
  return (await inThread({ kind: 'learn', task }, options)) as LearntRanker;
}

/**
 * @throws AppError with the code that the thread told, `internal` when it died, and the signal's reason when
 *   it was aborted
 */
async function inThread(work: EvaluationWork, options: ThreadOptions): Promise<EvaluationAnswer> {
  const { journal, signal } = options;
  signal.throwIfAborted();
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const handle = journal.readHandle();
  const data: EvaluationWorkerData = { work, journal: handle, stop };
  const worker = new Worker(new URL('./evaluation-worker.ts', import.meta.url), {
    ...{ workerData: data, transferList: [handle.port], name: threadName },
  });
  worker.once('online', () => lowerThreadPriority(threadNames, niceness));
  let grace: NodeJS.Timeout | undefined;
  const abort = (): void => {
    Atomics.store(stop, 0, 1);
    grace = setTimeout(() => void worker.terminate(), graceMs);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await answerOf(worker, options);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(grace);
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

function answerOf(worker: Worker, { onProgress, onLog }: ThreadOptions): Promise<EvaluationAnswer> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: EvaluationMessage) => {
      if (message.kind === 'progress') onProgress(message.fraction, message.message);
      else if (message.kind === 'log') onLog(message.line);
      else if (message.kind === 'done') resolve(message.answer);
      else reject(new AppError(message.code ?? 'internal', message.message, { errors: message.errors }));
    });
    worker.on('error', (cause) => {
      reject(new AppError('internal', `the evaluating thread died: ${cause.message}`, { cause }));
    });
    worker.on('exit', (code) => {
      reject(new AppError('internal', `the evaluating thread ended with code ${code} before it was done`));
    });
  });
}
