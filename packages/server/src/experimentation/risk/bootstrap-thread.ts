import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RiskBootstrap, RiskBootstrapOptions } from '@personalize/learn';
import { AppError } from '../../errors.ts';

const timeoutMs = 30_000;
const maxWaiting = 8;

export interface BootstrapTask {
  returns: number[];
  seed: number;
  options: RiskBootstrapOptions;
}

/** A thread for resampling, started at the first task and kept; tasks run one after another. */
export class BootstrapThread {
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Rejects with `overloaded` when too many wait or the task takes over 30 s. */
  async run(task: BootstrapTask): Promise<RiskBootstrap> {
    if (this.#waiting >= maxWaiting) {
      throw new AppError('overloaded', `${maxWaiting} series are being resampled; try again`, {
        retryAfter: 2,
      });
    }
    this.#waiting++;
    const result = this.#last.then(() => this.#resample(task));
    this.#last = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      this.#waiting--;
    }
  }

  async close(): Promise<void> {
    await this.#end();
  }

  async #resample(task: BootstrapTask): Promise<RiskBootstrap> {
    this.#worker ??= new Worker(new URL('./risk-worker.ts', import.meta.url), { name: 'risk bootstrap' });
    const worker = this.#worker;
    const settled = new AbortController();
    const { signal } = settled;
    const timeout = setTimeout(() => settled.abort(), timeoutMs);
    try {
      const answer = once(worker, 'message', { signal });
      const ended = once(worker, 'exit', { signal }).then(([code]) => {
        throw new Error(`the resampling thread ended with code ${code}`);
      });
      worker.postMessage(task);
      const [result] = await Promise.race([answer, ended]);
      return result;
    } catch (error) {
      await this.#end();
      if (!signal.aborted) throw error;
      throw new AppError('overloaded', 'resampling took too long; ask for fewer resamples');
    } finally {
      clearTimeout(timeout);
      settled.abort();
    }
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
