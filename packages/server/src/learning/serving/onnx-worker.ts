/**
 * Worker entry: one ONNX session. The runtime's calls are asynchronous while a recommendation is made in one
 * synchronous step, so the session lives here and the serving thread waits for it on a shared word.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type OnnxWorkerData, state, word } from './onnx-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('onnx-worker.ts must be started as a worker thread');
const { file, columns, input, output, control, values, scores, reason } = workerData as OnnxWorkerData;

try {
  const session = await InferenceSession.create(file, {
    executionProviders: ['cpu'],
    interOpNumThreads: 1,
    intraOpNumThreads: 1,
  });
  const from = named('input', input, session.inputNames);
  const to = named('output', output, session.outputNames);
  await run(session, from, to, 1);
  port.postMessage({ kind: 'ready' });
  for (;;) {
    Atomics.wait(control, word.state, state.idle);
    const now = Atomics.load(control, word.state);
    if (now === state.stopping) break;
    if (now !== state.asked) {
      // The answer has not been taken yet.
      Atomics.wait(control, word.state, now);
      continue;
    }
    let answer: number = state.done;
    try {
      await run(session, from, to, Atomics.load(control, word.rows));
    } catch (error) {
      explain(error);
      answer = state.failed;
    }
    Atomics.compareExchange(control, word.state, state.asked, answer);
    Atomics.notify(control, word.state);
  }
  await session.release();
} catch (error) {
  port.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}

async function run(session: InferenceSession, from: string, to: string, rows: number): Promise<void> {
  // The runtime keeps no view of the tensor after the call, but refuses shared memory.
  const data = Float32Array.from(values.subarray(0, rows * columns));
  const results = await session.run({ [from]: new Tensor('float32', data, [rows, columns]) }, [to]);
  const result = results[to];
  const { data: out, dims, type } = result;
  const width = dims.slice(1).reduce((product, size) => product * size, 1);
  if (dims[0] !== rows || (width !== 1 && width !== 2)) {
    throw new Error(
      `output ${to} has the shape [${dims.join(', ')}] for ${rows} rows; it must be [rows], [rows, 1] or, for two classes, [rows, 2]`,
    );
  }
  if (type !== 'float32' && type !== 'float64') {
    throw new Error(`output ${to} holds ${type}; it must hold float32 or float64`);
  }
  const numbers = out as Float32Array | Float64Array;
  // Of two classes the second is the outcome.
  for (let row = 0; row < rows; row++) scores[row] = numbers[row * width + width - 1];
}

function named(what: string, wanted: string | undefined, names: readonly string[]): string {
  if (wanted === undefined) return names[0];
  if (names.includes(wanted)) return wanted;
  throw new Error(`the graph has no ${what} ${wanted}; it has ${names.join(', ')}`);
}

function explain(error: unknown): void {
  const text = new TextEncoder().encode(error instanceof Error ? error.message : String(error));
  const length = Math.min(text.length, reason.length - 2);
  reason[0] = length & 255;
  reason[1] = length >> 8;
  reason.set(text.subarray(0, length), 2);
}
