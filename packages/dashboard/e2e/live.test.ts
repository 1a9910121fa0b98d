import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { seedShop } from './seed.ts';
import { shown, soon } from './shown.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop);
}, 120_000);
afterAll(() => harness?.close());

/** Streams that the server has open now. */
const streams = () => soon(() => harness.gauge('live_streams'));

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
  await streams().toBe(1);
  await page.close();
  const [second] = others;
  const clock = second.locator('.numeric').first();
  const before = await clock.textContent();
  await shown.text(clock).not.toBe(before);
  await streams().toBe(1);
  for (const other of others) await other.close();
  await streams().toBe(0);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('shows no gap after the server was away', async () => {
  const { page, context } = await harness.open('/');
  await page.getByText('Live', { exact: true }).waitFor();
  await harness.restart(() => page.getByText('Reconnecting').waitFor());
  await page.getByText('Live', { exact: true }).waitFor();
  await streams().toBe(1);
  await context.close();
}, 90_000);
