import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pipelineJobKind } from '../../analytics/pipeline/index.ts';
import { trainJobKind } from '../../learning/index.ts';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { openControlStore } from '../../stores/index.ts';
import { startTraining } from '../models/train-routes.ts';
import { startPipeline } from '../pipeline/start-pipeline.ts';
import { JobRunner } from './job-runner.ts';

let folder: string;
let control: ControlStore;
let jobs: JobRunner;
let end: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alone-'));
  control = await openControlStore(folder);
  jobs = new JobRunner(control.jobs, () => {});
  const { promise, resolve } = Promise.withResolvers<void>();
  end = resolve;
  for (const kind of [trainJobKind, pipelineJobKind]) {
    jobs.register(kind, { resumable: false, run: () => promise.then(() => ({})) });
  }
});
afterEach(async () => {
  end();
  await jobs.stop();
  await control.close();
  await rm(folder, { recursive: true });
});

const conflict = { status: 'rejected', reason: expect.objectContaining({ code: 'conflict' }) };

it('starts one training of a model when two are asked for at once', async () => {
  const start = (name: string) => startTraining(jobs, name, {}, 'test', 0);
  const [first, second, other] = await Promise.allSettled([start('ranker'), start('ranker'), start('other')]);
  expect(first.status).toBe('fulfilled');
  expect(second).toMatchObject(conflict);
  expect(other.status).toBe('fulfilled');
});

it('starts one run of the pipeline when two are asked for at once', async () => {
  const manifest = { project: '', nodes: [], macros: [], vars: {}, problems: [] };
  const pipeline = { plan: async () => ({ manifest, chosen: [], steps: [] }) };
  const request = { command: 'run' as const, select: [], exclude: [], fullRefresh: false, vars: {} };
  const start = () => startPipeline(jobs, pipeline, request, 'test');
  const [first, second] = await Promise.allSettled([start(), start()]);
  expect(first.status).toBe('fulfilled');
  expect(second).toMatchObject(conflict);
});
