import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkPage } from './check-page.ts';
import { type Harness, startHarness, type View } from './harness.ts';
import { identifyCustomers, seedShop } from './seed.ts';

let harness: Harness;
let empty: Harness;
beforeAll(async () => {
  [harness, empty] = [await startHarness(), await startHarness()];
  await seedShop(harness.client);
  await identifyCustomers(harness.client);
  for (let i = 0; i < 10; i++) {
    await harness.client.request('POST /v1/recommendations', {
      body: { customerId: `customer-${i}`, placement: 'home', explain: true },
    });
  }
}, 120_000);
afterAll(async () => {
  await harness?.close();
  await empty?.close();
});

interface PageCase {
  name: string;
  path: string;
  /** A selector that is there once the page shows its content. */
  ready: string;
  on?: () => Harness;
  signedIn?: boolean;
}

const pages: PageCase[] = [
  { name: 'sign-in', path: '/', ready: 'form', signedIn: false },
  { name: 'overview', path: '/', ready: '[role=slider] svg' },
  { name: 'first-run', path: '/', ready: '[data-state=waiting]', on: () => empty },
  { name: 'connect', path: '/connect?way=segment', ready: '[data-state=receiving]' },
  { name: 'customers', path: '/customers', ready: 'tbody a' },
  { name: 'customers-none', path: '/customers?q=nobody+of+this+name', ready: 'h2' },
  { name: 'customer', path: '/customers/customer-3', ready: 'tbody tr:nth-child(1) [aria-expanded]' },
  { name: 'customer-timeline', path: '/customers/customer-3?tab=timeline', ready: 'time' },
  { name: 'customer-features', path: '/customers/customer-3?tab=features', ready: 'tbody code' },
  { name: 'not-found', path: '/no/such/page', ready: 'h1' },
];

const views: Required<Omit<View, 'signedIn'>>[] = (['en', 'pt-BR'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((scheme) =>
    [1_440, 390].map((width) => ({ language, scheme, width })),
  ),
);

describe.each(pages)('$name', ({ name, path, ready, on, signedIn }) => {
  test.each(views)('$language, $scheme, $width px', async (view) => {
    const tab = await (on?.() ?? harness).open(path, { ...view, signedIn });
    try {
      await tab.page.waitForSelector(ready);
      await tab.page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
      expect(await tab.page.getAttribute('html', 'lang')).toBe(view.language);
      expect(await tab.page.getAttribute('html', 'data-mantine-color-scheme')).toBe(view.scheme);
      await checkPage(tab, `${name}-${view.language}-${view.scheme}-${view.width}`);
    } finally {
      await tab.context.close();
    }
  });
});
