import { AppError } from './errors.ts';

const undoMs = 3_600_000;
const mostKept = 100;

/** What was removed within the last hour, so that it can be put back. In memory only: a restart forgets it. */
export class Removed<T> {
  readonly #kept = new Map<string, { at: number; value: T }>();
  readonly #what: string;
  readonly #now: () => number;

  /** @param what is kept, in a refusal's words: `alert` */
  constructor(what: string, now: () => number) {
    this.#what = what;
    this.#now = now;
  }

  keep(id: string, value: T): void {
    const now = this.#now();
    for (const [old, { at }] of this.#kept) {
      if (at < now - undoMs || this.#kept.size >= mostKept) this.#kept.delete(old);
    }
    this.#kept.set(id, { at: now, value });
  }

  /** @throws AppError `gone` */
  get(id: string): T {
    const found = this.#kept.get(id);
    if (found === undefined || found.at < this.#now() - undoMs) {
      throw new AppError('gone', `only ${this.#what} that was removed within the last hour can be put back`);
    }
    return found.value;
  }

  /** It was put back. */
  forget(id: string): void {
    this.#kept.delete(id);
  }
}
