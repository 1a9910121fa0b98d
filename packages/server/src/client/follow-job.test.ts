import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminKey, TestApp } from '../http/testing/test-app.ts';
import { ApiClient } from './api-client.ts';
import { followJob } from './follow-job.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

it('tells nothing twice when the connection is lost and the job goes on', async () => {
  const steps: (() => void)[] = [];
  const step = () => new Promise<void>((resolve) => steps.push(resolve));
  app.app.services.jobs.register('cut', {
    resumable: false,
    async run(_input, { log, metric }) {
      log('one');
      log('two');
      metric({ iteration: 1, name: 'ndcg@10', value: 0.25 });
      await step();
      log('three');
      await step();
      return {};
    },
  });
  const cut = new AbortController();
  const client = new ApiClient({ url: app.url, key: adminKey });
  let streams = 0;
  const losing = {
    request: client.request.bind(client),
    async fetch(method: string, path: string) {
      const response = await client.fetch(method, path);
      if (++streams > 1) return response;
      const body = response.body?.pipeThrough(new TransformStream(), { signal: cut.signal });
      return new Response(body, response);
    },
  } as ApiClient;
  const { id } = await app.app.services.jobs.start('cut', {});
  const told: unknown[] = [];
  const ended = followJob(losing, id, {
    onLog: (line) => told.push(line),
    onMetric: ({ value }) => told.push(value),
  });
  await expect.poll(() => told).toEqual(['one', 'two', 0.25]);
  cut.abort(new TypeError('terminated'));
  await expect.poll(() => streams).toBe(2);
  steps.shift()?.();
  await expect.poll(() => told).toContain('three');
  steps.shift()?.();
  expect(await ended).toMatchObject({ state: 'done' });
  expect(told).toEqual(['one', 'two', 0.25, 'three']);
});

it('tells every line and point once and returns the job as it ended', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  app.app.services.jobs.register('told', {
    resumable: false,
    async run(_input, { progress, log, metric }) {
      log('begun');
      metric({ iteration: 1, name: 'ndcg@10', value: 0.25 });
      progress(0.5, 'half');
      await held;
      log('ended');
      return { well: true };
    },
  });
  const { id } = await app.app.services.jobs.start('told', {});
  const client = new ApiClient({ url: app.url, key: adminKey });
  const lines: string[] = [];
  const values: number[] = [];
  const fractions: number[] = [];
  const job = await followJob(client, id, {
    onChange: ({ progress }) => {
      fractions.push(progress);
      release();
    },
    onLog: (line) => lines.push(line),
    onMetric: ({ value }) => values.push(value),
  });
  expect(job).toMatchObject({ id, state: 'done', result: { well: true } });
  expect(lines).toEqual(['begun', 'ended']);
  expect(values).toEqual([0.25]);
  expect(fractions.at(-1)).toBe(1);

  // Whoever comes late hears the same.
  const late: string[] = [];
  await followJob(client, id, { onLog: (line) => late.push(line) });
  expect(late).toEqual(['begun', 'ended']);
});
