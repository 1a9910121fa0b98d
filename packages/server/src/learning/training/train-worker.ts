/** Worker entry: trains one ranker and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { openJournalReader } from '../../stores/journal/journal-reader.ts';
import type { TrainMessage, TrainWorkerData } from './protocol.ts';
import { train } from './train.ts';

const port = parentPort;
if (port === null) throw new Error('train-worker.ts must be started as a worker thread');
const { request, journal, stop } = workerData as TrainWorkerData;

class Stopped extends Error {}

function send(message: TrainMessage, transfer: ArrayBuffer[] = []): void {
  port!.postMessage(message, transfer);
}

const reader = openJournalReader(journal);
let progressAt = 0;
try {
  const result = await train(reader, request, {
    check() {
      if (Atomics.load(stop, 0) !== 0) throw new Stopped();
    },
    onProgress(fraction, message) {
      const now = performance.now();
      if (now - progressAt < 50 && fraction < 1) return;
      progressAt = now;
      send({ kind: 'progress', fraction, message });
    },
    onLog: (line) => send({ kind: 'log', line }),
    onMetric: (metric) => send({ kind: 'metric', ...metric }),
  });
  send({ kind: 'done', result }, [result.model.buffer]);
} catch (error) {
  if (error instanceof Stopped) send({ kind: 'stopped' });
  else {
    const code = error instanceof AppError ? error.code : undefined;
    send({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  }
} finally {
  reader.close();
}
