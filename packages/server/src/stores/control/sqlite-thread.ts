import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { sqliteFailureError } from '../sqlite-error.ts';
import type { SqliteReady, SqliteReply, SqliteRequest, SqliteWorkerData } from './sqlite-protocol.ts';

type Call = SqliteRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

interface Waiting {
  resolve: (reply: SqliteReply) => void;
  reject: (error: AppError) => void;
}

/** The main thread's end of a SQLite worker. Commits, checkpoints and scans never block the calling thread. */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #dead: AppError | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: SqliteReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (reply.kind === 'failed') waiting?.reject(sqliteFailureError(reply.failure));
      else waiting?.resolve(reply);
    });
    worker.on('error', (error) => this.#die(error.message));
    worker.on('exit', (code) => this.#die(`its thread ended with code ${code}`));
  }

  static async start(data: SqliteWorkerData): Promise<SqliteThread> {
    const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
      workerData: data,
      name: 'control-store',
      // Its strings live for one message; more room would only be memory.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    const [ready] = (await once(worker, 'message')) as [SqliteReady];
    if (ready.kind === 'ready') return new SqliteThread(worker);
    await worker.terminate();
    throw sqliteFailureError(ready.failure);
  }

  call(call: Call): Promise<SqliteReply> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...call });
    });
  }

  async close(): Promise<void> {
    if (this.#dead !== undefined) return;
    const ended = once(this.#worker, 'exit');
    await this.call({ kind: 'close' });
    await ended;
  }

  #die(why: string): void {
    this.#dead ??= new AppError('storage_failed', `the control store stopped: ${why}; restart the server`);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#dead);
    this.#waiting.clear();
  }
}
