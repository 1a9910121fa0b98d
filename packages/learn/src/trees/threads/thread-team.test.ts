import { describe, expect, it } from 'vitest';
import { binMatrices } from '../../data/binned-matrix.ts';
import { sample } from '../testing/sample-data.ts';
import {
  claimStart,
  controlWords,
  messageBytes,
  reportedFailure,
  reportFailure,
  runClaims,
  word,
} from './control.ts';

const block = () => new Int32Array(new SharedArrayBuffer(controlWords * 4 + messageBytes), 0, controlWords);

describe('claims', () => {
  it('run every task once, and none of another phase', () => {
    const control = block();
    control[word.tasks] = 5;
    control[word.phase] = 3;
    control[word.claim] = claimStart(7);
    const seen: [number, number][] = [];
    runClaims(control, 6, (phase, task) => seen.push([phase, task]));
    expect(seen).toEqual([]);
    runClaims(control, 7, (phase, task) => seen.push([phase, task]));
    expect(seen).toEqual([0, 1, 2, 3, 4].map((task) => [3, task]));
    expect(control[word.done]).toBe(5);
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
