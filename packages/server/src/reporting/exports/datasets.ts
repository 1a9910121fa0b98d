import type { Column } from '../tables/table.ts';

/** What can be exported whole. The SELECT names each column as it is handed out; filters are bound parameters. */
export interface Dataset {
  columns: readonly Column[];
  select: string;
  /** Column of the table that `from` and `to` bound; undefined when the data set has no time. */
  time?: string;
  orderBy: string;
}

const millis = (column: string) => `toUnixTimestamp64Milli(${column})`;
const optional = (column: string) => `nullIf(${column}, '')`;

export const datasets = {
  events: {
    columns: [
      { name: 'messageId', type: 'string' },
      { name: 'type', type: 'string' },
      { name: 'customerId', type: 'string' },
      { name: 'anonymousId', type: 'string' },
      { name: 'itemId', type: 'string' },
      { name: 'timestamp', type: 'time' },
      { name: 'receivedAt', type: 'time' },
      { name: 'value', type: 'number' },
      { name: 'currency', type: 'string' },
      { name: 'quantity', type: 'number' },
      { name: 'channel', type: 'string' },
      { name: 'device', type: 'string' },
      { name: 'placement', type: 'string' },
      { name: 'decisionId', type: 'string' },
      { name: 'properties', type: 'json' },
      { name: 'traits', type: 'json' },
      { name: 'origin', type: 'string' },
    ],
    select: `SELECT message_id AS messageId, type, ${optional('customer_id')} AS customerId,
      ${optional('anonymous_id')} AS anonymousId, ${optional('item_id')} AS itemId, ${millis('events.timestamp')} AS timestamp,
      ${millis('received_at')} AS receivedAt, value, ${optional('currency')} AS currency, quantity,
      ${optional('channel')} AS channel, ${optional('device')} AS device, ${optional('placement')} AS placement,
      ${optional('decision_id')} AS decisionId, ${optional('properties')} AS properties, ${optional('traits')} AS traits, origin
      FROM events`,
    time: 'events.timestamp',
    orderBy: 'type, events.timestamp, offset',
  },
  decisions: {
    columns: [
      { name: 'decisionId', type: 'string' },
      { name: 'timestamp', type: 'time' },
      { name: 'customerId', type: 'string' },
      { name: 'anonymousId', type: 'string' },
      { name: 'placement', type: 'string' },
      { name: 'model', type: 'string' },
      { name: 'policy', type: 'string' },
      { name: 'variant', type: 'string' },
      { name: 'rank', type: 'integer' },
      { name: 'itemId', type: 'string' },
      { name: 'source', type: 'string' },
      { name: 'score', type: 'number' },
      { name: 'propensity', type: 'number' },
      { name: 'origin', type: 'string' },
    ],
    select: `SELECT decision_id AS decisionId, ${millis('decisions.timestamp')} AS timestamp, ${optional('customer_id')} AS customerId,
      ${optional('anonymous_id')} AS anonymousId, placement, model, policy, ${optional('variant')} AS variant, rank,
      slot_item AS itemId, slot_source AS source, slot_score AS score, slot_propensity AS propensity, origin
      FROM decisions ARRAY JOIN slots.item_id AS slot_item, slots.source AS slot_source, slots.score AS slot_score,
        slots.propensity AS slot_propensity, arrayEnumerate(slots.item_id) AS rank`,
    time: 'decisions.timestamp',
    orderBy: 'placement, decisions.timestamp, offset, rank',
  },
  items: {
    columns: [
      { name: 'itemId', type: 'string' },
      { name: 'title', type: 'string' },
      { name: 'category', type: 'string' },
      { name: 'categories', type: 'json' },
      { name: 'tags', type: 'json' },
      { name: 'price', type: 'number' },
      { name: 'currency', type: 'string' },
      { name: 'attributes', type: 'json' },
      { name: 'url', type: 'string' },
      { name: 'imageUrl', type: 'string' },
      { name: 'availableFrom', type: 'time' },
      { name: 'availableUntil', type: 'time' },
      { name: 'hidden', type: 'boolean' },
    ],
    select: `SELECT item_id AS itemId, title, category, categories, tags, price, ${optional('currency')} AS currency, attributes,
      ${optional('url')} AS url, ${optional('image_url')} AS imageUrl, ${millis('available_from')} AS availableFrom,
      ${millis('available_until')} AS availableUntil, hidden FROM items FINAL`,
    orderBy: 'item_id',
  },
  customers: {
    columns: [
      { name: 'customerId', type: 'string' },
      { name: 'anonymousId', type: 'string' },
      { name: 'attributes', type: 'json' },
      { name: 'updatedAt', type: 'time' },
    ],
    select: `SELECT ${optional('customer_id')} AS customerId, ${optional('anonymous_id')} AS anonymousId,
      concat('{', arrayStringConcat(arraySort(groupArrayIf(concat(toJSONString(toString(attribute)), ':', value), value != 'null')), ','), '}') AS attributes,
      ${millis('max(received_at)')} AS updatedAt FROM customers FINAL GROUP BY customer_id, anonymous_id`,
    orderBy: 'customer_id, anonymous_id',
  },
} as const satisfies Record<string, Dataset>;

export const datasetNames = Object.keys(datasets) as DatasetName[];
export type DatasetName = keyof typeof datasets;
