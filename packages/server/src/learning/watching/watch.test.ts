import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainTrees, writeXgboostUbjson } from '@personalize/learn';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { openArtifactStore, openControlStore } from '../../stores/index.ts';
import { Models } from '../models.ts';
import { emptyReport } from '../registry/model-report.ts';
import { ModelRegistry } from '../registry/registry.ts';
import { ModelServer } from '../serving/model-server.ts';
import { type Alert, defaultControl } from './control-limits.ts';
import { makeReference } from './reference.ts';
import { hour, Service, start } from './testing/service.ts';
import { type Breach, Watch } from './watch.ts';

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
    ...{ models, monitor: service.monitor, now: () => now },
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
  now += hour;
  expect(watch.look('ranker', 4, 2)).toMatchObject({
    report: { decisions: 1000 },
    alerts: [{ kind: 'reward', rollsBack: true }],
  });
  expect(watch.problems().length).toBe(1);
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

it('does not take clicks that are still to come for a worse model', async () => {
  const delay = () => -5 * 60_000 * Math.log(service.random.uniform());
  const minutes = 20 * 60_000;
  await champion(2);
  service.serve(6000, now, { model: 'ranker@2', rate: () => 0.1, delay });
  now += 2 * hour;
  await champion(3);
  service.serve(4000, now, {
    model: 'ranker@3',
    rate: () => 0.1,
    over: minutes,
    delay,
    until: now + minutes,
  });
  now += minutes;
  await watch.enforce();
  expect(rollbacks).toEqual([]);
  await champion(4);
  service.serve(4000, now, {
    model: 'ranker@4',
    rate: () => 0.03,
    over: minutes,
    delay,
    until: now + minutes,
  });
  now += minutes;
  await watch.enforce();
  expect(rollbacks).toMatchObject([['ranker@4', [{ kind: 'reward' }]]]);
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

it('holds a version against what its training found from its first decision on, also after a restart', async () => {
  const { registry } = models;
  const matrix = Float32Array.from({ length: 2000 }, (_, i) =>
    i % 2 === 0 ? service.random.normal() : service.random.uniform(),
  );
  const scores = Float64Array.from({ length: 1000 }, () => 0.05 + 0.2 * service.random.uniform());
  const reference = makeReference('training', ['a', 'b'], matrix, scores);
  const file = await registry.file(registry.get('ranker', 4));
  const given = registry.get('ranker', 4);
  const made = await models.register({ ...given, file }, { ...emptyReport, reference });
  watch.refer(made, { reference });
  service.serve(50, now, { model: 'ranker@5', shift: 2 });
  const look = () => watch.look('ranker', 5, 1).report.features;
  expect(look().map(({ name }) => name)).toEqual(['a', 'b']);
  expect(look()[0].psi).toBeGreaterThan(1);
  expect(look()[1].psi).toBeLessThan(0.25);

  // Another process restores its checkpoint, then reads the references again before it replays anything.
  const saved = service.monitor.save();
  const before = watch.look('ranker', 5, 1);
  service.monitor = service.fresh();
  service.monitor.restore(saved);
  const again = new Watch({
    ...{ models, monitor: service.monitor, now: () => now },
    onRollback: () => undefined,
  });
  await again.open();
  expect(again.look('ranker', 5, 1)).toEqual(before);
  // Without a checkpoint as well.
  const bare = service.fresh();
  await new Watch({ models, monitor: bare, now: () => now, onRollback: () => undefined }).open();
  expect(bare.reference('ranker@5')).toMatchObject({ source: 'training', rows: 1000 });
});

it('tells what goes beyond its limits once, and when it is over', async () => {
  const told: Breach[] = [];
  watch.onBreach((breach) => told.push(breach));
  await champion(2);
  service.serve(300, now, { model: 'ranker@2' });
  await watch.enforce();
  expect(told).toEqual([]);
  now += hour;
  service.serve(1500, now, { model: 'ranker@2', missing: 0.9 });
  await watch.enforce();
  await watch.enforce();
  expect(told).toHaveLength(1);
  expect(told[0].raised).toContainEqual(
    expect.objectContaining({ model: 'ranker@2', kind: 'missing', feature: 'b', rollsBack: false }),
  );
  expect(watch.problems('ranker')).toEqual(told[0].problems);
  now += 25 * hour;
  service.serve(1500, now, { model: 'ranker@2' });
  await watch.enforce();
  expect(told[1]).toMatchObject({ raised: [], problems: [] });
  expect(told[1].cleared.map(({ kind }) => kind)).toContain('missing');
});

it('only tells where it is told not to put anything back', async () => {
  const control = { ...defaultControl, rollback: false };
  const lenient = new Watch({
    ...{ models, monitor: service.monitor, control, now: () => now },
    onRollback: (reference, alerts) => rollbacks.push([reference, alerts]),
  });
  await champion(2);
  service.serve(2000, now, { model: 'ranker@2', rate: () => 0.1 });
  now += hour;
  await champion(3);
  service.serve(2000, now, { model: 'ranker@3', rate: () => 0.02 });
  now += hour;
  await lenient.enforce();
  expect(lenient.problems('ranker')).toMatchObject([{ kind: 'reward', rollsBack: false }]);
  expect(models.registry.alias('ranker', 'champion')?.version).toBe(3);
});
