import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../stores/journal/record.ts';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

describe("Segment's API", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  async function journalEvents(): Promise<EventRecord[]> {
    const events: EventRecord[] = [];
    for await (const { records } of app.app.services.journal.read(0)) {
      for (const record of records)
        if (record?.kind === 'event' && !record.type.startsWith('segment_')) events.push(record);
    }
    return events;
  }

  it('takes every call of the published library, unchanged', async () => {
    const writeKey = await app.key(['events:write']);
    const analytics = new Analytics({ writeKey, host: app.url, path: '/v1/batch', maxRetries: 0 });
    const errors: unknown[] = [];
    analytics.on('error', (error) => errors.push(error));
    const timestamp = new Date(Date.now() - 60_000);
    analytics.identify({ userId: 'u-1', anonymousId: 'a-1', traits: { tier: 'gold', age: 41 } });
    analytics.track({
      userId: 'u-1',
      event: 'Product Viewed',
      properties: { product_id: 'p-1', price: 3 },
      timestamp,
    });
    analytics.track({
      userId: 'u-1',
      event: 'Product Added',
      properties: { product_id: 'p-1', price: 3, quantity: 2, currency: 'EUR' },
    });
    analytics.track({
      userId: 'u-1',
      event: 'Order Completed',
      properties: {
        order_id: 'o-1',
        currency: 'EUR',
        products: [
          { product_id: 'p-1', price: 3, quantity: 2 },
          { product_id: 'p-2', price: 5 },
        ],
      },
    });
    analytics.track({ anonymousId: 'a-2', event: 'Signed Up' });
    analytics.page({ userId: 'u-1', name: 'Home', properties: { url: '/' } });
    analytics.screen({ userId: 'u-1', name: 'Cart' });
    analytics.group({ userId: 'u-1', groupId: 'g-1', traits: { plan: 'team' } });
    analytics.alias({ userId: 'u-1', previousId: 'a-2' });
    await analytics.closeAndFlush();
    expect(errors).toEqual([]);

    const events = await journalEvents();
    expect(events.map(({ type, customerId, itemId, value }) => [type, customerId, itemId, value])).toEqual([
      ['identify', 'u-1', undefined, undefined],
      ['page_view', 'u-1', 'p-1', 3],
      ['add_to_cart', 'u-1', 'p-1', 6],
      ['purchase', 'u-1', 'p-1', 6],
      ['purchase', 'u-1', 'p-2', 5],
      ['signed_up', undefined, undefined, undefined],
      ['page_view', 'u-1', undefined, undefined],
      ['screen_view', 'u-1', undefined, undefined],
      ['group', 'u-1', undefined, undefined],
      ['alias', 'u-1', undefined, undefined],
    ]);
    expect(Math.abs(events[1].timestamp - timestamp.getTime())).toBeLessThan(10_000);
    expect(events[0].traits).toEqual({ tier: 'gold', age: 41 });
    const { body } = await app.call<{ attributes: object; recentEvents: { type: string }[] }>(
      'GET',
      '/v1/customers/u-1',
    );
    expect(body.attributes).toMatchObject({ tier: 'gold', age: 41 });
    expect(body.recentEvents.map(({ type }) => type)).toContain('signed_up');
  });

  it('takes single calls with the key as user name, and answers success', async () => {
    const key = await app.key(['events:write']);
    const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    const calls: [string, object][] = [
      ['track', { userId: 'u-2', event: 'Thing Done', sentAt: new Date().toISOString() }],
      ['identify', { userId: 'u-2', traits: { a: 1 } }],
      ['page', { userId: 'u-2' }],
      ['screen', { userId: 'u-2', name: 'Menu' }],
      ['group', { userId: 'u-2', groupId: 'g' }],
      ['alias', { userId: 'u-2', previousId: 'a-7' }],
    ];
    for (const [name, body] of calls) {
      const answer = await app.call('POST', `/v1/${name}`, body, {
        key: null,
        headers: { authorization: basic },
      });
      expect([answer.status, answer.body], name).toEqual([200, { success: true }]);
    }
    const wrong = await app.call('POST', '/v1/track', calls[0][1], {
      key: null,
      headers: { authorization: 'Basic bm9wZTo=' },
    });
    expect(wrong.status).toBe(401);
  });

  it('counts a message that the library sends again once', async () => {
    const before = (await journalEvents()).length;
    const call = {
      userId: 'u-3',
      event: 'Order Completed',
      messageId: 's-1',
      properties: {
        products: [
          { product_id: 'p', price: 1 },
          { product_id: 'q', price: 2 },
        ],
      },
    };
    for (let i = 0; i < 3; i++) expect((await app.call('POST', '/v1/track', call)).status).toBe(200);
    expect((await journalEvents()).length - before).toBe(2);
  });

  it('takes the good calls of a batch and names the bad ones', async () => {
    const batch = [
      { type: 'track', userId: 'u-4', event: 'X' },
      { type: 'track', event: 'Nobody' },
    ];
    const { status, body } = await app.call('POST', '/v1/batch', { batch });
    expect([status, body]).toMatchObject([
      200,
      { success: true, rejected: [{ index: 1, code: 'missing_customer', path: '/batch/1' }] },
    ]);
    const none = await app.call<ProblemBody>('POST', '/v1/batch', { batch: [batch[1]] });
    expect([none.status, none.body.code]).toEqual([400, 'no_acceptable_event']);
  });
});
