import { setTimeout as sleep } from 'node:timers/promises';

/** A failure that may pass: the same message is worth another try. */
export class TemporaryFailure extends Error {
  override readonly name = 'TemporaryFailure';
  /** Least ms to wait, when the receiver said so. */
  readonly waitMs: number;

  constructor(message: string, waitMs = 0) {
    super(message);
    this.waitMs = waitMs;
  }
}

/** Longest that a receiver can make us wait between two tries, ms. */
const longestWaitMs = 120_000;

/**
 * Runs `task` until it succeeds, after each {@link TemporaryFailure} waiting the next of `delaysMs`, spread by a
 * fifth so that many messages do not come back together. Other failures and the last temporary one are thrown.
 */
export async function withRetries<T>(
  task: (attempt: number) => Promise<T>,
  delaysMs: readonly number[],
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await task(attempt);
    } catch (error) {
      const delay = delaysMs[attempt - 1];
      if (!(error instanceof TemporaryFailure) || delay === undefined) throw error;
      const wait = Math.min(longestWaitMs, Math.max(error.waitMs, delay * (0.8 + 0.4 * Math.random())));
      await sleep(wait, undefined, { ...(signal && { signal }) });
    }
  }
}
