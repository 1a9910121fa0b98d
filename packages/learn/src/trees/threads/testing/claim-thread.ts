import { parentPort, workerData } from 'node:worker_threads';
import { runClaims, word } from '../control.ts';
import { type ClaimTrial, checkedRunner } from './claim-trial.ts';

/** A thread that goes after every claim without a pause, however late. */
const trial = workerData as ClaimTrial;
const run = checkedRunner(trial);
parentPort?.postMessage('ready');
while (Atomics.load(trial.control, word.closed) === 0) {
  runClaims(trial.control, Atomics.load(trial.control, word.sequence), run);
}
