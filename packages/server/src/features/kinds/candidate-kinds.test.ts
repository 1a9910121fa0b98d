import { afterEach, describe, expect, it } from 'vitest';
import type { FeatureDefinition } from '../definition.ts';
import { attributeLimit, attributesLength } from '../primitives/customer-attributes.ts';
import {
  day,
  type EngineFixture,
  engineFixture,
  event,
  hour,
  item,
  minute,
  noon,
} from '../testing/engine-fixture.ts';

let fixture: EngineFixture;
afterEach(() => fixture.dispose());

async function given(definition: FeatureDefinition, more: FeatureDefinition[] = []): Promise<void> {
  fixture = await engineFixture([definition, ...more]);
}

/** The first feature's value. */
function value(at: number, itemId = 'tea', customerId = 'ana'): number {
  return fixture.vector(customerId, itemId, at)[fixture.engine.names[0]];
}

describe('affinity', () => {
  const affinity: FeatureDefinition = {
    name: 'f',
    kind: 'affinity',
    scope: 'pair',
    attribute: 'brand',
    weights: { view: 1, buy: 5 },
    halfLife: '1d',
  };

  it('is the share of decayed weight that the candidate’s value holds', async () => {
    await given(affinity);
    fixture.apply(
      item('tea', { attributes: { brand: 'x' } }),
      item('milk', { attributes: { brand: 'y' } }),
      item('jam', { attributes: { brand: 'z' } }),
      item('plain'),
    );
    expect(value(noon)).toBeNaN();
    fixture.apply(event('buy', noon, { itemId: 'tea' }), event('view', noon + day, { itemId: 'milk' }));
    expect(value(noon + day)).toBeCloseTo(2.5 / 3.5, 12);
    expect(value(noon + day, 'milk')).toBeCloseTo(1 / 3.5, 12);
    expect(value(noon + 9 * day, 'milk')).toBeCloseTo(1 / 3.5, 12);
    expect(value(noon + day, 'jam')).toBe(0);
    expect(value(noon + day, 'plain')).toBeNaN();
    expect(fixture.engine.describe(fixture.row('ana'), noon + day).affinities.brand).toEqual({
      x: expect.closeTo(2.5 / 3.5, 12),
      y: expect.closeTo(1 / 3.5, 12),
    });
  });

  it('lists values largest first, also those that look like numbers', async () => {
    await given(affinity);
    for (const [i, brand] of ['10', 'x', '2'].entries()) {
      fixture.apply(item(brand, { attributes: { brand } }));
      for (let n = 0; n < 3 - i; n++) fixture.apply(event('view', noon, { itemId: brand }));
    }
    const [{ attribute, values }] = fixture.engine.affinities(fixture.row('ana'), noon, 2);
    expect(attribute).toBe('brand');
    expect(values).toEqual([
      { value: '10', share: 0.5 },
      { value: 'x', share: expect.closeTo(1 / 3, 12) },
    ]);
    expect(fixture.engine.affinities(-1, noon, 2)).toEqual([{ attribute: 'brand', values: [] }]);
    expect(fixture.engine.lastInteraction(fixture.row('ana'))).toBe(noon);
    expect(fixture.engine.lastInteraction(-1)).toBeNull();
    expect(fixture.engine.behaviorScore(fixture.row('ana'))).toBe(0);
  });

  it('adds up the shares of an item’s tags', async () => {
    await given({ ...affinity, attribute: 'tags' });
    fixture.apply(
      item('tea', { tags: ['hot', 'green'] }),
      item('soup', { tags: ['hot', 'green', 'salty'] }),
      item('coffee', { tags: ['hot'] }),
      event('buy', noon, { itemId: 'tea' }),
    );
    expect(value(noon, 'soup')).toBe(1);
    expect(value(noon, 'coffee')).toBe(0.5);
  });

  it('keeps the strongest 64 values', async () => {
    await given(affinity);
    for (let i = 0; i < 100; i++) {
      fixture.apply(
        item(`i${i}`, { attributes: { brand: `b${i}` } }),
        event('view', noon + i * hour, { itemId: `i${i}` }),
      );
    }
    expect(Object.keys(fixture.engine.describe(fixture.row('ana'), noon).affinities.brand)).toHaveLength(20);
    expect(value(noon + 99 * hour, 'i99')).toBeGreaterThan(0);
    expect(value(noon + 99 * hour, 'i0')).toBe(0);
  });

  it('never reads the last customer’s shares for the next', async () => {
    await given(affinity);
    fixture.apply(
      item('tea', { attributes: { brand: 'x' } }),
      event('buy', noon, { itemId: 'tea' }),
      event('other', noon, { customerId: 'bo' }),
    );
    expect(value(noon)).toBe(1);
    expect(value(noon, 'tea', 'bo')).toBeNaN();
    expect(value(noon, 'tea', 'nobody')).toBeNaN();
  });
});

