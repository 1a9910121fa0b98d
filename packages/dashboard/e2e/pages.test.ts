import { afterAll, beforeAll, describe, test } from 'vitest';
import { checkViews, languages } from './check-views.ts';
import { type Harness, startHarness } from './harness.ts';
import { identifyCustomers, seedLearningPlacement, seedShop } from './seed.ts';
import { seedModels } from './seed-models.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());

interface PageCase {
  name: string;
  path: string;
  /** A selector that is there once the page shows its content. */
  ready: string;
  signedIn?: boolean;
}

const pagesOfAnEmptyServer: PageCase[] = [
  { name: 'sign-in', path: '/', ready: 'form', signedIn: false },
  { name: 'first-run', path: '/', ready: '[data-state=waiting]' },
  { name: 'customers-empty', path: '/customers', ready: 'h2' },
  { name: 'models-empty', path: '/models', ready: 'h2' },
];

const pages: PageCase[] = [
  { name: 'overview', path: '/', ready: '[role=slider] svg' },
  { name: 'connect', path: '/connect?way=segment', ready: '[data-state=receiving]' },
  { name: 'customers', path: '/customers', ready: 'tbody a' },
  { name: 'customers-none', path: '/customers?q=nobody+of+this+name', ready: 'h2' },
  { name: 'customer', path: '/customers/customer-3', ready: 'tbody tr:nth-child(1) [aria-expanded]' },
  { name: 'customer-timeline', path: '/customers/customer-3?tab=timeline', ready: 'time' },
  { name: 'customer-features', path: '/customers/customer-3?tab=features', ready: 'tbody code' },
  { name: 'placements', path: '/placements', ready: 'tbody a' },
  { name: 'placement', path: '/placements/home?customer=customer-3', ready: 'tbody [aria-expanded]' },
  {
    name: 'placement-learning',
    path: '/placements/learning?customer=customer-3&with=home',
    ready: '[role=region] + [role=region] tbody [aria-expanded]',
  },
  { name: 'placement-linear', path: '/placements/linear', ready: 'tbody code' },
  { name: 'placement-new', path: '/placements/new', ready: 'form' },
  { name: 'decisions', path: '/decisions', ready: 'form' },
  { name: 'decisions-risk', path: '/decisions?tab=risk&earns=click', ready: 'tbody button' },
  { name: 'decisions-log', path: '/decisions?tab=log', ready: 'tbody time' },
  { name: 'pipeline', path: '/pipeline', ready: '[aria-pressed]' },
  {
    name: 'pipeline-node',
    path: '/pipeline?node=model.personalization.customer_360',
    ready: 'pre',
  },
  { name: 'not-found', path: '/no/such/page', ready: 'h1' },
];

async function lookAt(
  { name, path, ready, signedIn }: PageCase,
  language: (typeof languages)[number],
): Promise<void> {
  const tab = await harness.open(path, { language, signedIn });
  try {
    await checkViews(tab, name, language, async () => {
      await tab.page.waitForSelector(ready);
      // Tabs that are not open keep their skeletons, unseen.
      await tab.page.waitForFunction(() =>
        [...document.querySelectorAll('[aria-busy=true]')].every((element) => !element.checkVisibility()),
      );
    });
  } finally {
    await tab.context.close();
  }
}

describe.each(pagesOfAnEmptyServer)('$name', (page) => {
  test.each(languages)('%s', (language) => lookAt(page, language));
});

describe('with customers', () => {
  beforeAll(async () => {
    await seedShop(harness.client);
    await identifyCustomers(harness.client);
    await seedLearningPlacement(harness.client, 'learning', { kind: 'betaThompson', reach: 20 });
    await seedLearningPlacement(harness.client, 'linear', { kind: 'linUcb', reach: 20, halfLife: '14d' });
    for (let i = 0; i < 10; i++) {
      await harness.client.request('POST /v1/recommendations', {
        body: { customerId: `customer-${i}`, placement: 'home', explain: true },
      });
    }
  });

  describe.each(pages)('$name', (page) => {
    test.each(languages)('%s', (language) => lookAt(page, language));
  });
});

const modelPages: PageCase[] = [
  { name: 'models', path: '/models', ready: 'dl dd a' },
  { name: 'model', path: '/models/ranker', ready: 'tbody a' },
  { name: 'model-history', path: '/models/ranker?tab=history', ready: 'tbody time' },
  { name: 'model-watching', path: '/models/ranker?tab=watching', ready: '[role=slider] svg' },
  { name: 'model-schedule', path: '/models/ranker?tab=schedule', ready: 'form' },
  { name: 'model-version', path: '/models/ranker/versions/1', ready: '[role=slider] svg' },
  { name: 'model-compare', path: '/models/ranker/compare?versions=1,2', ready: '[role=slider] svg' },
  { name: 'model-compare-none', path: '/models/ranker/compare', ready: 'h1' },
  { name: 'model-train', path: '/models/ranker/train', ready: 'form' },
  { name: 'model-import', path: '/models/ranker/import', ready: 'form' },
];

describe('with models', () => {
  beforeAll(() => seedModels(harness.client), 120_000);

  describe.each(modelPages)('$name', (page) => {
    test.each(languages)('%s', (language) => lookAt(page, language));
  });
});
