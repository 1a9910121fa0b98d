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