describe('rates', () => {
  const rate: FeatureDefinition = {
    name: 'f',
    kind: 'rate',
    scope: 'item',
    numerator: ['click'],
    denominator: ['impression'],
    halfLife: '30d',
    prior: 0.1,
    priorWeight: 10,
  };

  it('are smoothed towards the prior', async () => {
    await given(rate);
    fixture.apply(event('impression', noon, { itemId: 'tea' }), event('click', noon, { itemId: 'tea' }));
    expect(value(noon)).toBeCloseTo((1 + 1) / (1 + 10), 12);
    expect(value(noon + 300 * day)).toBeCloseTo(0.1, 3);
    fixture.apply(item('milk'));
    expect(value(noon, 'milk')).toBeCloseTo(0.1, 12);
  });

  it('take the rate over all items as prior when none is given', async () => {
    await given({ ...rate, prior: undefined });
    fixture.apply(item('milk'));
    expect(value(noon, 'milk')).toBe(0);
    for (let i = 0; i < 4; i++) fixture.apply(event('impression', noon, { itemId: 'tea' }));
    fixture.apply(event('click', noon, { itemId: 'tea' }));
    expect(value(noon, 'milk')).toBeCloseTo(0.25, 12);
  });

  it('stay at most 1 when clicks come without impressions', async () => {
    await given(rate);
    for (let i = 0; i < 50; i++) fixture.apply(event('click', noon, { itemId: 'tea' }));
    expect(value(noon)).toBe(1);
  });
});

describe('relative price', () => {
  it('is the logarithm of price over the geometric mean of unit prices paid', async () => {
    await given({ name: 'f', kind: 'relativePrice', scope: 'pair', events: ['buy'], halfLife: '90d' });
    fixture.apply(item('tea', { price: 8 }), item('milk', { price: 2 }), item('gift'));
    expect(value(noon)).toBeNaN();
    fixture.apply(
      event('buy', noon, { itemId: 'tea', value: 16, quantity: 2 }),
      event('buy', noon, { itemId: 'milk' }),
    );
    expect(value(noon)).toBeCloseTo(Math.log(2), 12);
    expect(value(noon, 'milk')).toBeCloseTo(-Math.log(2), 12);
    expect(value(noon, 'gift')).toBeNaN();
  });
});

describe('repurchase', () => {
  it('divides the time since the last purchase by the pair’s own interval, else the item’s', async () => {
    await given({ name: 'f', kind: 'repurchase', scope: 'pair', events: ['buy'] });
    const buy = (at: number, customerId: string) => event('buy', at, { itemId: 'tea', customerId });
    fixture.apply(buy(noon, 'ana'), buy(noon, 'bo'));
    expect(value(noon + day)).toBeNaN();
    fixture.apply(buy(noon + 10 * day, 'bo'), buy(noon + 10 * day + minute, 'bo'));
    expect(value(noon + 5 * day)).toBeCloseTo(0.5, 4);
    fixture.apply(buy(noon + 2 * day, 'ana'));
    expect(value(noon + 5 * day)).toBeCloseTo(1.5, 12);
  });
});

describe('occasions', () => {
  it('counts separate occasions of the pair, 0 for never, and forgets after the TTL', async () => {
    const occasions: FeatureDefinition = { name: 'f', kind: 'occasions', scope: 'pair', events: ['buy'] };
    await given(occasions, [{ ...occasions, name: 'lately', ttl: '30d' }]);
    expect(value(noon)).toBe(0);
    const buy = (at: number) => event('buy', at, { itemId: 'tea' });
    fixture.apply(buy(noon), buy(noon + minute), buy(noon + 3 * day), event('look', noon + 5 * day, {}));
    expect(fixture.vector('ana', 'tea', noon + 4 * day)).toEqual({ f: 2, lately: 2 });
    expect(fixture.vector('ana', 'tea', noon + 34 * day)).toEqual({ f: 2, lately: 0 });
    expect(fixture.vector('ana', 'coffee', noon + 4 * day).f).toBe(0);
  });
});

