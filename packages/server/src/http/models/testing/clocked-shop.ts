import { Random } from '@personalize/learn';
import { vi } from 'vitest';
import { defaultPlacements, type Placement } from '../../../recommendation/index.ts';
import { TestApp } from '../../testing/test-app.ts';

export const day = 86_400_000;
export const hour = 3_600_000;
export const shopItems = 12;

interface Answer {
  decisionId: string;
  customerId: string;
  model: string;
  recommendations: { itemId: string; propensity: number }[];
}

export const exploringPlacement: Placement = {
  ...defaultPlacements[0],
  sources: [
    { name: 'popular', limit: 12 },
    { name: 'new', limit: 12 },
  ],
  filters: [],
  policy: { kind: 'epsilonGreedy', epsilon: 0.6 },
  diversity: { lambda: 1, caps: [] },
  candidateLimit: 12,
  defaultLimit: 4,
};

/** Chance of a click by an item's price: cheap things are liked… */
export const likesCheap = (itemId: string): number => (Number(itemId.slice(1)) < shopItems / 2 ? 0.4 : 0.05);

/** The real application whose clock is the test's: days pass in a moment. */
export class ClockedShop {
  readonly app: TestApp;
  readonly random = new Random(5);

  private constructor(app: TestApp) {
    this.app = app;
  }

  /** @param env as `TestApp.start` takes it; begins at `at`, epoch ms */
  static async open(at: number, env: Record<string, string> = {}): Promise<ClockedShop> {
    vi.useFakeTimers({ toFake: ['Date'], now: at });
    const app = await TestApp.start(env);
    const items = Array.from({ length: shopItems }, (_, i) => ({
      ...{ itemId: `i${i}`, title: `Item ${i}`, category: `c${i % 4}`, price: 1 + i },
    }));
    await app.call('POST', '/v1/items', { items });
    await app.call('PUT', '/v1/placements/home', exploringPlacement);
    return new ClockedShop(app);
  }

  get now(): number {
    return Date.now();
  }

  pass(ms: number): void {
    vi.setSystemTime(Date.now() + ms);
  }

  /** …but dear ones are bought, by people who were recommended nothing: what the built-in ranker goes by misleads. */
  async buyDear(count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, i) => ({
      ...{
        type: 'purchase',
        customerId: `other${i}`,
        itemId: `i${shopItems / 2 + (i % (shopItems / 2))}`,
        value: 9,
      },
    }));
    await this.app.send(events);
  }

  /** As many decisions as customers, each asked once; slots are clicked with probability `rate(itemId)`. */
  async serve(customers: number, rate: (itemId: string) => number = likesCheap): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let from = 0; from < customers; from += 50) {
      const requests = Array.from({ length: Math.min(50, customers - from) }, (_, i) => ({
        ...{ customerId: `c${from + i}`, placement: 'home' },
      }));
      const { body } = await this.app.call<{ answers: Answer[] }>('POST', '/v1/recommendations/batch', {
        requests,
      });
      answers.push(...body.answers);
    }
    this.pass(20_000);
    const events = answers.flatMap(({ decisionId, customerId, recommendations }) =>
      recommendations
        .filter(({ itemId }) => this.random.bernoulli(rate(itemId)))
        .map(({ itemId }) => ({ type: 'click', customerId, itemId, decisionId, placement: 'home' })),
    );
    for (let i = 0; i < events.length; i += 500) await this.app.send(events.slice(i, i + 500));
    return answers;
  }

  /** The job's body once it ended. */
  async ended<T>(id: string): Promise<T> {
    const response = await fetch(`${this.app.url}/v1/jobs/${id}/stream`, {
      headers: { authorization: 'Bearer test-admin-key-0001' },
    });
    await response.text();
    return (await this.app.call<T>('GET', `/v1/jobs/${id}`)).body;
  }

  async close(): Promise<void> {
    await this.app.close();
    vi.useRealTimers();
  }
}
