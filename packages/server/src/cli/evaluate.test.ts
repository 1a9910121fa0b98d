import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminKey, TestApp } from '../http/testing/test-app.ts';

const main = join(import.meta.dirname, '../main.ts');

/** Runs the real command line as a process. */
function evaluate(
  args: string[],
  url: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'evaluate', ...args],
    {
      env: { PATH: process.env.PATH, PERSONALIZE_URL: url, PERSONALIZE_KEY: adminKey },
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

let server: TestApp;

beforeAll(async () => {
  server = await TestApp.start();
  await server.call('POST', '/v1/items', {
    items: Array.from({ length: 6 }, (_, i) => ({
      itemId: `i${i}`,
      title: `Item ${i}`,
      category: 'all',
      price: 1 + i,
      currency: 'EUR',
      availableFrom: new Date(Date.now() - 172_800_000).toISOString(),
    })),
  });
  const shelf = {
    ...{ title: 'Shelf', sources: [{ name: 'new', limit: 100 }], filters: [], ranker: 'heuristic' },
    ...{
      policy: { kind: 'epsilonGreedy', epsilon: 1 },
      diversity: { lambda: 1, caps: [] },
      fallback: ['new'],
    },
    ...{ candidateLimit: 100, defaultLimit: 2, logFeatures: true, enabled: true },
  };
  expect((await server.call('PUT', '/v1/placements/shelf', shelf)).status).toBe(200);
  const requests = Array.from({ length: 100 }, (_, i) => ({ customerId: `c${i}`, placement: 'shelf' }));
  const { body } = await server.call<{
    answers: { customerId: string; decisionId: string; recommendations: { itemId: string }[] }[];
  }>('POST', '/v1/recommendations/batch', { requests });
  await server.send(
    body.answers
      .filter((_, i) => i % 3 === 0)
      .map(({ customerId, decisionId, recommendations: [first] }) => ({
        ...{ type: 'click', customerId, decisionId, itemId: first.itemId },
      })),
  );
}, 180_000);
afterAll(() => server.close());

it('prints what a policy would have earned beside the log, and ends with 0', async () => {
  const args = ['--policy', 'uniform', '--placement', 'shelf', '--include-open', '--quiet'];
  const { code, stdout } = await evaluate(
    [...args, '--estimator', 'ips', '--estimator', 'snips'],
    server.url,
  );
  expect([code, stdout]).toEqual([0, expect.stringContaining('100 of 100 decisions')]);
  expect(stdout).toMatch(/the log +0\.34000 {2}\[/);
  expect(stdout).toMatch(/\* snips +0\.\d+ {2}\[.*%/);
  const json = await evaluate([...args, '--estimator', 'dr', '--json'], server.url);
  expect(JSON.parse(json.stdout)).toMatchObject({ state: 'done', decisions: 100, headline: 'dr' });
}, 180_000);

it('ends with 1 when the log cannot carry it, and 2 on wrong usage', async () => {
  const refused = await evaluate(['--placement', 'shelf', '--quiet'], server.url);
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringContaining('Refused: the attribution window'),
  ]);
  const unknown = await evaluate(['nobody@1', '--placement', 'shelf', '--quiet'], server.url);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('there is no model')]);
  const wrong = await evaluate(['--policy', 'best'], server.url);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('greedy, epsilonGreedy')]);
  expect((await evaluate(['--from', 'yesterday'], server.url)).code).toBe(2);
}, 180_000);
