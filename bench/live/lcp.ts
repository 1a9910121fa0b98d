// How soon the first page shows what it is about: Largest Contentful Paint (https://web.dev/lcp) of the overview
// in Chromium, each time with an empty cache, from the built page and a server with a seeded shop.
//   node bench/live/lcp.ts [--runs 10] [--customers 200]
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { buildDashboard } from '../../scripts/build-dashboard.mjs';
import { machine, option, quantile } from '../ingestion/machine.ts';
import { adminKey, call, removeFolder, startServer, temporaryFolder } from '../ingestion/server.ts';
import { makeItems } from '../ingestion/traffic.ts';

const runs = option('runs', 10);
const customers = option('customers', 200);
/** The bar, ms. */
const limit = 1500;
/** How long after the page has loaded a larger paint may still come, ms. */
const settleMs = 1500;

interface Opened {
  /** Epoch-free times since the navigation began, ms. */
  painted: number;
  first: number;
  element: string;
  /** Bytes of JavaScript after gzip, until the chart was drawn. */
  script: number;
}

console.log(machine());
await buildDashboard({ log: console.log });
const folder = await temporaryFolder();
const server = await startServer(folder);
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
if (executablePath === undefined) throw new Error('Chromium is needed: install the package chromium');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  await seed();
  const opened: Opened[] = [];
  for (let run = 0; run < runs; run++) opened.push(await open(browser));
  const times = opened.map(({ painted }) => painted).sort((a, b) => a - b);
  const firsts = opened.map(({ first }) => first).sort((a, b) => a - b);
  const { element, script } = opened[opened.length - 1];
  const [median, worst] = [quantile(times, 0.5), times[times.length - 1]];
  console.log(
    `largest contentful paint of ${runs} cold visits: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms (${element}); first paint: median ${quantile(firsts, 0.5).toFixed(0)} ms; JavaScript ${(script / 1000).toFixed(1)} kB after gzip`,
  );
  process.exitCode = worst <= limit ? 0 : 1;
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await server.ended;
  await removeFolder(folder);
}

/** Customers who did something in the last minutes, so that every figure and chart has something to show. */
async function seed(): Promise<void> {
  await call(server, 'POST', '/v1/items', { items: makeItems(500) });
  const types = ['page_view', 'click', 'add_to_cart', 'purchase', 'impression'];
  const events = Array.from({ length: customers * 10 }, (_, i) => ({
    type: types[i % types.length],
    customerId: `customer-${i % customers}`,
    itemId: `item-${i % 500}`,
    timestamp: new Date(Date.now() - (i % 280) * 1000).toISOString(),
    ...(types[i % types.length] === 'purchase' ? { value: 10, currency: 'BRL', quantity: 1 } : {}),
  }));
  for (let i = 0; i < events.length; i += 500) {
    await call(server, 'POST', '/v1/events', { events: events.slice(i, i + 500) });
  }
}

/** A context of its own has an empty cache. */
async function open(from: Browser): Promise<Opened> {
  const context = await from.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  try {
    const answer = await context.request.post('/v1/session', { data: { key: adminKey } });
    if (!answer.ok()) throw new Error(`signing in failed with ${answer.status()}: ${await answer.text()}`);
    await context.addInitScript(`localStorage.setItem('signed-in', 'yes');
      window.paints = [];
      new PerformanceObserver((list) => window.paints.push(...list.getEntries().map((entry) => ({
        at: entry.startTime,
        element: entry.element ? entry.element.tagName.toLowerCase() + ' "' + (entry.element.textContent || '').slice(0, 40) + '"' : 'gone',
      })))).observe({ type: 'largest-contentful-paint', buffered: true });`);
    const page = await context.newPage();
    let script = 0;
    const sizes: Promise<void>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      sizes.push(
        response.body().then((body) => {
          script += gzipSync(body).byteLength;
        }),
      );
    });
    await page.goto('/');
    await page.waitForSelector('[role=slider] svg');
    await Promise.all(sizes);
    const untilDrawn = script;
    await page.waitForTimeout(settleMs);
    const paints = (await page.evaluate('window.paints')) as { at: number; element: string }[];
    const first = (await page.evaluate(
      "performance.getEntriesByName('first-contentful-paint')[0].startTime",
    )) as number;
    const last = paints[paints.length - 1];
    return { painted: last.at, first, element: last.element, script: untilDrawn };
  } finally {
    await context.close();
  }
}
