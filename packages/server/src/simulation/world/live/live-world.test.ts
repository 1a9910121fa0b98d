import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, TestApp } from '../../../http/testing/test-app.ts';
import { World } from '../world.ts';
import { type LiveOptions, playLive } from './live-world.ts';

describe('the simulated world against a server', () => {
  let app: TestApp;
  let key: string;

  beforeAll(async () => {
    app = await TestApp.start();
    key = await app.key(['events:write', 'recommendations:read', 'catalog:write'], {
      origin: 'simulated',
      rateLimit: 1_000_000,
    });
    for (const [name, policy] of [
      ['bank', { kind: 'epsilonGreedy', epsilon: 0.2 }],
      ['bankToo', { kind: 'greedy' }],
    ] as const) {
      const { body } = await app.call('GET', '/v1/placements/home');
      const placement = { ...body, name, policy, diversity: { lambda: 1, caps: [] } };
      expect((await app.call('PUT', `/v1/placements/${name}`, placement)).status).toBe(200);
    }
  });
  afterAll(() => app.close());

  const options = (change: Partial<LiveOptions> = {}): LiveOptions => ({
    world: new World({
      customers: 50,
      items: 24,
      seed: 4,
      start: Date.UTC(2026, 0, 1),
      idPrefix: 't-',
      clickRate: 0.3,
    }),
    name: 'test-bank',
    url: app.url,
    key,
    placements: ['bank', 'bankToo'],
    slate: 3,
    visitsPerMinute: 30_000,
    speed: 1e6,
    decisions: 200,
    signal: new AbortController().signal,
    onError: (error) => {
      throw error;
    },
    ...change,
  });

  it('reports by policy what the server has counted, and all of it is marked simulated', async () => {
    const report = await playLive(options());
    expect(report).toMatchObject({ decisions: 200, empty: 0, refused: 0 });
    expect(report.policies.map(({ placement, policy }) => `${placement} ${policy}`).sort()).toEqual([
      'bank epsilonGreedy(0.2)',
      'bankToo greedy',
    ]);
    const all = (read: (policy: (typeof report.policies)[number]) => number) =>
      report.policies.reduce((sum, policy) => sum + read(policy), 0);
    expect(all(({ all: gain }) => gain.decisions)).toBe(200);
    for (const { all: gain, clicks } of report.policies) {
      expect(gain.earned).toBeGreaterThan(0);
      expect(gain.earned).toBeLessThan(gain.oracle);
      expect(gain.regret).toBeCloseTo(gain.oracle - gain.earned, 9);
      expect(Math.abs(clicks - gain.earned)).toBeLessThan(4 * Math.sqrt(gain.earned) + 1);
    }
    await app.settle();
    const count = async (type: string) => {
      const { rows } = await app.app.services.warehouse.query<{ n: string; origins: string[] }>(
        `SELECT count() AS n, groupUniqArray(origin) AS origins FROM events WHERE type = '${type}'`,
      );
      expect(rows[0].origins).toEqual(['simulated']);
      return Number(rows[0].n);
    };
    expect(await count('click')).toBe(all(({ clicks }) => clicks));
    expect(await count('purchase')).toBe(all(({ conversions }) => conversions));
    const { body: customer } = await app.call<{ attributes: object }>('GET', '/v1/customers/t-c1');
    const { age, income, preferences } = options().world.customers.get(0);
    expect(customer.attributes).toMatchObject({ age, income, ...preferences });
    const { body: item } = await app.call<{ attributes: object }>('GET', '/v1/items/t-i24');
    expect(item.attributes).toMatchObject({ world: 'test-bank' });
  });

  it('stops when asked to, with the report so far', async () => {
    const controller = new AbortController();
    const report = await playLive(
      options({
        signal: controller.signal,
        decisions: undefined,
        onTick: ({ decisions }) => {
          if (decisions >= 50) controller.abort();
        },
      }),
    );
    expect(report.decisions).toBeGreaterThanOrEqual(50);
    expect(report.decisions).toBeLessThan(1000);
    expect(report.policies.length).toBe(2);
  });

  it('stops while it uploads, too', async () => {
    const controller = new AbortController();
    const report = await playLive(options({ signal: controller.signal, onUpload: () => controller.abort() }));
    expect(report).toMatchObject({ decisions: 0, sent: 0, policies: [] });
  });

  it('ends with what the server says when the placement or a scope is missing', async () => {
    await expect(playLive(options({ placements: ['nowhere'] }))).rejects.toThrow(/no placement "nowhere"/);
    const weak = await app.key(['events:write'], { origin: 'simulated' });
    await expect(playLive(options({ key: weak }))).rejects.toThrow(/POST \/v1\/items answered 403/);
    await expect(playLive(options({ key: `${adminKey}-wrong` }))).rejects.toThrow(/401/);
  });
});
