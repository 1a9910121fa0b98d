import { afterEach, describe, expect, it } from 'vitest';
import type { FeatureDefinition } from '../definition.ts';
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

describe('count, sum and mean', () => {
  it('cover event times in (at − window, at]', async () => {
    await given({ name: 'f', kind: 'count', scope: 'customer', events: ['a', 'b'], window: '1h' });
    fixture.apply(event('a', noon), event('b', noon + minute), event('c', noon + minute));
    expect(value(noon - 1)).toBe(0);
    expect(value(noon)).toBe(1);
    expect(value(noon + minute)).toBe(2);
    expect(value(noon + hour - 1)).toBe(2);
    expect(value(noon + hour)).toBe(1);
    expect(value(noon + hour + minute)).toBe(0);
  });

  it('takes the mean over events that carry a value, and is missing without any', async () => {
    await given({ name: 'f', kind: 'mean', scope: 'customer', of: 'value', events: ['buy'], window: '1d' });
    fixture.apply(event('buy', noon));
    expect(value(noon)).toBeNaN();
    fixture.apply(event('buy', noon, { value: 10 }), event('buy', noon, { value: 5 }));
    expect(value(noon)).toBe(7.5);
  });

  it('counts a missing quantity as one', async () => {
    await given({ name: 'f', kind: 'sum', scope: 'customer', of: 'quantity', events: ['buy'], window: '1d' });
    fixture.apply(event('buy', noon), event('buy', noon, { quantity: 2.5 }));
    expect(value(noon)).toBe(3.5);
  });

  it('gives the default to customers nobody knows, and 0 to those who did nothing of the kind', async () => {
    await given({ name: 'f', kind: 'count', scope: 'customer', events: ['a'], window: '1h', default: null });
    fixture.apply(event('other', noon));
    expect(value(noon)).toBe(0);
    expect(value(noon, 'tea', 'nobody')).toBeNaN();
  });

  it('counts items in slots of five minutes', async () => {
    await given({ name: 'f', kind: 'count', scope: 'item', events: ['a'], window: '1h' });
    fixture.apply(
      event('a', noon + 4 * minute, { itemId: 'tea' }),
      event('a', noon + minute, { itemId: 'tea' }),
    );
    expect(value(noon + 4 * minute)).toBe(2);
    expect(value(noon + hour - 1)).toBe(2);
    expect(value(noon + hour)).toBe(0);
    expect(value(noon + 4 * minute, 'coffee')).toBe(0);
  });
});

describe('decayed counts', () => {
  it('halve every half-life, whatever the order of arrival', async () => {
    await given({ name: 'f', kind: 'decayedCount', scope: 'customer', events: ['a'], halfLife: '1d' });
    fixture.apply(event('a', noon + day), event('a', noon));
    expect(value(noon + day)).toBeCloseTo(1.5, 12);
    expect(value(noon + 2 * day)).toBeCloseTo(0.75, 12);
  });
});

describe('recency', () => {
  it('is the seconds since the latest, also when an older one arrives late', async () => {
    await given({ name: 'f', kind: 'recency', scope: 'customer', events: ['a'] });
    fixture.apply(event('other', noon));
    expect(value(noon)).toBeNaN();
    fixture.apply(event('a', noon), event('a', noon - day));
    expect(value(noon + minute)).toBe(60);
    expect(value(noon - minute)).toBe(0);
  });

  it('of a pair is about this item only, and forgets after the TTL', async () => {
    await given({ name: 'f', kind: 'recency', scope: 'pair', events: ['view'], ttl: '1d' });
    fixture.apply(event('view', noon, { itemId: 'tea' }), event('view', noon + minute, { itemId: 'coffee' }));
    expect(value(noon + minute)).toBe(60);
    expect(value(noon + day)).toBe(86_400);
    expect(value(noon + day + 1)).toBeNaN();
    expect(value(noon + minute, 'milk')).toBeNaN();
  });
});

describe('distinct', () => {
  it('counts items once, and only within the window', async () => {
    await given({
      name: 'f',
      kind: 'distinct',
      scope: 'customer',
      of: 'itemId',
      events: ['view'],
      window: '1d',
    });
    fixture.apply(
      event('view', noon, { itemId: 'tea' }),
      event('view', noon + hour, { itemId: 'tea' }),
      event('view', noon + 2 * hour, { itemId: 'milk' }),
      event('view', noon + 2 * hour),
      event('click', noon + 2 * hour, { itemId: 'coffee' }),
    );
    expect(value(noon + 2 * hour)).toBe(2);
    expect(value(noon + day + 90 * minute)).toBe(1);
  });

  it('counts values of attributes with one and with several values, channels and devices', async () => {
    const of = (
      of: Extract<FeatureDefinition, { kind: 'distinct' }>['of'],
      name: string,
    ): FeatureDefinition => {
      return { name, kind: 'distinct', scope: 'customer', of, events: ['view'], window: '1d' };
    };
    await given(of({ attribute: 'brand' }, 'brand'), [
      of({ attribute: 'tags' }, 'tags'),
      of('channel', 'channel'),
      of('device', 'device'),
    ]);
    fixture.apply(
      item('tea', { attributes: { brand: 'x' }, tags: ['hot', 'green'] }),
      item('milk', { attributes: { brand: 'x' }, tags: ['white'] }),
      event('view', noon, { itemId: 'tea', channel: 'web' }),
      event('view', noon, { itemId: 'milk', channel: 'app', device: 'mobile' }),
    );
    expect(fixture.vector('ana', 'tea', noon)).toEqual({ brand: 1, tags: 3, channel: 2, device: 1 });
  });
});

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

