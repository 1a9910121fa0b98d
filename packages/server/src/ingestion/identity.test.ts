import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeatureDefinition } from '../features/definition.ts';
import type { EventRecord } from '../stores/journal/record.ts';
import { event, type PipelineFixture, pipelineFixture } from './testing/pipeline-fixture.ts';

const features: FeatureDefinition[] = [
  { name: 'views', kind: 'count', scope: 'customer', events: ['view'], window: '90d' },
];

describe('identity', () => {
  let fixture: PipelineFixture;
  let time = Date.UTC(2026, 0, 5);
  beforeEach(async () => {
    fixture = await pipelineFixture(features);
  });
  afterEach(() => fixture.dispose());

  function send(type: string, ids: Partial<EventRecord>): EventRecord {
    const record = event(type, { ...ids, receivedAt: ++time });
    fixture.apply(record);
    return record;
  }

  /** Views counted for someone; undefined when there is no row. */
  function views(ids: { customerId?: string; anonymousId?: string }): number | undefined {
    const row = fixture.identity.find(ids);
    return row < 0 ? undefined : fixture.engine.readCustomer(row, 0, time + 1000);
  }

  it('keeps anonymous visitors apart from customers of the same name', () => {
    send('view', { anonymousId: 'x' });
    send('view', { customerId: 'x' });
    send('view', { customerId: 'x' });
    expect(views({ anonymousId: 'x' })).toBe(1);
    expect(views({ customerId: 'x' })).toBe(2);
  });

  it.each(['alias', 'identify'])('moves the anonymous history to the customer by %s', (type) => {
    send('view', { anonymousId: 'visitor' });
    send('view', { anonymousId: 'visitor' });
    send('view', { customerId: 'ana' });
    send(type, { customerId: 'ana', anonymousId: 'visitor' });
    expect(views({ customerId: 'ana' })).toBe(3);
    expect(fixture.engine.customers.find('a:visitor')).toBe(-1);
    send('view', { anonymousId: 'visitor' });
    expect(views({ customerId: 'ana' })).toBe(4);
    expect(views({ anonymousId: 'visitor' })).toBe(4);
  });

  it('links before there is any history, and for a customer seen for the first time', () => {
    send('alias', { customerId: 'ana', anonymousId: 'visitor' });
    send('view', { anonymousId: 'visitor' });
    expect(views({ customerId: 'ana' })).toBe(1);
  });

  it('is not linked by other events that carry both ids', () => {
    send('view', { anonymousId: 'visitor' });
    send('view', { customerId: 'ana', anonymousId: 'visitor' });
    expect(views({ customerId: 'ana' })).toBe(1);
    expect(views({ anonymousId: 'visitor' })).toBe(1);
  });

  it('does nothing the second time', () => {
    send('view', { anonymousId: 'visitor' });
    send('alias', { customerId: 'ana', anonymousId: 'visitor' });
    send('alias', { customerId: 'ana', anonymousId: 'visitor' });
    expect(views({ customerId: 'ana' })).toBe(1);
    expect(fixture.identity.anonymousIds('ana')).toEqual(['visitor']);
  });

  it('leaves history with the first customer when a device changes hands, and gives the next events to the second', () => {
    const first = send('view', { anonymousId: 'tablet' });
    send('identify', { customerId: 'ana', anonymousId: 'tablet' });
    const second = send('view', { anonymousId: 'tablet' });
    send('identify', { customerId: 'bo', anonymousId: 'tablet' });
    const third = send('view', { anonymousId: 'tablet' });
    expect(views({ customerId: 'ana' })).toBe(2);
    expect(views({ customerId: 'bo' })).toBe(1);
    const owners = [first, second, third].map((record) =>
      ['ana', 'bo'].filter((customerId) => fixture.identity.belongsTo(record, { customerId })),
    );
    expect(owners).toEqual([['ana'], ['ana'], ['bo']]);
    expect(fixture.identity.anonymousIds('ana')).toEqual(['tablet']);
    expect(fixture.identity.anonymousIds('bo')).toEqual(['tablet']);
    // Forgetting the first leaves the second's link.
    expect(fixture.pipeline.forget({ customerId: 'ana' })).toBe(true);
    expect(views({ customerId: 'ana' })).toBeUndefined();
    expect(views({ anonymousId: 'tablet' })).toBe(1);
  });

  it('stops following an id that is linked to everybody', () => {
    for (let i = 0; i < 150; i++) send('identify', { customerId: `c${i}`, anonymousId: 'undefined' });
    expect(fixture.identity.customerOf('undefined')).toBe('c99');
    expect(fixture.identity.anonymousIds('c0')).toEqual(['undefined']);
    expect(fixture.identity.anonymousIds('c149')).toEqual([]);
  });

  it('joins any number of anonymous ids to one customer', () => {
    for (const anonymousId of ['a', 'b', 'c']) {
      send('view', { anonymousId });
      send('identify', { anonymousId, customerId: 'ana' });
    }
    expect(views({ customerId: 'ana' })).toBe(3);
    expect(fixture.identity.anonymousIds('ana').sort()).toEqual(['a', 'b', 'c']);
  });

  it('never joins two known customers by alias', () => {
    send('view', { customerId: 'ana' });
    send('view', { customerId: 'bo' });
    expect(fixture.identity.mayAlias('ana', 'bo')).toBe(false);
    expect(fixture.identity.mayAlias('visitor', 'bo')).toBe(true);
    send('alias', { customerId: 'bo', anonymousId: 'ana' });
    expect(views({ customerId: 'ana' })).toBe(1);
    expect(views({ customerId: 'bo' })).toBe(1);
    send('view', { anonymousId: 'ana' });
    expect(views({ customerId: 'bo' })).toBe(1);
  });

  it('forgets a customer with links, and an anonymous visitor; both start again from nothing', () => {
    send('view', { anonymousId: 'visitor' });
    send('alias', { customerId: 'ana', anonymousId: 'visitor' });
    send('view', { anonymousId: 'other' });
    expect(fixture.pipeline.forget({ customerId: 'ana' })).toBe(true);
    expect(fixture.pipeline.forget({ customerId: 'ana' })).toBe(false);
    expect(fixture.pipeline.forget({ anonymousId: 'other' })).toBe(true);
    expect(fixture.engine.customers.size).toBe(0);
    expect(fixture.identity.customerOf('visitor')).toBeUndefined();
    send('view', { anonymousId: 'visitor' });
    expect(views({ anonymousId: 'visitor' })).toBe(1);
    expect(views({ customerId: 'ana' })).toBeUndefined();
  });

  it('does not make a customer for a decision', () => {
    fixture.apply({
      kind: 'decision',
      decisionId: 'd',
      timestamp: 1,
      receivedAt: 1,
      customerId: 'nobody',
      placement: 'home',
      model: 'm',
      policy: 'greedy',
      context: {},
      stateOffset: 0,
      slate: [],
      candidates: { retrieved: 0, eligible: 0 },
      origin: 'live',
    });
    expect(fixture.engine.customers.size).toBe(0);
  });
});
