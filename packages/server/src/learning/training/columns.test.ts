import { expect, it } from 'vitest';
import { sourceNames } from '../../recommendation/index.ts';
import { modelInput, writeRows } from '../serving/model-input.ts';
import { writeRow } from './columns.ts';

it('makes, bit by bit, the rows that a model gets in service', () => {
  const engineNames = ['a', 'b', 'c'];
  const sources = sourceNames.length;
  const input = {
    matrix: Float64Array.of(1, Number.NaN, 0.1, 1e300, 5, Number.NEGATIVE_INFINITY),
    count: 2,
    width: engineNames.length,
    rows: Int32Array.of(7, 8),
    evidence: Float64Array.from({ length: 2 * sources }, (_, i) => i / 10),
    at: 0,
  };
  const names = ['a', 'c', ...sourceNames.map((name) => `source.${name}`)];
  const served = new Float32Array(2 * names.length);
  writeRows(modelInput(names, engineNames), input, served);
  const trained = new Float32Array(2 * names.length);
  const columns = { names, engine: Int32Array.of(0, 2), evidence: true };
  for (const row of [0, 1]) {
    writeRow(columns, input.matrix, row * 3, input.evidence, row * sources, trained, row * names.length);
  }
  expect(trained).toEqual(served);
  expect(Number.isNaN(trained[names.length])).toBe(true);
});
