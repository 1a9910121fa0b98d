import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openControlStore } from '../stores/index.ts';
import type { Effect } from './definition.ts';
import { ExperimentService, settingsOf } from './experiment-service.ts';

const softmax = (): Effect => ({
  kind: 'placement',
  settings: { policy: { kind: 'softmax', temperature: 0.2 } },
});

test('an effect gives the same settings each time, so that its policy is compiled once', () => {
  const effect = softmax();
  expect(settingsOf(effect)).toBe(settingsOf(effect));
  expect(settingsOf(effect).policy).toEqual({ kind: 'softmax', temperature: 0.2 });
});

test('an effect that was replaced gives its own', () => {
  expect(settingsOf(softmax())).not.toBe(settingsOf(softmax()));
});

test('what a model or policy variant changes is named as the placement names it', () => {
  const model: Effect = { kind: 'model', ranker: 'ranker@challenger' };
  expect(settingsOf(model)).toEqual({ ranker: 'ranker@challenger' });
  expect(settingsOf({ kind: 'none' })).toEqual({});
});

test('of two experiments on a placement that begin together only one does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'experiments-'));
  const control = await openControlStore(folder);
  onTestFinished(async () => {
    await control.close();
    await rm(folder, { recursive: true });
  });
  const service = await ExperimentService.open({
    documents: control.documents('experiments'),
    audit: control.audit,
    checkPlacement: () => {},
    segmentNames: () => [],
    prepareRankers: async () => {},
    now: () => 1,
  });
  const variants = [
    { key: 'a', weight: 0.5, effect: { kind: 'none' } },
    { key: 'b', weight: 0.5, effect: softmax() },
  ];
  const keys = ['first', 'second'];
  const metrics = [{ key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] }];
  for (const key of keys) {
    await service.create({ key, hypothesis: 'It sells.', placement: 'home', variants, metrics }, 'test');
  }
  const [first, second] = await Promise.allSettled(keys.map((key) => service.start(key, 'test')));
  expect(first.status).toBe('fulfilled');
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
  expect(service.running().map(({ experiment }) => experiment.key)).toEqual(['first']);
});
