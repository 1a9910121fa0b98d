import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, inTab, startHarness } from './harness.ts';
import { seedShop } from './seed.ts';
import { shown, soon } from './shown.ts';
import { showsNoGap } from './shows-no-gap.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop);
}, 120_000);
afterAll(() => harness?.close());

/** Streams that the server has open now. The browser's driver says nothing of requests that a worker makes. */
const streams = () => soon(() => harness.gauge('live_streams'));
const isLive = (page: Page) => page.getByText('Live', { exact: true }).waitFor();

async function goesOn(page: Page): Promise<void> {
  const clock = page.getByText(/^as of/);
  const before = await clock.textContent();
  await shown.text(clock).not.toBe(before);
}

/** As in a browser that has none. */
const noWorker = () => {
  Reflect.deleteProperty(globalThis, 'SharedWorker');
};
/** As when a proxy or an extension keeps the worker's script away. */
const missingWorker = () => {
  const Real = globalThis.SharedWorker;
  globalThis.SharedWorker = class extends Real {
    constructor(_script: string | URL, options?: string | WorkerOptions) {
      super('/assets/no-such-worker.js', options);
    }
  };
};
const forbiddenWorker = () => {
  const Real = globalThis.SharedWorker;
  globalThis.SharedWorker = class extends Real {
    constructor(script: string | URL, options?: string | WorkerOptions) {
      super(script, options);
      throw new DOMException('forbidden by the settings of this browser', 'SecurityError');
    }
  };
};

describe.each([
  { by: 'a worker', before: undefined },
  { by: 'the page elected, without workers', before: noWorker },
  { by: 'the page elected, when the worker cannot be loaded', before: missingWorker },
  { by: 'the page elected, when workers are forbidden', before: forbiddenWorker },
])('the stream held by $by', ({ before }) => {
  test('is one for four pages, goes on without a gap when the first closes, and ends with the last', () =>
    inTab(harness.open('/', { before }), async ({ page, context, problems }) => {
      await isLive(page);
      const others = [];
      for (let i = 0; i < 3; i++) {
        const other = await context.newPage();
        await other.goto('/');
        await isLive(other);
        others.push(other);
      }
      await streams().toBe(1);
      await page.close();
      for (const other of others) await goesOn(other);
      await showsNoGap(others[1]);
      await streams().toBe(1);
      for (const other of others) await other.close();
      await streams().toBe(0);
      expect(problems.filter((one) => !one.includes('status of 404'))).toEqual([]);
    }));
});

test('a worker that is ended is replaced without a gap', () =>
  inTab(harness.open('/'), async ({ page, context }) => {
    await isLive(page);
    const other = await context.newPage();
    await other.goto('/');
    await isLive(other);
    const browser = await context.browser()!.newBrowserCDPSession();
    const { targetInfos } = await browser.send('Target.getTargets');
    const worker = targetInfos.find(({ type }) => type === 'shared_worker');
    await browser.send('Target.closeTarget', { targetId: worker!.targetId });
    for (const one of [page, other]) await goesOn(one);
    await showsNoGap(page);
    await streams().toBe(1);
  }));

test.each([
  { by: 'a worker', before: undefined },
  { by: 'the page itself', before: noWorker },
])('a page that slept, fed by $by, shows what happened meanwhile', ({ before }) =>
  inTab(harness.open('/', { before }), async ({ page, context }) => {
    await isLive(page);
    const itemId = before === undefined ? 'night-1' : 'night-2';
    const title = `Bought by night ${itemId}`;
    const { request } = harness.client;
    await request('PUT /v1/items/{itemId}', { path: { itemId }, body: { title, category: 'Bakery' } });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    for (let i = 0; i < 4; i++) {
      const events = Array.from({ length: 50 }, (_, n) => ({
        ...{ type: 'click', customerId: `sleepless-${n}`, itemId },
      }));
      await request('POST /v1/events', { body: { events } });
      // Long enough for the server to tell each of them in a message of its own.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    const row = page.getByRole('row', { name: title });
    await shown.text(row.getByRole('cell').last()).toBe('200');
    await page.getByText(/^\d+ clicks, (none|only \d+) logged as shown$/).waitFor();
    await showsNoGap(page);
    await isLive(page);
    await streams().toBe(1);
  }),
);

test('shows no gap after the server was away', () =>
  inTab(harness.open('/'), async ({ page }) => {
    await isLive(page);
    await harness.restart(() => page.getByText('Reconnecting').waitFor());
    await isLive(page);
    await streams().toBe(1);
  }));
