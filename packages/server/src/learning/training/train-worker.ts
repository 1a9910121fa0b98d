/** Worker entry: trains or judges one ranker and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { openJournalReader } from '../../stores/journal/journal-reader.ts';
import { evaluateModel } from './evaluate-model.ts';
import type { TrainMessage, TrainWorkerData } from './protocol.ts';
import { type TrainHooks, train } from './train.ts';

const port = parentPort;
if (port === null) throw new Error('train-worker.ts must be started as a worker thread');
const { request, judged, journal, stop } = workerData as TrainWorkerData;

class Stopped extends Error {}

function send(message: TrainMessage, transfer: ArrayBuffer[] = []): void {
  port!.postMessage(message, transfer);
}

const reader = openJournalReader(journal);
let progressAt = 0;
const hooks: TrainHooks = {
  check() {
    if (Atomics.load(stop, 0) !== 0) throw new Stopped();
  },
  onProgress(fraction, message) {
    const now = performance.now();
    if (now - progressAt < 200 && fraction < 1) return;
    progressAt = now;
    send({ kind: 'progress', fraction, message });
  },
  onLog: (line) => send({ kind: 'log', line }),
  onMetric: (metric) => send({ kind: 'metric', ...metric }),
};
try {
  if (judged === undefined) {
    const result = await train(reader, request, hooks);
    send({ kind: 'trained', result }, [result.model.buffer]);
  } else {
    send({ kind: 'evaluated', result: await evaluateModel(reader, request, judged, hooks) });
  }
} catch (error) {
  if (error instanceof Stopped) send({ kind: 'stopped' });
  else {
    const { code, errors } = error instanceof AppError ? error : { code: undefined, errors: undefined };
    send({ kind: 'failed', code, errors, message: error instanceof Error ? error.message : String(error) });
  }
} finally {
  reader.close();
}
