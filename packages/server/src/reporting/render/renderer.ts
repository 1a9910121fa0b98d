import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { lowerThreadPriority } from '../../stores/thread-priority.ts';
import type { RenderReply, RenderTask } from './protocol.ts';

const threadName = 'report render';
const threadNames: ReadonlySet<string> = new Set([threadName.slice(0, 15)]);
/** Behind serving, before training: somebody waits for the file. */
const niceness = 5;
const waitingAtMost = 50;
/** A thread that draws nothing ends: fonts and the charts' code hold some 100 MB. */
const idleMs = 600_000;
const taskTimeoutMs = 60_000;

interface Waiting {
  /** The thread that was asked: another's end is not its own. */
  worker: Worker;
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** Draws pictures and documents in a thread of its own, one after the other. */
export class Renderer {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #next = 0;

  /**
   * Starts the thread, so that the next report does not wait for it, or keeps the one there is. It ends by itself
   * when nothing is drawn. What fails here, the next report tells.
   */
  warm(): void {
    if (this.#waiting.size > 0) return;
    if (this.#worker === undefined) this.render('warm').catch(() => {});
    else this.#endWhenIdle();
  }

  /** @throws AppError `overloaded` when too many wait, `invalid_request` for too many pixels, `internal` when the drawing failed */
  render(task: RenderTask | 'warm'): Promise<Uint8Array> {
    if (this.#waiting.size >= waitingAtMost) {
      throw new AppError('overloaded', `${waitingAtMost} reports are being drawn; try again`, {
        retryAfter: 5,
      });
    }
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#fail(worker, new AppError('overloaded', 'the report took too long to draw; make it smaller'));
        void this.close();
      }, taskTimeoutMs);
      this.#waiting.set(id, { worker, resolve, reject, timer });
      worker.postMessage({ id, task });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { name: threadName });
    worker.unref();
    worker.once('online', () => lowerThreadPriority(threadNames, niceness));
    worker.on('message', (reply: RenderReply) => {
      const waiting = this.#waiting.get(reply.id);
      if (waiting === undefined) return;
      this.#waiting.delete(reply.id);
      clearTimeout(waiting.timer);
      if ('bytes' in reply) waiting.resolve(reply.bytes);
      else if ('refused' in reply)
        waiting.reject(new AppError('invalid_request', reply.refused, { errors: reply.errors }));
      else waiting.reject(new Error(`a report could not be drawn: ${reply.problem}`));
      if (this.#waiting.size === 0) this.#endWhenIdle();
    });
    worker.on('error', (error) => this.#fail(worker, error as Error));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      this.#fail(worker, new AppError('internal', 'the drawing thread ended'));
    });
    return worker;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), idleMs);
    this.#idle.unref();
  }

  #fail(ended: Worker, error: Error): void {
    for (const [id, { worker, reject, timer }] of this.#waiting) {
      if (worker !== ended) continue;
      this.#waiting.delete(id);
      clearTimeout(timer);
      reject(error);
    }
  }
}
