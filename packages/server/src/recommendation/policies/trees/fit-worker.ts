import { parentPort, workerData } from 'node:worker_threads';
import { bootstrappedTrees, Random } from '@personalize/learn';
import type { FitRequest } from './fit.ts';

const { features, columns, rewards, members, iterations, maxDepth, seed } = workerData as FitRequest;
const fitted = bootstrappedTrees(features, columns, rewards, members, new Random(seed), {
  objective: 'logistic',
  iterations,
  maxDepth,
  maxBins: 64,
});
parentPort?.postMessage(fitted.map((member) => member.toJSON()));
