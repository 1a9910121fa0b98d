import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainTrees, writeXgboostUbjson } from '@personalize/learn';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { openArtifactStore, openControlStore } from '../../stores/index.ts';
import { Models } from '../models.ts';
import { ModelRegistry } from '../registry/registry.ts';
import { ModelServer } from '../serving/model-server.ts';
import type { Alert } from './control-limits.ts';
import { hour, Service, start } from './testing/service.ts';
import { Watch } from './watch.ts';

let dir: string;
let control: ControlStore;
let models: Models;
let watch: Watch;
let service: Service;
let now: number;
const rollbacks: [string, readonly Alert[]][] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'watch-'));
  now = start;
  rollbacks.length = 0;
  control = await openControlStore(dir);
  const artifacts = await openArtifactStore(join(dir, 'artifacts'));
  const featureNames = ['a', 'b'];
  const registry = await ModelRegistry.open({
    ...{ repository: control.models, artifacts, audit: control.audit, codeVersion: 'test', featureNames },
    now: () => now,
  });
  const server = new ModelServer({
    ...{ registry, engineNames: featureNames, definitions: [] },
    onProblem: (_reference, error) => {
      throw error;
    },
  });
  models = new Models({ registry, server, engineNames: featureNames, keepVersions: 3 });
  service = new Service();
  watch = new Watch({
    ...{ models, monitor: service.monitor, featureNames, now: () => now },
    references: control.documents('model-references'),
    onRollback: (reference, alerts) => rollbacks.push([reference, alerts]),
  });
  const values = Float32Array.from({ length: 400 }, (_, i) => (i % 37) / 37);
  const labels = Float32Array.from({ length: 200 }, (_, i) => (values[2 * i] > 0.5 ? 1 : 0));
  const { model } = trainTrees(
    { features: { values, rows: 200, columns: 2 }, labels, featureNames },
    { objective: 'logistic', iterations: 3 },
  );
  const file = writeXgboostUbjson(model);
  for (let i = 0; i < 4; i++)
    await models.import({ name: 'ranker', format: 'xgboost-ubjson', file, by: 'test' });
});
afterEach(async () => {
  await models.server.close();
  await control.close();
  await rm(dir, { recursive: true });
});

const champion = async (version: number) => {
  const request = { name: 'ranker', alias: 'champion', version, by: 'ana', reason: 'test', override: true };
  await models.setAlias(request);
};

it('puts a champion back when it is clicked less than what served before, and says why', async () => {
  await champion(2);
  service.serve(2000, now, { model: 'ranker@2', rate: () => 0.1 });
  now += hour;
  await champion(3);
  service.serve(1000, now, { model: 'ranker@3', rate: () => 0.1 });
  await watch.enforce();
  expect(models.registry.alias('ranker', 'champion')?.version).toBe(3);

  now += hour;
  await champion(4);
  service.serve(1000, now, { model: 'ranker@4', rate: () => 0.05 });
  expect(watch.look('ranker', 4, 2)).toMatchObject({
    report: { decisions: 1000 },
    alerts: [{ kind: 'reward', rollsBack: true }],
  });
  expect(watch.allAlerts()).toBe(1);
  await watch.enforce();
  expect(models.registry.alias('ranker', 'champion')?.version).toBe(3);
  expect(models.server.scorer('ranker@champion')?.modelVersion).toBe('ranker@3');
  expect(rollbacks).toMatchObject([['ranker@4', [{ kind: 'reward' }]]]);
  const { data } = await models.registry.history('ranker', 'champion', { limit: 1 });
  expect(data[0]).toMatchObject({
    changedBy: 'system',
    previous: 4,
    reason: expect.stringContaining('% of 1000'),
  });
  await watch.enforce();
  expect(models.registry.alias('ranker', 'champion')?.version).toBe(3);
});

it('goes back one version at each rollback, and to the built-in ranker in the end', async () => {
  for (const version of [2, 3, 4]) await champion(version);
  const { registry, server } = models;
  for (const version of [3, 2]) {
    const change = await registry.rollback('ranker', 'champion', 'ana', 'worse');
    expect(change.version).toBe(version);
  }
  expect((await registry.rollback('ranker', 'champion', 'ana', 'worse')).version).toBeNull();
  expect(server.scorer('ranker@champion')).toBeUndefined();
  await expect(registry.rollback('ranker', 'champion', 'ana', 'x')).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('removes old files but never one that serves or that a rollback would need', async () => {
  const { registry } = models;
  const states = () => registry.versions('ranker').map(({ version, state }) => `${version} ${state}`);
  expect(states()).toEqual(['4 ready', '3 ready', '2 ready', '1 removed']);
  await champion(2);
  await champion(3);
  const file = await registry.file(registry.get('ranker', 4));
  for (let i = 0; i < 3; i++)
    await models.import({ name: 'ranker', format: 'xgboost-ubjson', file, by: 'test' });
  expect(states()).toEqual(['7 ready', '6 ready', '5 ready', '4 removed', '3 ready', '2 ready', '1 removed']);
  await expect(champion(4)).rejects.toMatchObject({
    code: 'unprocessable',
    message: expect.stringContaining('retention'),
  });
  expect((await registry.rollback('ranker', 'champion', 'ana', 'worse')).version).toBe(2);
});

it('keeps the reference of a version that learned from decisions', async () => {
  service.serve(300, now, { model: 'heuristic@1' });
  const version = models.registry.get('ranker', 4);
  await watch.trained({ ...version, parameters: { from: 'decisions' } });
  expect(service.monitor.reference('ranker@4')).toMatchObject({ source: 'training', rows: 1000 });
  service.serve(200, now, { model: 'ranker@4' });
  const { report } = watch.look('ranker', 4, 1);
  expect(report.features.map(({ psi }) => psi < 0.1)).toEqual([true, true]);
  // Another process reads it again before it replays anything.
  service.monitor = service.fresh();
  const again = new Watch({
    ...{ models, monitor: service.monitor, featureNames: ['a', 'b'], now: () => now },
    references: control.documents('model-references'),
    onRollback: () => undefined,
  });
  await again.open();
  expect(service.monitor.reference('ranker@4')?.source).toBe('training');
});
