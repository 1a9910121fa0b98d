import type { IncomingEvent } from '../event-schema.ts';

/**
 * Segment's e-commerce events and what they become here. Source: Segment, "Ecommerce Spec". Names are compared
 * without case, spaces and underscores. Events about several products become one event a product.
 */
const ecommerceTypes: Readonly<Record<string, { type: string; products: 'one' | 'each' | 'none' }>> = {
  productviewed: { type: 'page_view', products: 'one' },
  productclicked: { type: 'click', products: 'one' },
  productadded: { type: 'add_to_cart', products: 'one' },
  productremoved: { type: 'remove_from_cart', products: 'one' },
  productshared: { type: 'share', products: 'one' },
  productreviewed: { type: 'review', products: 'one' },
  productaddedtowishlist: { type: 'add_to_wishlist', products: 'one' },
  productremovedfromwishlist: { type: 'remove_from_wishlist', products: 'one' },
  wishlistproductaddedtocart: { type: 'add_to_cart', products: 'one' },
  productssearched: { type: 'search', products: 'none' },
  productlistviewed: { type: 'impression', products: 'each' },
  productlistfiltered: { type: 'impression', products: 'each' },
  cartviewed: { type: 'cart_viewed', products: 'none' },
  checkoutstarted: { type: 'checkout_started', products: 'none' },
  checkoutstepviewed: { type: 'checkout_step_viewed', products: 'none' },
  checkoutstepcompleted: { type: 'checkout_step_completed', products: 'none' },
  paymentinfoentered: { type: 'payment_info_entered', products: 'none' },
  ordercompleted: { type: 'purchase', products: 'each' },
  orderupdated: { type: 'order_updated', products: 'none' },
  orderrefunded: { type: 'refund', products: 'each' },
  ordercancelled: { type: 'order_cancelled', products: 'none' },
  promotionviewed: { type: 'promotion_viewed', products: 'none' },
  promotionclicked: { type: 'promotion_clicked', products: 'none' },
  couponentered: { type: 'coupon_entered', products: 'none' },
  couponapplied: { type: 'coupon_applied', products: 'none' },
};

type Fields = Record<string, unknown>;

/**
 * The events that a Segment `track` call stands for. `base` carries who, when and from where; its `messageId`
 * gets the line's number appended when there are several.
 */
export function fromTrack(base: IncomingEvent, event: string, properties: Fields): IncomingEvent[] {
  const name = event.toLowerCase().replace(/[\s_]+/g, '');
  const known = Object.hasOwn(ecommerceTypes, name) ? ecommerceTypes[name] : undefined;
  if (known === undefined) {
    return [{ ...base, type: customType(event), ...money(properties), properties: { event, ...properties } }];
  }
  const { products, ...rest } = properties;
  if (known.products === 'one') return [productEvent(base, known.type, properties, properties)];
  const lines = Array.isArray(products) ? products.filter(isFields) : [];
  if (known.products === 'none' || lines.length === 0) {
    return [{ ...base, type: known.type, ...money(properties), properties }];
  }
  return lines.map((line, i) => {
    // An id of a wrong type is passed on, for ingestion to refuse.
    const messageId = typeof base.messageId === 'string' ? `${base.messageId}:${i}` : base.messageId;
    return productEvent({ ...base, messageId }, known.type, line, { ...rest, ...line });
  });
}

function productEvent(base: IncomingEvent, type: string, product: Fields, properties: Fields): IncomingEvent {
  const itemId = product.product_id ?? product.productId ?? product.sku;
  const quantity = number(product.quantity);
  const price = number(product.price);
  // A price is of one unit; our value is the line's total.
  const value = price === undefined ? number(product.value) : price * (quantity ?? 1);
  return {
    ...base,
    type,
    itemId: typeof itemId === 'number' ? String(itemId) : (itemId as string | undefined),
    value,
    currency: currencyOf(properties),
    quantity,
    properties,
  };
}

function money(properties: Fields): { value?: number; currency?: string } {
  const value = number(properties.revenue) ?? number(properties.value) ?? number(properties.total);
  return value === undefined ? {} : { value, currency: currencyOf(properties) };
}

function currencyOf(properties: Fields): string | undefined {
  const { currency } = properties;
  return typeof currency === 'string' ? currency.toUpperCase() : undefined;
}

/** A name for people ("Signed Up") as an event type (`signed_up`). */
export function customType(event: string): string {
  const type = event
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_.:-]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  return type === '' ? 'track' : type;
}

function number(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
