import type { SegmentEvaluator } from './evaluator.ts';

export interface SegmentLoopOptions {
  /** Pause between two flushes, ms. */
  everyMs?: number;
  /** Main-thread time a flush may take, ms. */
  budgetMs?: number;
  /** Time between the starts of two sweeps, ms; skipped while no rule depends on time. */
  sweepEveryMs?: number;
  onError(error: unknown): void;
}

/** After a failed append, ms. */
const retryMs = 1_000;

/**
 * Runs an evaluator in the background: a sweep at once (what changed while the process was down), then
 * flushes, then a sweep from time to time. Returns a function that stops it and waits for a running flush.
 */
export function runSegmentLoop(
  evaluator: SegmentEvaluator,
  { everyMs = 20, budgetMs = 3, sweepEveryMs = 600_000, onError }: SegmentLoopOptions,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();
  let nextSweep = performance.now() + sweepEveryMs;
  evaluator.startSweep();

  const tick = async () => {
    let pause = everyMs;
    if (evaluator.compiled.time && performance.now() >= nextSweep && !evaluator.sweeping) {
      nextSweep = performance.now() + sweepEveryMs;
      evaluator.startSweep();
    }
    try {
      await evaluator.flush(budgetMs);
    } catch (error) {
      pause = retryMs;
      onError(error);
    }
    if (!stopped) schedule(pause);
  };
  const schedule = (pause: number) => {
    timer = setTimeout(() => {
      running = tick();
    }, pause);
    timer.unref();
  };
  schedule(everyMs);

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
