/** Worker entry: judges or learns one policy and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { OffPolicyError } from '@personalize/learn';
import { AppError } from '../../errors.ts';
import { openJournalReader } from '../../stores/journal/journal-reader.ts';
import type { Told } from '../../told.ts';
import { evaluate } from './evaluate.ts';
import { learn } from './learn.ts';
import type { EvaluationMessage, EvaluationWorkerData } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('evaluation-worker.ts must be started as a worker thread');
const { work, journal, stop } = workerData as EvaluationWorkerData;

function send(message: EvaluationMessage): void {
  port!.postMessage(message);
}

const reader = openJournalReader(journal);
let progressAt = 0;
const hooks = {
  check() {
    if (Atomics.load(stop, 0) !== 0) throw new AppError('conflict', 'it was stopped');
  },
  onProgress(fraction: number, message: Told) {
    const now = performance.now();
    if (now - progressAt < 50) return;
    progressAt = now;
    send({ kind: 'progress', fraction, message });
  },
  onLog: (line: Told) => send({ kind: 'log', line }),
};
try {
  const answer =
    work.kind === 'evaluate'
      ? await evaluate(reader, work.task, hooks)
      : await learn(reader, work.task, hooks);
  send({ kind: 'done', answer });
} catch (error) {
  const code =
    error instanceof AppError ? error.code : error instanceof OffPolicyError ? 'unprocessable' : undefined;
  const errors = error instanceof AppError ? error.errors : undefined;
  send({ kind: 'failed', code, errors, message: error instanceof Error ? error.message : String(error) });
} finally {
  reader.close();
}
