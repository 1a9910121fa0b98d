import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { JobRunner } from '../http/jobs/job-runner.ts';
import type { ControlStore } from '../stores/control/control-store.ts';
import { openControlStore } from '../stores/index.ts';
import { policyFitJob, startPolicyFits } from './policy-fits.ts';

let folder: string;
let control: ControlStore;
let jobs: JobRunner;
let check: () => unknown;
let fits: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fits-'));
  control = await openControlStore(folder);
  jobs = new JobRunner(control.jobs, () => {});
  fits = 0;
  startPolicyFits({
    jobs,
    placements: { list: () => [] },
    policies: {
      reports: { dueFits: () => [{ placement: 'home', key: 'k', members: 1, iterations: 1, maxDepth: 1 }] },
      refits: {
        async run() {
          fits++;
          return { rows: 1, positives: 1, fitted: true };
        },
      },
    },
    background: {
      every(_ms, _name, task) {
        check = task;
      },
    },
  });
});
afterEach(async () => {
  await jobs.stop();
  await control.close();
  await rm(folder, { recursive: true });
});

const fitJobs = async () => (await jobs.list({ kind: policyFitJob, limit: 10 })).data;

it('fits a policy again whose job was cancelled before it ran', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  jobs.register('long', { resumable: false, run: () => promise.then(() => ({})) });
  await Promise.all([jobs.start('long', {}), jobs.start('long', {})]);
  await check();
  const [waiting] = await fitJobs();
  await jobs.cancel(waiting.id);
  resolve();
  await check();
  await expect.poll(() => fits).toBe(1);
  expect(await fitJobs()).toHaveLength(2);
});

it('fits a policy again whose job could not be stored', async () => {
  const { insert } = control.jobs;
  control.jobs.insert = () => Promise.reject(new Error('the disk is full'));
  await expect(async () => check()).rejects.toThrow('the disk is full');
  control.jobs.insert = insert.bind(control.jobs);
  await check();
  await expect.poll(() => fits).toBe(1);
});
