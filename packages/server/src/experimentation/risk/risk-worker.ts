import { parentPort } from 'node:worker_threads';
import { bootstrapRisk, Random } from '@personalize/learn';
import type { BootstrapTask } from './bootstrap-thread.ts';

/** Thread that resamples one series after another. */
parentPort?.on('message', ({ returns, seed, options }: BootstrapTask) => {
  parentPort?.postMessage(bootstrapRisk({ returns }, new Random(seed), options));
});
