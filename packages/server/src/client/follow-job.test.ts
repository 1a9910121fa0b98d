import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminKey, TestApp } from '../http/testing/test-app.ts';
import { ApiClient } from './api-client.ts';
import { followJob } from './follow-job.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

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