describe('attributes', () => {
  it('of customers read numbers, booleans and texts, and forget after the TTL', async () => {
    const attribute = (name: string, ttl?: string): FeatureDefinition => {
      return { name, kind: 'attribute', scope: 'customer', attribute: name, ...(ttl ? { ttl } : {}) };
    };
    await given(attribute('age'), [attribute('member'), attribute('tier', '1d'), attribute('list')]);
    fixture.apply(
      event('identify', noon, { traits: { age: 41, member: true, tier: 'Gold', list: [1], deep: { a: 1 } } }),
    );
    expect(fixture.vector('ana', '', noon)).toEqual({ age: 41, member: 1, tier: 1, list: Number.NaN });
    expect(fixture.vector('ana', '', noon + day + 1).tier).toBeNaN();
    fixture.apply(event('identify', noon + 1, { traits: { age: null } }));
    expect(fixture.vector('ana', '', noon + 1).age).toBeNaN();
    expect(fixture.engine.attributes(fixture.row('ana'))).toEqual({
      member: true,
      tier: 'Gold',
      list: [1],
      deep: { a: 1 },
    });
  });

  it('that arrive late fill gaps and override nothing', async () => {
    await given({ name: 'f', kind: 'attribute', scope: 'customer', attribute: 'age' });
    fixture.apply(
      event('identify', noon, { traits: { age: 41 } }),
      event('identify', noon - day, { traits: { age: 40, city: 'Recife' } }),
    );
    expect(value(noon)).toBe(41);
    expect(fixture.engine.attributes(fixture.row('ana'))).toEqual({ age: 41, city: 'Recife' });
  });

  it('named like an object’s own parts do no harm', async () => {
    await given({ name: 'f', kind: 'attribute', scope: 'customer', attribute: 'constructor' });
    fixture.apply(
      event('identify', noon, { traits: JSON.parse('{"__proto__": {"age": 1}, "constructor": 3}') }),
    );
    expect(value(noon)).toBe(3);
    expect(fixture.engine.attributes(fixture.row('ana')).age).toBeUndefined();
  });

  it('stop at a number of names, so that a sender cannot make identify ever slower', async () => {
    await given({ name: 'f', kind: 'attribute', scope: 'customer', attribute: 'age' });
    for (let i = 0; i < 1_000; i++)
      fixture.apply(event('identify', noon + i, { traits: { [`name${i}`]: i } }));
    const names = () => Object.keys(fixture.engine.attributes(fixture.row('ana')));
    expect(names()).toHaveLength(attributeLimit);
    fixture.apply(event('identify', noon + 2_000, { traits: { name1: null, name0: 'changed', age: 9 } }));
    expect(names()).toHaveLength(attributeLimit);
    expect(fixture.engine.attributes(fixture.row('ana')).name0).toBe('changed');
    expect(value(noon + 2_000)).toBe(9);
    for (let i = 0; i < 10; i++) {
      fixture.apply(
        event('identify', noon + 3_000 + i, { traits: { [`name${i + 2}`]: 'x'.repeat(30_000), age: i } }),
      );
    }
    expect(JSON.stringify(fixture.engine.attributes(fixture.row('ana'))).length).toBeLessThan(
      attributesLength,
    );
    expect(value(noon + 4_000)).toBe(3);
  });

  it('of items follow the catalog', async () => {
    const attribute = (name: string): FeatureDefinition => ({
      name,
      kind: 'attribute',
      scope: 'item',
      attribute: name,
    });
    await given(attribute('price'), [attribute('size'), attribute('organic'), attribute('category')]);
    fixture.apply(item('tea', { price: 4, attributes: { size: 250, organic: false } }));
    expect(fixture.vector('ana', 'tea', noon)).toEqual({ price: 4, size: 250, organic: 0, category: 1 });
    fixture.apply({ kind: 'item_removed', receivedAt: noon, itemId: 'tea' });
    const gone = { price: Number.NaN, size: Number.NaN, organic: Number.NaN, category: Number.NaN };
    expect(fixture.vector('ana', 'tea', noon)).toEqual(gone);
  });
});

describe('context', () => {
  it('reads hour and weekday in the deployment’s zone, across a change of clocks', async () => {
    const context = (part: 'hour' | 'weekday'): FeatureDefinition => ({
      name: part,
      kind: 'context',
      scope: 'context',
      part,
    });
    fixture = await engineFixture([context('hour'), context('weekday')], { timeZone: 'Europe/Berlin' });
    expect(fixture.vector('', '', noon)).toEqual({ hour: 13, weekday: 1 });
    const before = Date.UTC(2026, 2, 29, 0, 59);
    expect(fixture.vector('', '', before)).toEqual({ hour: 1, weekday: 7 });
    expect(fixture.vector('', '', before + minute)).toEqual({ hour: 3, weekday: 7 });
  });

  it('gives channel and device as index, −1 for others, missing when not named', async () => {
    await given({ name: 'f', kind: 'context', scope: 'context', part: 'channel', values: ['web', 'app'] });
    const read = (channel?: string) =>
      fixture.vector('', '', noon, channel === undefined ? {} : { channel }).f;
    expect([read('web'), read('app'), read('fax'), read()]).toEqual([0, 1, -1, Number.NaN]);
  });
});
