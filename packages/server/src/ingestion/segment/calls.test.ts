import { describe, expect, it } from 'vitest';
import { fromSegmentCall } from './calls.ts';
import { customType } from './ecommerce.ts';

const who = { userId: 'u-1', anonymousId: 'a-1', messageId: 'm-1', timestamp: '2026-01-31T09:30:00Z' };

describe('fromSegmentCall', () => {
  it('maps Order Completed to one purchase per product with the line total', () => {
    const call = {
      ...who,
      event: 'Order Completed',
      properties: {
        order_id: 'o-9',
        currency: 'brl',
        total: 70,
        products: [
          { product_id: 'p-1', price: 10, quantity: 3, category: 'Tea' },
          { product_id: 2, price: '20.5' },
        ],
      },
    };
    expect(fromSegmentCall(call, 'track', '')).toMatchObject([
      {
        type: 'purchase',
        customerId: 'u-1',
        anonymousId: 'a-1',
        messageId: 'm-1:0',
        itemId: 'p-1',
        value: 30,
        quantity: 3,
        currency: 'BRL',
        properties: { order_id: 'o-9', category: 'Tea' },
      },
      { type: 'purchase', messageId: 'm-1:1', itemId: '2', value: 20.5, currency: 'BRL' },
    ]);
  });

  it.each([
    ['Product Viewed', 'page_view'],
    ['product viewed', 'page_view'],
    ['Product Added', 'add_to_cart'],
    ['Product Removed', 'remove_from_cart'],
    ['Product Clicked', 'click'],
  ])('maps %s to %s with its item', (event, type) => {
    const call = { ...who, event, properties: { product_id: 'p-1', price: 4, quantity: 2, currency: 'USD' } };
    expect(fromSegmentCall(call, 'track', '')).toMatchObject([
      { type, itemId: 'p-1', value: 8, quantity: 2, currency: 'USD', messageId: 'm-1' },
    ]);
  });

  it('gives the lines of an order ids of their own only where the order has one', () => {
    const call = { userId: 'u-1', event: 'Order Completed', properties: { products: [{ sku: 'a' }] } };
    const idOf = (messageId: unknown) =>
      fromSegmentCall({ ...call, messageId }, 'track', '').map((line) => line.messageId);
    expect(idOf('m')).toEqual(['m:0']);
    expect(idOf(null)).toEqual([undefined]);
    expect(idOf({ id: 1 })).toEqual([{ id: 1 }]);
  });

  it('takes an event named like a method of objects for one of the sender’s own', () => {
    expect(fromSegmentCall({ ...who, event: 'Constructor' }, 'track', '')).toMatchObject([
      { type: 'constructor', messageId: 'm-1' },
    ]);
  });

  it('keeps an order without products as one purchase', () => {
    const call = { ...who, event: 'Order Completed', properties: { revenue: 12, currency: 'USD' } };
    expect(fromSegmentCall(call, 'track', '')).toMatchObject([
      { type: 'purchase', value: 12, currency: 'USD' },
    ]);
  });

  it('makes types of event names and keeps the name', () => {
    expect(
      fromSegmentCall({ ...who, event: 'Signed Up', properties: { plan: 'pro' } }, 'track', ''),
    ).toMatchObject([{ type: 'signed_up', properties: { event: 'Signed Up', plan: 'pro' } }]);
    expect(customType('videoPlayed')).toBe('video_played');
    expect(customType('  Ação nº 1! ')).toBe('a_o_n_1');
    expect(customType('1st Visit')).toBe('st_visit');
    expect(customType('日本')).toBe('track');
  });

  it('maps identify, page, screen, group and alias', () => {
    expect(fromSegmentCall({ ...who, traits: { tier: 'gold' } }, 'identify', '')).toMatchObject([
      { type: 'identify', customerId: 'u-1', anonymousId: 'a-1', traits: { tier: 'gold' } },
    ]);
    expect(fromSegmentCall({ ...who, name: 'Home', properties: { url: '/' } }, 'page', '')).toMatchObject([
      { type: 'page_view', properties: { name: 'Home', url: '/' } },
    ]);
    expect(fromSegmentCall({ ...who, name: 'Cart' }, 'screen', '')).toMatchObject([{ type: 'screen_view' }]);
    expect(fromSegmentCall({ ...who, groupId: 'g', traits: { x: 1 } }, 'group', '')).toMatchObject([
      { type: 'group', properties: { groupId: 'g', traits: { x: 1 } } },
    ]);
    expect(fromSegmentCall({ userId: 'u-1', previousId: 'a-9' }, 'alias', '')).toMatchObject([
      { type: 'alias', customerId: 'u-1', anonymousId: 'a-9' },
    ]);
  });

  it('reads channel and device from the context', () => {
    const phone = { ...who, context: { app: { name: 'Shop' }, device: { type: 'ios' } } };
    expect(fromSegmentCall(phone, 'page', '')).toMatchObject([{ channel: 'app', device: 'mobile' }]);
    const browser = { ...who, context: { page: {}, userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' } };
    expect(fromSegmentCall(browser, 'page', '')).toMatchObject([{ channel: 'web', device: 'desktop' }]);
    const odd = { ...who, context: { device: { type: `${'d'.repeat(63)}\u{1f600}` } } };
    expect(fromSegmentCall(odd, 'page', '')).toMatchObject([{ device: `${'d'.repeat(63)}\ufffd` }]);
  });

  it.each([
    ['text', 'no call', 'track', /must be an object/],
    ['a track without event', { userId: 'u' }, 'track', /\/event must be/],
    ['properties as list', { userId: 'u', event: 'x', properties: [] }, 'track', /\/properties must be/],
  ] as const)('refuses %s', (_name, call, type, message) => {
    expect(() => fromSegmentCall(call, type, '')).toThrow(message);
  });
});
