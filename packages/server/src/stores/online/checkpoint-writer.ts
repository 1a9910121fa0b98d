import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { CheckpointMeta } from './checkpoint-file.ts';
import type { FromWorker, ToWorker } from './checkpoint-worker.ts';

/** Bytes handed to the worker and not yet written above which copying waits. */
const maxOutstanding = 8 << 20;

interface Pending {
  resolve: () => void;
  reject: (error: Error) => void;
  promise: Promise<void>;
}

/** The main thread's end of checkpoint-worker.ts. Generations are written one after another. */
export class CheckpointWriter {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextGeneration = 0;
  #outstanding = 0;
  #wake: (() => void) | undefined;
  #broken: Error | undefined;

  constructor(path: string) {
    this.#worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
      workerData: { path },
      // What it handles lies outside its heap.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.#worker.unref();
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the checkpoint thread ended')));
  }

  /** Begins a generation; `done` settles when it is durable or lost. */
  begin(): { generation: number; done: Promise<void> } {
    const generation = this.#nextGeneration++;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#pending.set(generation, { promise, resolve, reject });
    if (this.#broken !== undefined) this.#settle(generation, failure('storage_failed', this.#broken.message));
    else {
      this.#worker.ref();
      this.#send({ kind: 'begin', generation });
    }
    return { generation, done: promise };
  }

  chunk(generation: number, table: string, number: number, bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#pending.has(generation)) return;
    this.#outstanding += bytes.length;
    this.#send({ kind: 'chunk', generation, table, number, bytes }, [bytes.buffer]);
  }

  commit(generation: number, meta: CheckpointMeta): void {
    if (this.#pending.has(generation)) this.#send({ kind: 'commit', generation, meta });
  }

  /** The thread has ended; another writer is needed. */
  get broken(): boolean {
    return this.#broken !== undefined;
  }

  isOpen(generation: number): boolean {
    return this.#pending.has(generation);
  }

  /** Resolves when the worker has caught up enough to be given more. */
  async room(): Promise<void> {
    while (this.#outstanding > maxOutstanding && this.#pending.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#pending.values()].map((p) => p.promise));
    if (this.#broken !== undefined) return;
    this.#worker.ref();
    const exited = once(this.#worker, 'exit');
    this.#send({ kind: 'close' });
    await exited;
  }

  #send(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'written') this.#outstanding -= message.bytes;
    else if (message.kind === 'committed') this.#settle(message.generation);
    else if (message.kind === 'failed') {
      // Chunks sent after the failure are dropped unwritten and never acknowledged.
      this.#outstanding = 0;
      this.#settle(message.generation, failure(message.code, message.message));
    }
    this.#wakeUp();
  }

  #fail(error: Error): void {
    this.#broken ??= error;
    for (const generation of [...this.#pending.keys()]) {
      this.#settle(generation, failure('storage_failed', error.message));
    }
    this.#wakeUp();
  }

  #settle(generation: number, error?: Error): void {
    const pending = this.#pending.get(generation);
    this.#pending.delete(generation);
    if (this.#pending.size === 0) this.#worker.unref();
    if (error === undefined) pending?.resolve();
    else pending?.reject(error);
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

function failure(code: string, message: string): AppError {
  return new AppError(
    code === 'storage_full' ? 'storage_full' : 'storage_failed',
    `the checkpoint of online state failed: ${message}; the previous one stays in use`,
  );
}