describe('recency, frequency, monetary', () => {
  it('take an order’s lines as one purchase', async () => {
    const rfm = (part: 'recency' | 'frequency' | 'monetary'): FeatureDefinition => {
      return {
        name: part,
        kind: 'recencyFrequencyMonetary',
        scope: 'customer',
        part,
        events: ['buy'],
        window: '30d',
      };
    };
    await given(rfm('recency'), [rfm('frequency'), rfm('monetary')]);
    fixture.apply(event('other', noon));
    expect(fixture.vector('ana', '', noon)).toEqual({ recency: Number.NaN, frequency: 0, monetary: 0 });
    fixture.apply(
      event('buy', noon, { value: 10 }),
      event('buy', noon, { value: 5 }),
      event('buy', noon + day, { value: 1 }),
    );
    expect(fixture.vector('ana', '', noon + 3 * day)).toEqual({ recency: 2, frequency: 2, monetary: 16 });
    expect(fixture.vector('ana', '', noon + 30 * day)).toEqual({ recency: 29, frequency: 1, monetary: 1 });
  });
});

describe('session', () => {
  it('ends after the gap, grows with late events, and ignores what the server writes', async () => {
    const session = (part: 'events' | 'seconds' | 'items'): FeatureDefinition => {
      return { name: part, kind: 'session', scope: 'customer', part, gap: '30m' };
    };
    await given(session('events'), [session('seconds'), session('items')]);
    fixture.apply(
      event('view', noon - 2 * hour, { itemId: 'old' }),
      event('view', noon, { itemId: 'tea' }),
      event('view', noon + 40 * minute, { itemId: 'tea' }),
      event('segment_entered', noon + 50 * minute),
    );
    expect(fixture.vector('ana', '', noon + 45 * minute)).toEqual({ events: 1, seconds: 0, items: 1 });
    fixture.apply(event('view', noon + 20 * minute, { itemId: 'milk' }));
    expect(fixture.vector('ana', '', noon + 45 * minute)).toEqual({ events: 3, seconds: 2400, items: 2 });
    expect(fixture.vector('ana', '', noon + 70 * minute)).toEqual({ events: 3, seconds: 2400, items: 2 });
    expect(fixture.vector('ana', '', noon + 70 * minute + 1)).toEqual({ events: 0, seconds: 0, items: 0 });
  });
});

describe('behaviour score', () => {
  const score: FeatureDefinition = {
    name: 'f',
    kind: 'behaviorScore',
    scope: 'customer',
    weights: { view: 1, buy: 5 },
    halfLife: '7d',
    default: 0,
  };

  it('ranks customers by decayed engagement, old activity below new', async () => {
    await given(score);
    for (let i = 0; i < 10; i++) fixture.apply(event('view', noon - i * 7 * day, { customerId: `c${i}` }));
    const scores = Array.from({ length: 10 }, (_, i) => value(noon, 'tea', `c${i}`));
    expect(scores).toEqual([95, 85, 75, 65, 55, 45, 35, 25, 15, 5]);
    expect(value(noon, 'tea', 'nobody')).toBe(0);
    expect(fixture.engine.describe(fixture.row('c3'), noon).behaviorScore).toBe(65);
    for (let i = 0; i < 4; i++) fixture.apply(event('buy', noon, { customerId: 'c9' }));
    expect(value(noon, 'tea', 'c9')).toBe(95);
    expect(value(noon, 'tea', 'c0')).toBe(85);
  });

  it('counts a forgotten customer no longer', async () => {
    await given(score);
    fixture.apply(
      event('view', noon, { customerId: 'a' }),
      event('view', noon - 70 * day, { customerId: 'b' }),
    );
    expect(value(noon, 'tea', 'a')).toBe(75);
    fixture.engine.forget?.(fixture.row('b'));
    fixture.engine.customers.remove('c:b');
    expect(value(noon, 'tea', 'a')).toBe(50);
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

describe('any feature', () => {
  it('gives its default after the TTL, counted from the last of its events', async () => {
    await given({
      name: 'f',
      kind: 'sum',
      scope: 'customer',
      of: 'value',
      events: ['buy'],
      window: '90d',
      ttl: '2d',
    });
    fixture.apply(event('buy', noon, { value: 3 }), event('view', noon + day));
    expect(value(noon + 2 * day)).toBe(3);
    expect(value(noon + 2 * day + 1)).toBe(0);
    fixture.apply(event('buy', noon + 3 * day, { value: 4 }));
    expect(value(noon + 4 * day)).toBe(7);
  });

  it('of an item forgets after its TTL too', async () => {
    await given({
      name: 'f',
      kind: 'decayedCount',
      scope: 'item',
      events: ['buy'],
      halfLife: '90d',
      ttl: '1d',
      default: -1,
    });
    fixture.apply(event('buy', noon, { itemId: 'tea' }));
    expect(value(noon)).toBe(1);
    expect(value(noon + day + 1)).toBe(-1);
  });
});
