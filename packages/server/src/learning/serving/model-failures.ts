import { type ModelVersion, referenceOf } from '../registry/model-version.ts';

export interface ModelFailuresOptions {
  /** Loads the version anew and swaps it in. */
  reopen(version: ModelVersion): Promise<void>;
  /** Told of the first failure and of those that follow once a minute. */
  onProblem(reference: string, error: unknown): void;
}

interface Failing {
  toldAt: number;
  openedAt: number;
  pauseMs: number;
  timer: NodeJS.Timeout | undefined;
}

const tellEveryMs = 60_000;
const firstPauseMs = 1_000;
const longestPauseMs = 300_000;

/**
 * What follows when a model fails while it serves: people are told, but not for each request, and one that is out is
 * opened again, at first a second later, then after ever longer pauses until it has served for as long as the longest.
 */
export class ModelFailures {
  readonly #options: ModelFailuresOptions;
  readonly #failing = new Map<string, Failing>();

  constructor(options: ModelFailuresOptions) {
    this.#options = options;
  }

  /** @param isOut whether the model will not score again until it is loaded anew */
  note(version: ModelVersion, error: unknown, isOut: boolean): void {
    const reference = referenceOf(version);
    const now = performance.now();
    const failing = this.#failing.get(reference) ?? {
      ...{ toldAt: Number.NEGATIVE_INFINITY, openedAt: now, pauseMs: firstPauseMs, timer: undefined },
    };
    this.#failing.set(reference, failing);
    if (now - failing.toldAt >= tellEveryMs) {
      failing.toldAt = now;
      this.#options.onProblem(reference, error);
    }
    if (!isOut || failing.timer !== undefined) return;
    if (now - failing.openedAt > longestPauseMs) failing.pauseMs = firstPauseMs;
    failing.timer = setTimeout(() => void this.#reopen(version, failing), failing.pauseMs).unref();
    failing.pauseMs = Math.min(failing.pauseMs * 4, longestPauseMs);
  }

  close(): void {
    for (const { timer } of this.#failing.values()) clearTimeout(timer);
  }

  async #reopen(version: ModelVersion, failing: Failing): Promise<void> {
    try {
      await this.#options.reopen(version);
      failing.timer = undefined;
    } catch (error) {
      failing.timer = undefined;
      this.note(version, error, true);
    }
    failing.openedAt = performance.now();
  }
}
