import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { seedShop } from './seed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await seedShop(harness.client);
}, 120_000);
afterAll(() => harness?.close());

/** Streams that the server has open now. */
async function streams(): Promise<number> {
  const answer = await fetch(`${harness.url}/metrics`, {
    headers: { authorization: `Bearer ${harness.adminKey}` },
  });
  return Number(/live_streams (\d+)/.exec(await answer.text())?.[1]);
}

test('four pages of a browser are one stream; it goes on when the first one closes, and ends with the last', async () => {
  const { page, context, problems } = await harness.open('/');
  // The browser test driver says nothing of requests that a worker makes; the server's own count does.
  await page.waitForSelector('[role=slider] svg');
  const others = [];
  for (let i = 0; i < 3; i++) {
    const other = await context.newPage();
    await other.goto('/');
    await other.getByText('Live', { exact: true }).waitFor();
    others.push(other);
  }
  expect(await streams()).toBe(1);
  await page.close();
  const [second] = others;
  const clock = () => second.locator('.numeric').first().textContent();
  const before = await clock();
  await second.waitForFunction((text) => document.querySelector('.numeric')?.textContent !== text, before, {
    timeout: 5_000,
  });
  expect(await streams()).toBe(1);
  for (const other of others) await other.close();
  for (let tries = 0; (await streams()) > 0 && tries < 50; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(await streams()).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('shows no gap after the server was away', async () => {
  const { page, context } = await harness.open('/');
  await page.getByText('Live', { exact: true }).waitFor();
  await harness.restart(1_500);
  await page.getByText('Reconnecting').waitFor({ state: 'detached', timeout: 20_000 });
  await page.getByText('Live', { exact: true }).waitFor({ timeout: 20_000 });
  expect(await streams()).toBe(1);
  await context.close();
}, 90_000);
