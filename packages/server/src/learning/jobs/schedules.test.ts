import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { openControlStore } from '../../stores/index.ts';
import { TrainSchedules } from './schedules.ts';

let folder: string;
let control: ControlStore;
let outcomes: number;
let started: PromiseWithResolvers<{ id: string }>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schedules-'));
  control = await openControlStore(folder);
  outcomes = 0;
  started = Promise.withResolvers();
});
afterEach(async () => {
  await control.close();
  await rm(folder, { recursive: true });
});

const open = () =>
  TrainSchedules.open({
    documents: control.documents('train-schedules'),
    timeZone: 'UTC',
    outcomes: () => outcomes,
    drift: () => null,
    start: () => started.promise,
    now: () => 1,
  });

it('keeps a schedule that was replaced while the one before started a training', async () => {
  const schedules = await open();
  await schedules.put('ranker', { enabled: true, newRewards: 5 });
  outcomes = 6;
  const training = schedules.checkTriggers();
  const replaced = schedules.put('ranker', { enabled: false, newRewards: 50 });
  started.resolve({ id: 'job' });
  await Promise.all([training, replaced]);
  const state = { enabled: false, newRewards: 50, rewardsSince: 0 };
  expect(schedules.get('ranker')).toMatchObject({ ...state, last: { jobId: 'job' } });
  expect((await open()).get('ranker')).toMatchObject(state);
});

it('does not bring back a schedule that was removed while it started a training', async () => {
  const schedules = await open();
  await schedules.put('ranker', { enabled: true, newRewards: 5 });
  outcomes = 6;
  const training = schedules.checkTriggers();
  await schedules.remove('ranker');
  started.resolve({ id: 'job' });
  await training;
  expect((await open()).list()).toEqual([]);
});
