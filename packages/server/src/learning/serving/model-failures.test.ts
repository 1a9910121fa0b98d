import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ScoreInput } from '../../recommendation/index.ts';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { openArtifactStore, openControlStore } from '../../stores/index.ts';
import { Models } from '../models.ts';
import { ModelRegistry } from '../registry/registry.ts';
import { slowOnnx } from '../testing/onnx-file.ts';
import { ModelServer } from './model-server.ts';

const engineNames = ['a', 'b'];
const reference = 'graph@challenger';
let dir: string;
let control: ControlStore;
let server: ModelServer;
const problems: string[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'model-server-'));
  control = await openControlStore(dir);
  const artifacts = await openArtifactStore(join(dir, 'artifacts'));
  const registry = await ModelRegistry.open({
    ...{ repository: control.models, artifacts, audit: control.audit, codeVersion: 'test', now: Date.now },
    featureNames: engineNames,
  });
  server = new ModelServer({
    ...{ registry, engineNames, definitions: [] },
    onProblem: (model, error) => problems.push(`${model}: ${error instanceof Error ? error.message : error}`),
  });
  const models = new Models({ registry, server, engineNames, keepVersions: 3 });
  const signature = { features: engineNames, output: 'value' as const };
  await models.import({ name: 'graph', format: 'onnx', file: slowOnnx([2, 1]), signature, by: 'test' });
  await models.setAlias({ name: 'graph', alias: 'challenger', version: 1, by: 'test', reason: 'a test' });
});
afterEach(async () => {
  await server.close();
  await control.close();
  await rm(dir, { recursive: true });
});

/** The score of one item with these features; undefined when no model of ours serves. */
function score(a: number, b: number): number | undefined {
  const scorer = server.scorer(reference);
  const input: ScoreInput = {
    ...{ matrix: Float64Array.of(a, b), count: 1, width: 2, rows: Int32Array.of(0) },
    ...{ evidence: new Float64Array(0), at: 0 },
  };
  const out = new Float64Array(1);
  scorer?.score(input, out);
  return scorer && out[0];
}

it('a model that stops answering leaves the place to the built-in ranker until it is opened again', async () => {
  expect(score(3, 1)).toBe(7);
  expect(server.stateOf(reference)).toMatchObject({ serving: 'graph@1', problem: null });

  expect(score(4500, 1)).toBeNaN();
  expect(score(3, 1)).toBeUndefined();
  expect(server.stateOf(reference)).toEqual({
    ...{ reference, serving: null, problem: 'it did not answer within 500 ms' },
  });
  expect(problems).toEqual([expect.stringContaining('graph@1 is out of service')]);

  await expect.poll(() => score(3, 1), { timeout: 45_000 }).toBe(7);
  expect(server.stateOf(reference)).toMatchObject({ serving: 'graph@1', problem: null });
});
