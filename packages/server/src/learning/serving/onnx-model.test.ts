import { describe, expect, it } from 'vitest';
import type { ModelVersion } from '../registry/model-version.ts';
import { linearOnnx } from '../testing/onnx-file.ts';
import { loadModel } from './load-model.ts';

function version(features: string[], more: Partial<ModelVersion['signature']> = {}): ModelVersion {
  return {
    ...{
      name: 'graph',
      version: 1,
      kind: 'onnx',
      format: 'onnx',
      state: 'ready',
      artifact: null,
      sha256: null,
    },
    ...{
      featureHash: null,
      label: null,
      calibrator: null,
      bytes: 0,
      seed: null,
      parameters: null,
      dataRange: null,
    },
    ...{ codeVersion: '', summary: {}, notes: '', tags: [], createdAt: 0, createdBy: 'test' },
    signature: { features, output: 'value', ...more },
  };
}

describe('an ONNX model', () => {
  it('scores rows in one synchronous step, any number of them', async () => {
    const model = await loadModel(version(['a', 'b', 'c']), linearOnnx([1, -2, 0.5]));
    const rows = 2500;
    const values = Float32Array.from({ length: rows * 3 }, (_, i) => (i % 17) - 8);
    const out = new Float64Array(rows);
    model.score(values, rows, out);
    for (let row = 0; row < rows; row++) {
      const [a, b, c] = values.subarray(row * 3, row * 3 + 3);
      expect(out[row]).toBeCloseTo(a - 2 * b + 0.5 * c, 5);
    }
    model.score(Float32Array.of(4, 1, 2), 1, out);
    expect(out[0]).toBeCloseTo(3, 6);
    await model.close();
    expect(() => model.score(values, 1, out)).toThrow(/closed/);
  });

  it('is refused when the file is damaged or does not fit its signature', async () => {
    const file = linearOnnx([1, 2]);
    await expect(loadModel(version(['a', 'b']), file.subarray(0, 40))).rejects.toMatchObject({
      code: 'unprocessable',
    });
    await expect(loadModel(version(['a', 'b', 'c']), file)).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(loadModel(version(['a', 'b'], { outputName: 'nothing' }), file)).rejects.toThrow(
      /no output nothing; it has scores/,
    );
  });
});
