import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { openArtifactStore, openControlStore } from '../../stores/index.ts';
import { emptyReport } from '../registry/model-report.ts';
import { ModelRegistry, type NewVersion } from '../registry/registry.ts';
import { linearOnnx } from '../testing/onnx-file.ts';
import { ModelServer } from './model-server.ts';

let folder: string;
let control: ControlStore;
let registry: ModelRegistry;
let server: ModelServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
  control = await openControlStore(folder);
  const artifacts = await openArtifactStore(join(folder, 'artifacts'));
  registry = await ModelRegistry.open({
    ...{ repository: control.models, artifacts, audit: control.audit },
    ...{ codeVersion: 'test', featureNames: ['a'], now: () => Date.now() },
  });
  server = new ModelServer({
    ...{ registry, engineNames: ['a'], definitions: [] },
    onProblem: (_, error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
  await control.close();
  await rm(folder, { recursive: true });
});

const given = (weight: number): NewVersion => ({
  ...{ name: 'ranker', kind: 'onnx', format: 'onnx', file: linearOnnx([weight]) },
  signature: { features: ['a'], output: 'value' },
  ...{ featureHash: null, label: null, calibrator: null, seed: null, parameters: null, dataRange: null },
  ...{ summary: {}, notes: '', tags: [], createdBy: 'test' },
});
const point = (version: number) =>
  registry.setAlias({ name: 'ranker', alias: 'champion', version, by: 'test', reason: 'test' });
function scoreOfTwo(): number {
  const out = new Float64Array(1);
  server.scorer('ranker@champion')!.model.score(Float32Array.of(2), 1, out);
  return out[0];
}

it('serves a model that an alias comes back to, long after it was replaced', async () => {
  await registry.register(given(3), emptyReport);
  await registry.register(given(5), emptyReport);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await point(1);
  expect(scoreOfTwo()).toBe(6);
  await point(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(scoreOfTwo()).toBe(10);
  await point(1);
  expect(scoreOfTwo()).toBe(6);
});

it('serves what the alias names last, although the move before it takes longer to load', async () => {
  await registry.register(given(3), emptyReport);
  await registry.register(given(5), emptyReport);
  await server.use(registry.get('ranker', 2));
  const file = await registry.file(registry.get('ranker', 1));
  const { promise, resolve } = Promise.withResolvers<Uint8Array>();
  vi.spyOn(registry, 'file').mockReturnValueOnce(promise);
  const first = point(1);
  while (registry.alias('ranker', 'champion')?.version !== 1) await setImmediate();
  await point(2);
  resolve(file);
  await first;
  expect(registry.alias('ranker', 'champion')?.version).toBe(2);
  expect(scoreOfTwo()).toBe(10);
});
