import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import { type LoadedModel, probabilityOf } from './loaded-model.ts';
import { type OnnxWorkerData, reasonBytes, rowLimit, state, word } from './onnx-protocol.ts';

/** A graph that has not answered by then is taken out of service: it holds up every other request. */
const servingAnswerMs = 500;
const openMs = 30_000;
/** A thread that is still in the graph by then is left to itself, unless its own would end with the one that closes it. */
const closeMs = 5_000;

/**
 * Starts the runtime in a thread with one model.
 * @param answerMs how long an answer may take; work beside serving can wait longer
 * @throws AppError `unprocessable` with the runtime's reason
 */
export async function openOnnxModel(
  version: ModelVersion,
  file: Uint8Array,
  answerMs = servingAnswerMs,
): Promise<LoadedModel> {
  const { features, input, outputName } = version.signature;
  const columns = features.length;
  const data: OnnxWorkerData = {
    ...{ file, columns, input, output: outputName },
    control: new Int32Array(new SharedArrayBuffer(8)),
    values: new Float32Array(new SharedArrayBuffer(rowLimit * columns * 4)),
    scores: new Float64Array(new SharedArrayBuffer(rowLimit * 8)),
    reason: new Uint8Array(new SharedArrayBuffer(reasonBytes)),
  };
  const worker = new Worker(new URL('./onnx-worker.ts', import.meta.url), { workerData: data, name: 'onnx' });
  await opened(worker, data.control);
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.unref();
  const { control, values, scores } = data;
  const probability = probabilityOf(version);
  let broken: string | undefined;

  function ask(rows: number): void {
    Atomics.store(control, word.rows, rows);
    Atomics.store(control, word.state, state.asked);
    Atomics.notify(control, word.state);
    const deadline = performance.now() + answerMs;
    while (Atomics.load(control, word.state) === state.asked) {
      const left = deadline - performance.now();
      if (left <= 0 || Atomics.wait(control, word.state, state.asked, left) === 'timed-out') {
        broken = `it did not answer within ${answerMs} ms`;
        leave(control);
        throw failure();
      }
    }
    const failed = Atomics.load(control, word.state) === state.failed;
    const why = failed ? reasonOf(data.reason) : '';
    Atomics.store(control, word.state, state.idle);
    Atomics.notify(control, word.state);
    if (failed) throw new AppError('unprocessable', `${version.name}@${version.version} failed: ${why}`);
  }
  const failure = () =>
    new AppError('unprocessable', `${version.name}@${version.version} is out of service: ${broken}`);

  return {
    version,
    width: columns,
    score(given, rows, out) {
      if (broken !== undefined) throw failure();
      for (let start = 0; start < rows; start += rowLimit) {
        const count = Math.min(rowLimit, rows - start);
        values.set(given.subarray(start * columns, (start + count) * columns));
        ask(count);
        for (let row = 0; row < count; row++) out[start + row] = scores[row];
      }
    },
    ...(probability === undefined ? {} : { probability }),
    out: () => broken,
    async close() {
      broken ??= 'it was closed';
      leave(control);
      worker.ref();
      const patience = new AbortController();
      const tooLong = sleep(closeMs, undefined, { signal: patience.signal }).catch(() => {});
      await (isMainThread ? Promise.race([ended, tooLong]) : ended);
      patience.abort();
      worker.unref();
    },
  };
}

/**
 * Lets the thread end when it comes out of the graph. It is never terminated: while the graph runs that ends the whole
 * process, and while it is freed the thread may wait for ever.
 */
function leave(control: Int32Array): void {
  Atomics.store(control, word.state, state.stopping);
  Atomics.notify(control, word.state);
}

function opened(worker: Worker, control: Int32Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      worker.unref();
      leave(control);
      reject(new Error(`the runtime did not open it within ${openMs / 1000} s`));
    }, openMs);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      worker.removeAllListeners('exit');
      end();
    };
    worker.once('message', (message: { kind: 'ready' } | { kind: 'failed'; message: string }) =>
      settle(() => (message.kind === 'ready' ? resolve() : reject(new Error(message.message)))),
    );
    worker.on('error', (error) => settle(() => reject(error)));
    worker.on('exit', () => settle(() => reject(new Error('the runtime ended'))));
  });
}

function reasonOf(bytes: Uint8Array): string {
  const length = bytes[0] | (bytes[1] << 8);
  return new TextDecoder().decode(bytes.slice(2, 2 + length));
}
