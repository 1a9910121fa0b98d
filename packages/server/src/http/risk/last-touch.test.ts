import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RiskReward } from '../../experimentation/risk/arm-series.ts';
import { decisionArms } from '../../experimentation/risk/decision-arms.ts';
import { TestApp } from '../testing/test-app.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const hour = 3_600_000;
const sqlTime = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', '');

let server: TestApp;

function decision(id: string, policy: string, hours: number, who: object, placement = 'home') {
  const at = sqlTime(start + hours * hour);
  return {
    ...{
      offset: 1e6 + hours,
      timestamp: at,
      received_at: at,
      decision_id: id,
      placement,
      model: 'm@1',
      policy,
    },
    ...{ variant: '', ...who, 'slots.item_id': ['i1', 'i2'], 'slots.source': ['new', 'new'] },
    ...{ 'slots.score': [1, 1], 'slots.propensity': [0.5, 0.5] },
    ...{ 'slots.features': [[], []], 'slots.evidence': [[], []] },
  };
}

/** Rewards by policy. */
async function earned(reward: RiskReward): Promise<Record<string, number>> {
  const arms = await decisionArms(server.app.services.warehouse, {
    ...{ by: 'policy', reward, from: start, to: start + 48 * hour, timeZone: 'UTC', campaignDays: 30 },
  });
  return Object.fromEntries(
    arms.map(({ name, treated }) => [name, treated.reduce((sum, day) => sum + day.reward, 0)]),
  );
}

beforeAll(async () => {
  server = await TestApp.start();
  const event = (type: string, hours: number, more: object) => ({
    ...{ type, itemId: 'i1', timestamp: new Date(start + hours * hour).toISOString(), ...more },
  });
  const sent = await server.send([
    // Between the two decisions the older is the last touch, after both the newer.
    event('click', 10.5, { customerId: 'a' }),
    event('click', 11.5, { customerId: 'a', itemId: 'i2' }),
    // Of the placement that it names, though another decided since.
    event('click', 12.5, { customerId: 'b', placement: 'home' }),
    // Too late, before any, of an item that nobody showed, and of somebody who was shown nothing.
    event('click', 40, { customerId: 'a' }),
    event('click', 9, { customerId: 'a' }),
    event('click', 11.5, { customerId: 'a', itemId: 'i9' }),
    event('click', 11.5, { customerId: 'nobody' }),
    // By name, though the other decision is newer.
    event('click', 11.6, { customerId: 'a', decisionId: 'old-a' }),
    // Two purchases: one of a slot that was seen, one of a slot that was not.
    event('impression', 11.2, { customerId: 'a', decisionId: 'new-a' }),
    event('purchase', 12, { customerId: 'a', value: 30, currency: 'EUR' }),
    event('purchase', 13, { customerId: 'c', value: 7, currency: 'EUR' }),
    // A visitor who signed in later.
    event('click', 10.2, { anonymousId: 'v' }),
    {
      type: 'alias',
      anonymousId: 'v',
      customerId: 'd',
      timestamp: new Date(start + 20 * hour).toISOString(),
    },
  ]);
  expect(sent.body.rejected).toEqual([]);
  await server.settle();
  const decisions = [
    decision('old-a', 'old', 10, { customer_id: 'a' }),
    decision('new-a', 'new', 11, { customer_id: 'a' }),
    decision('new-b', 'new', 11, { customer_id: 'b' }),
    decision('old-b', 'old', 12, { customer_id: 'b' }, 'cart'),
    decision('old-c', 'old', 12, { customer_id: 'c' }),
    decision('new-d', 'new', 10, { customer_id: 'd' }),
  ];
  const lines = decisions.map((row) => JSON.stringify(row)).join('\n');
  await server.app.services.warehouse.insert('decisions', lines, 'test-decisions');
}, 60_000);
afterAll(() => server.close());

describe('rewards of events that name no decision', () => {
  it('are clicks of the newest decision of the customer that showed the item', async () => {
    expect(await earned('click')).toEqual({ old: 1, new: 3 });
  });

  it('are purchases of slots that were seen or clicked', async () => {
    expect(await earned('conversion')).toEqual({ old: 0, new: 1 });
    expect(await earned('value')).toEqual({ old: 0, new: 30 });
  });
});
