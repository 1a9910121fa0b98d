import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, refusal } from '../../errors.ts';
import type { ControlStore, Job } from '../../stores/control/control-store.ts';
import { openControlStore } from '../../stores/index.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import { type JobContext, JobRunner } from './job-runner.ts';

const untilAborted = (_input: unknown, { signal }: Pick<JobContext, 'signal'>) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

describe('JobRunner', () => {
  let folder: string;
  let control: ControlStore;
  let errors: unknown[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jobs-'));
    control = await openControlStore(folder);
    errors = [];
  });
  afterEach(async () => {
    await control.close();
    await rm(folder, { recursive: true });
  });

  const runner = () => new JobRunner(control.jobs, (error) => errors.push(error));
  const ended = (jobs: JobRunner, id: string) =>
    new Promise<Job>((resolve) =>
      jobs.on('change', (job) => job.id === id && job.finishedAt !== null && resolve(job)),
    );
  it('runs a job to its result and keeps only what its kind keeps of the input', async () => {
    const jobs = runner();
    jobs.register('double', {
      resumable: false,
      keep: () => ({ kept: true }),
      async run({ n }, { progress }) {
        progress(0.5, 'half');
        return { twice: Number(n) * 2 };
      },
    });
    const { id } = await jobs.start('double', { n: 21 });
    expect(await ended(jobs, id)).toMatchObject({
      state: 'done',
      progress: 1,
      message: 'half',
      result: { twice: 42 },
    });
    await jobs.stop();
    expect(await control.jobs.get(id)).toMatchObject({ state: 'done', input: { kept: true } });
  });

  it('keeps the newest lines and points of a job, also after a restart, and goes on with them', async () => {
    const first = runner();
    const kind = {
      resumable: true,
      async run({ n }: JsonObject, { log, metric, signal }: JobContext): Promise<JsonObject> {
        for (let i = 0; i < 2500; i++) metric({ iteration: i, name: 'ndcg', value: i / 2500 });
        log(`run ${n}`);
        if (n === 1) await untilAborted({}, { signal });
        return {};
      },
    };
    first.register('noted', kind);
    const { id } = await first.start('noted', { n: 1 });
    await expect.poll(() => first.notes(id)).toContainEqual(expect.objectContaining({ kind: 'log' }));
    await first.stop();
    const second = runner();
    const before = await second.notes(id);
    expect(before.filter((note) => note.kind === 'log').map(({ line }) => line)).toEqual(['run 1']);
    const points = before.filter((note) => note.kind === 'metric');
    expect(points).toHaveLength(2000);
    expect(points.at(-1)).toMatchObject({ jobId: id, iteration: 2499, name: 'ndcg' });
    await control.jobs.update(id, { input: { n: 2 } });
    second.register('noted', kind);
    const done = ended(second, id);
    await second.resume();
    await done;
    await second.stop();
    const lines = (await runner().notes(id)).filter((note) => note.kind === 'log');
    expect(lines.map(({ line }) => line)).toEqual(['run 1', 'run 2']);
  });

  it('tells a known reason of a failure, and of an unknown one nothing', async () => {
    const jobs = runner();
    jobs.register('known', {
      resumable: false,
      run: () => Promise.reject(new AppError('unprocessable', 'too few rows')),
    });
    jobs.register('unknown', {
      resumable: false,
      run: () => Promise.reject(new Error('secret-id-1 failed')),
    });
    const known = await jobs.start('known', {});
    expect(await ended(jobs, known.id)).toMatchObject({ state: 'failed', error: 'too few rows' });
    const unknown = await jobs.start('unknown', {});
    const failed = await ended(jobs, unknown.id);
    expect(failed).toMatchObject({ errors: [{ path: '', code: 'unexpected' }] });
    expect(JSON.stringify(failed)).not.toContain('secret-id-1');
    expect(errors).toHaveLength(2);
  });

  it('keeps the codes of why it failed, also when the process ends', async () => {
    const jobs = runner();
    jobs.register('coded', {
      resumable: false,
      run: () =>
        Promise.reject(refusal('unprocessable', 'oneOutcome', 'all alike', { part: 'test', rows: 9 })),
    });
    const { id } = await jobs.start('coded', {});
    await ended(jobs, id);
    await jobs.stop();
    expect(await runner().get(id)).toMatchObject({
      error: 'all alike',
      errors: [{ path: '', message: 'all alike', code: 'oneOutcome', params: { part: 'test', rows: 9 } }],
    });
  });

  it('cancels a running and a waiting job', async () => {
    const jobs = runner();
    jobs.register('endless', { resumable: false, run: untilAborted });
    const [a, b, c] = [
      await jobs.start('endless', {}),
      await jobs.start('endless', {}),
      await jobs.start('endless', {}),
    ];
    expect((await jobs.cancel(c.id))?.state).toBe('cancelled');
    expect((await jobs.cancel(a.id))?.state).toBe('cancelled');
    await expect(jobs.cancel(a.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await jobs.cancel('nothing')).toBeUndefined();
    await jobs.cancel(b.id);
    expect(errors).toEqual([]);
  });

  it('runs a resumable job again after a restart, and says of others that they did not survive', async () => {
    const first = runner();
    first.register('resumable', { resumable: true, run: untilAborted });
    first.register('fragile', { resumable: false, run: untilAborted });
    const resumable = await first.start('resumable', { n: 1 });
    const fragile = await first.start('fragile', {});
    await expect.poll(async () => (await control.jobs.get(fragile.id))?.state).toBe('running');
    await first.stop();

    const second = runner();
    second.register('resumable', { resumable: true, run: async ({ n }) => ({ n }) });
    second.register('fragile', { resumable: false, run: untilAborted });
    const done = ended(second, resumable.id);
    await second.resume();
    expect(await done).toMatchObject({ state: 'done', result: { n: 1 } });
    expect(await control.jobs.get(fragile.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('start it again'),
      errors: [{ path: '', code: 'interrupted' }],
    });
    await second.stop();
  });

  it('takes up after a crash what was left as running', async () => {
    const job: Job = {
      id: 'left',
      kind: 'resumable',
      state: 'running',
      progress: 0.4,
      message: '',
      told: null,
      input: { n: 5 },
      result: null,
      error: null,
      createdAt: 1,
      startedAt: 2,
      finishedAt: null,
    };
    await control.jobs.insert(job);
    await control.jobs.insert({ ...job, id: 'gone', kind: 'no-longer-known' });
    const jobs = runner();
    jobs.register('resumable', { resumable: true, run: async ({ n }) => ({ n }) });
    const done = ended(jobs, 'left');
    await jobs.resume();
    expect(await done).toMatchObject({ state: 'done', result: { n: 5 } });
    expect(await control.jobs.get('gone')).toMatchObject({ state: 'failed' });
    await jobs.stop();
  });

  it('leaves alone what was started before it takes up what was left', async () => {
    const jobs = runner();
    const { promise, resolve } = Promise.withResolvers<void>();
    let runs = 0;
    const run = async () => {
      runs++;
      await promise;
      return {};
    };
    jobs.register('fragile', { resumable: false, run });
    jobs.register('resumable', { resumable: true, run });
    const fragile = await jobs.start('fragile', {});
    const states = new Set<string>();
    jobs.on('change', ({ id, state }) => id === fragile.id && states.add(state));
    const resumable = await jobs.start('resumable', {});
    const waiting = await jobs.start('resumable', {});
    await expect.poll(async () => (await control.jobs.get(resumable.id))?.state).toBe('running');
    await jobs.resume();
    resolve();
    await expect.poll(async () => (await control.jobs.get(waiting.id))?.state).toBe('done');
    await jobs.stop();
    expect(runs).toBe(3);
    expect([...states]).toEqual(['running', 'done']);
  });
});
