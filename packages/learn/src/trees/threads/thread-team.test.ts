import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { binMatrices } from '../../data/binned-matrix.ts';
import { sample } from '../testing/sample-data.ts';
import {
  controlWords,
  messageBytes,
  openPhase,
  reportedFailure,
  reportFailure,
  runClaims,
  word,
} from './control.ts';
import { type ClaimTrial, checkedRunner } from './testing/claim-trial.ts';

const block = () => new Int32Array(new SharedArrayBuffer(controlWords * 4 + messageBytes), 0, controlWords);
const shared = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4));

describe('claims', () => {
  it('run every task once, and none of another phase', () => {
    const control = block();
    openPhase(control, 7, 3, 5);
    const seen: [number, number][] = [];
    runClaims(control, 6, (phase, task) => seen.push([phase, task]));
    expect(seen).toEqual([]);
    runClaims(control, 7, (phase, task) => seen.push([phase, task]));
    expect(seen).toEqual([0, 1, 2, 3, 4].map((task) => [3, task]));
    expect(control[word.done]).toBe(5);
  });

  it('run every task once on several threads, whatever phase a late one had seen', async () => {
    const trial: ClaimTrial = { control: block(), expected: shared(2), runs: shared(16), strays: shared(1) };
    const threads = Array.from(
      { length: 3 },
      () => new Worker(new URL('./testing/claim-thread.ts', import.meta.url), { workerData: trial }),
    );
    await Promise.all(threads.map((thread) => once(thread, 'message')));
    const run = checkedRunner(trial);
    try {
      for (let sequence = 1; sequence <= 60_000; sequence++) {
        const tasks = sequence % 2 === 0 ? 2 : 16;
        trial.expected.set([sequence % 9, tasks]);
        trial.runs.fill(0);
        openPhase(trial.control, sequence, sequence % 9, tasks);
        runClaims(trial.control, sequence, run);
        while (Atomics.load(trial.control, word.done) < tasks);
        if (trial.runs.some((runs, task) => runs !== Number(task < tasks)) || trial.strays[0] > 0) {
          expect.fail(`phase ${sequence} of ${tasks} tasks ran them ${trial.runs.join(' ')} times`);
        }
      }
    } finally {
      Atomics.store(trial.control, word.closed, 1);
    }
    await Promise.all(threads.map((thread) => once(thread, 'exit')));
    expect(trial.strays[0]).toBe(0);
  });
});

describe('failures', () => {
  it('keep their kind and message, the first one', () => {
    const control = block();
    expect(reportedFailure(control)).toBeUndefined();
    reportFailure(control, new RangeError('row 3 is bad'));
    reportFailure(control, new Error('later'));
    expect(reportedFailure(control)).toBeInstanceOf(RangeError);
    expect(reportedFailure(control)?.message).toBe('row 3 is bad');
  });

  it('on any of several threads reach the caller, and the threads serve on', () => {
    const { features } = sample(30_000, 12, 1);
    const options = {
      ...{
        maxBins: 64,
        minBinWeight: 1,
        sampleRows: 10_000,
        weights: new Float32Array(),
        featureNames: [],
        setNames: [],
        threads: 3,
      },
      categorical: new Uint8Array(12),
    };
    for (let attempt = 0; attempt < 3; attempt++) {
      const values = features.values.slice();
      values[12 * 29_000 + 5] = Number.POSITIVE_INFINITY;
      expect(() => binMatrices([{ ...features, values }], options)).toThrow(/row 29000, column 5/);
      expect(binMatrices([features], options).features[5].valueBins).toBe(64);
    }
  });
});
