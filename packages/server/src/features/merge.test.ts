import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../define-config.ts';
import type { EventRecord } from '../stores/journal/record.ts';
import type { FeatureDefinition } from './definition.ts';
import { occasionGap } from './primitives/pair-history.ts';
import { day, engineFixture, event, item, noon } from './testing/engine-fixture.ts';

let features: FeatureDefinition[];
beforeAll(async () => {
  ({ features } = await loadConfig(join(import.meta.dirname, '../../../../personalize.config.ts')));
});

const catalog = ['tea', 'milk', 'jam', 'soap'].map((id, i) =>
  item(id, { price: i + 1, category: `c${i % 2}`, attributes: { brand: `b${i}`, department: `d${i % 3}` } }),
);

const events = fc.array(
  fc.record({
    type: fc.constantFrom(
      'page_view',
      'click',
      'impression',
      'add_to_cart',
      'purchase',
      'own_type',
      'identify',
    ),
    time: fc.integer({ min: -60 * day, max: 0 }),
    itemId: fc.constantFrom('tea', 'milk', 'jam', 'soap'),
    value: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
    first: fc.boolean(),
  }),
  { maxLength: 80 },
);

function areNear(a: EventRecord, b: EventRecord): boolean {
  return a.itemId === b.itemId && Math.abs(a.timestamp - b.timestamp) <= occasionGap;
}

describe('merge', () => {
  it('leaves what one customer would have had who did all of it', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const fixture = await engineFixture(features);
        try {
          fixture.apply(...catalog);
          const all = list.map((e, i): EventRecord & { first: boolean } => ({
            ...event(e.type, noon + e.time * 20 + i, { itemId: e.itemId, value: e.value }),
            first: e.first,
          }));
          // Repeat visits to an item are far apart: closer ones are one occasion only for whom sees both.
          const records = all.filter((one, i) => !all.slice(0, i).some((other) => areNear(one, other)));
          const strip = (
            { first: _first, ...record }: EventRecord & { first: boolean },
            customerId: string,
          ) => ({
            ...record,
            customerId,
          });
          // The same background for both, so that ranks and item statistics are comparable.
          for (const record of records) fixture.apply(strip(record, 'whole'));
          for (const record of records) fixture.apply(strip(record, record.first ? 'to' : 'from'));
          const { engine } = fixture;
          if (fixture.row('from') >= 0 && fixture.row('to') >= 0) {
            engine.merge?.(fixture.row('from'), fixture.row('to'));
            engine.customers.remove('c:from');
          }
          const merged = fixture.row('to') >= 0 ? 'to' : 'from';
          if (records.length === 0) return;
          for (const id of ['tea', 'milk', 'jam', 'soap']) {
            const whole = fixture.vector('whole', id, noon + 1);
            const actual = fixture.vector(merged, id, noon + 1);
            for (const name of engine.names) {
              if (name === 'repurchase') continue;
              if (Number.isNaN(whole[name])) expect(actual[name], name).toBeNaN();
              else expect(actual[name], name).toBeCloseTo(whole[name], 9);
            }
          }
          const byTime = engine.recentEvents(fixture.row(merged), 100).map((e) => e.time);
          expect(byTime).toEqual([...byTime].sort((a, b) => b - a));
          expect(byTime).toHaveLength(records.length);
        } finally {
          await fixture.dispose();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('counts the occasions of both and keeps first and last', async () => {
    const fixture = await engineFixture([{ name: 'f', kind: 'repurchase', scope: 'pair', events: ['buy'] }]);
    const buy = (days: number, customerId: string) =>
      event('buy', noon + days * day, { itemId: 'tea', customerId });
    fixture.apply(buy(0, 'from'), buy(20, 'from'), buy(10, 'to'), buy(30, 'to'));
    fixture.engine.merge?.(fixture.row('from'), fixture.row('to'));
    fixture.engine.customers.remove('c:from');
    expect(fixture.vector('to', 'tea', noon + 35 * day).f).toBeCloseTo(0.5, 12);
    await fixture.dispose();
  });

  it('keeps known attributes and adds what only the other knew', async () => {
    const fixture = await engineFixture([
      { name: 'age', kind: 'attribute', scope: 'customer', attribute: 'age' },
    ]);
    fixture.apply(
      event('identify', noon, { customerId: 'from', traits: { age: 1, city: 'Recife' } }),
      event('identify', noon, { customerId: 'to', traits: { age: 2 } }),
    );
    fixture.engine.merge?.(fixture.row('from'), fixture.row('to'));
    expect(fixture.engine.attributes(fixture.row('to'))).toEqual({ age: 2, city: 'Recife' });
    expect(fixture.vector('to', '', noon).age).toBe(2);
    await fixture.dispose();
  });
});
