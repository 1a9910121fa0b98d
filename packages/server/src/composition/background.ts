/** Ends something. What may be left for the next start is left when `patience` aborts. */
export type Closer = (patience: AbortSignal) => Promise<unknown>;

/** Tasks that run beside requests, and what must happen, in which order, when the process ends. */
export class Background {
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #closers: { name: string; close: Closer }[] = [];
  readonly #onError: (error: unknown, name: string) => void;
  #closed = false;

  constructor(onError: (error: unknown, name: string) => void) {
    this.#onError = onError;
  }

  /** Calls `task` every `ms`, never twice at once. A failure is reported and does not stop it. */
  every(ms: number, name: string, task: () => unknown): void {
    let busy = false;
    const timer = setInterval(() => {
      if (busy || this.#closed) return;
      busy = true;
      this.#begin(name, task).finally(() => {
        busy = false;
      });
    }, ms);
    this.#timers.push(timer);
  }

  /** Does `task` beside requests, now. A failure is reported. */
  once(name: string, task: () => unknown): void {
    if (!this.#closed) void this.#begin(name, task);
  }

  /** Registers what to do at the end: the last registered goes first, as it may need the earlier ones. */
  onClose(name: string, close: Closer): void {
    this.#closers.push({ name, close });
  }

  /** Stops the timers, waits for running tasks, then closes everything; one failure does not keep the rest open. */
  async close(patience: AbortSignal = new AbortController().signal): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running);
    for (const { name, close } of this.#closers.reverse()) {
      try {
        await close(patience);
      } catch (error) {
        this.#onError(error, name);
      }
    }
  }

  #begin(name: string, task: () => unknown): Promise<void> {
    const run = (async () => {
      try {
        await task();
      } catch (error) {
        this.#onError(error, name);
      }
    })();
    this.#running.add(run);
    return run.finally(() => this.#running.delete(run));
  }
}
