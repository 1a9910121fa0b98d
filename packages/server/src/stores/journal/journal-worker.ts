import { once } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { sqliteFailureError } from '../sqlite-error.ts';
import type {
  JournalReady,
  JournalReply,
  JournalRequest,
  JournalWorkerData,
} from './sqlite-journal-protocol.ts';

type Call = JournalRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** The main thread's end of the journal's worker: numbers requests and hands each its reply, in order. */
export class JournalWorker {
  /** Set when the worker died: nothing more can be stored until the process restarts. */
  dead: AppError | undefined;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (reply: JournalReply) => void>();
  #nextId = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: JournalReply) => {
      const settle = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      settle?.(reply);
    });
    worker.on('error', (error) => this.#die(error.message));
    worker.on('exit', (code) => this.#die(`its thread ended with code ${code}`));
  }

  /** Starts the worker; resolves with the offset that the next record gets. */
  static async start(data: JournalWorkerData): Promise<{ worker: JournalWorker; head: number }> {
    const thread = new Worker(new URL('./sqlite-journal-worker.ts', import.meta.url), {
      workerData: data,
      name: 'journal',
      // Its strings live for one message; more room would only be memory.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    const ready = await firstMessage(thread);
    if (ready.kind === 'unusable') {
      await thread.terminate();
      throw sqliteFailureError(ready.failure);
    }
    return { worker: new JournalWorker(thread), head: ready.head };
  }

  /** Calls `settle` synchronously when the reply arrives; replies arrive in the order of the requests. `given` are empty here afterwards. */
  post(call: Call, settle: (reply: JournalReply) => void, given: readonly ArrayBuffer[] = []): void {
    const id = this.#nextId++;
    if (this.dead !== undefined) {
      settle(deadReply(id, this.dead));
      return;
    }
    this.#waiting.set(id, settle);
    this.#worker.postMessage({ id, ...call }, given);
  }

  /** Sends a request and waits for its reply; rejects when the worker could not carry it out. */
  call(call: Call): Promise<JournalReply> {
    return new Promise((resolve, reject) => {
      this.post(call, (reply) => {
        if (reply.kind === 'failed') reject(sqliteFailureError(reply.failure));
        else resolve(reply);
      });
    });
  }

  /** A port over which another thread reads; see journal-reader.ts. Closed together with the journal. */
  readerPort(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const id = this.#nextId++;
    this.#waiting.set(id, () => undefined);
    if (this.dead === undefined) this.#worker.postMessage({ id, kind: 'attach', port: port1 }, [port1]);
    else port1.close();
    return port2;
  }

  /** Closes the file and ends the thread. */
  async close(): Promise<void> {
    if (this.dead !== undefined) return;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    await this.call({ kind: 'close' });
    await ended;
  }

  #die(why: string): void {
    this.dead ??= new AppError('storage_failed', `the journal stopped: ${why}; restart the server`);
    for (const [id, settle] of this.#waiting) {
      this.#waiting.delete(id);
      settle(deadReply(id, this.dead));
    }
  }
}

/** Leaves only the listeners that it found: a worker's own must stay, else it falls silent. */
async function firstMessage(thread: Worker): Promise<JournalReady> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    const [ready] = await Promise.race([
      once(thread, 'message', { signal }),
      once(thread, 'exit', { signal }).then(([code]) => {
        throw new Error(`its thread ended with code ${code}`);
      }),
    ]);
    return ready as JournalReady;
  } catch (cause) {
    throw new AppError('storage_failed', `the journal could not start: ${String(cause)}`, { cause });
  } finally {
    settled.abort();
  }
}

function deadReply(id: number, error: AppError): JournalReply {
  return { id, kind: 'failed', failure: { code: 'storage_failed', message: error.message } };
}
