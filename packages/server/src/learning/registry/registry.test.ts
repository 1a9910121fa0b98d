import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openArtifactStore, openControlStore } from '../../stores/index.ts';
import { emptyReport } from './model-report.ts';
import { ModelRegistry } from './registry.ts';

async function openRegistry() {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  const control = await openControlStore(folder);
  onTestFinished(async () => {
    await control.close();
    await rm(folder, { recursive: true });
  });
  const artifacts = await openArtifactStore(join(folder, 'artifacts'));
  const open = () =>
    ModelRegistry.open({
      ...{ repository: control.models, artifacts, audit: control.audit },
      ...{ codeVersion: 'test', featureNames: ['a'], now: () => 1 },
    });
  const registry = await open();
  const register = () =>
    registry.register(
      {
        ...{ name: 'ranker', kind: 'onnx', format: 'onnx', file: Uint8Array.of(1), label: null },
        signature: { features: ['a'], output: 'value' },
        ...{ featureHash: null, calibrator: null, seed: null, parameters: null, dataRange: null },
        ...{ summary: {}, notes: '', tags: [], createdBy: 'test' },
      },
      emptyReport,
    );
  return { registry, register, open };
}

it('keeps both of two changes of a version that are made at once', async () => {
  const { registry, register, open } = await openRegistry();
  await register();
  await Promise.all([
    registry.annotate('ranker', 1, { notes: 'bought' }, 'ana'),
    registry.annotate('ranker', 1, { label: 'click', summary: { auc: 0.7 } }, 'system'),
  ]);
  const both = { notes: 'bought', label: 'click', summary: { auc: 0.7 } };
  expect(registry.get('ranker', 1)).toMatchObject(both);
  expect((await open()).get('ranker', 1)).toMatchObject(both);
});

it('removes no file of a version that becomes champion meanwhile, or refuses the champion', async () => {
  const { registry, register } = await openRegistry();
  const change = { name: 'ranker', alias: 'champion', by: 'ana', reason: 'better' };
  for (let i = 0; i < 4; i++) await register();
  const [, first] = await Promise.allSettled([
    registry.applyRetention('ranker', 3, 'system'),
    registry.setAlias({ ...change, version: 1 }),
  ]);
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'unprocessable' } });
  await Promise.all([
    registry.setAlias({ ...change, version: 2 }),
    registry.applyRetention('ranker', 1, 'system'),
  ]);
  expect(registry.resolve('ranker@champion')).toMatchObject({ version: 2, state: 'ready' });
});
