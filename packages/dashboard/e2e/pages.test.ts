import { afterAll, beforeAll, describe } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { describePages, type PageCase } from './look-at.ts';
import { identifyCustomers, seedLearningPlacement, seedShop } from './seed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());

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

describePages(() => harness, pagesOfAnEmptyServer);

describe('with customers', () => {
  beforeAll(async () => {
    await harness.seed(
      seedShop,
      identifyCustomers,
      (client) => seedLearningPlacement(client, 'learning', { kind: 'betaThompson', reach: 20 }),
      (client) => seedLearningPlacement(client, 'linear', { kind: 'linUcb', reach: 20, halfLife: '14d' }),
      async (client) => {
        for (let i = 0; i < 10; i++) {
          await client.request('POST /v1/recommendations', {
            body: { customerId: `customer-${i}`, placement: 'home', explain: true },
          });
        }
      },
    );
  });

  describePages(() => harness, pages);
});
