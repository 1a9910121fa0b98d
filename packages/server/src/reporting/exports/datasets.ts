import type { ColumnType } from '../tables/table.ts';

/** A column as it is handed out. */
export interface DatasetColumn {
  name: string;
  /** `json` is text that holds JSON. */
  type: ColumnType;
  /** ClickHouse SQL of its value over the data set's tables. */
  sql: string;
  /** An empty text stands for none. */
  optional?: boolean;
}

/** What can be exported whole. Names of tables stand before those of columns, which the file's own may equal. */
export interface Dataset {
  columns: readonly DatasetColumn[];
  /** What follows the SELECT list; filters, which are bound parameters, come before `groupBy`. */
  from: string;
  groupBy?: string;
  /** Column of the table that `from` and `to` bound; undefined when the data set has no time. */
  time?: string;
  /** The table's own order, in which rows are read as they lie. */
  orderBy: string;
}

const text = (name: string, sql: string): DatasetColumn => ({ name, type: 'string', sql });
const optional = (name: string, sql: string): DatasetColumn => ({ ...text(name, sql), optional: true });
const number = (name: string, sql: string): DatasetColumn => ({ name, type: 'number', sql });
const time = (name: string, sql: string): DatasetColumn => ({ name, type: 'time', sql });
const json = (name: string, sql: string): DatasetColumn => ({ name, type: 'json', sql, optional: true });

export const datasets = {
  events: {
    columns: [
      text('messageId', 'events.message_id'),
      text('type', 'events.type'),
      optional('customerId', 'events.customer_id'),
      optional('anonymousId', 'events.anonymous_id'),
      optional('itemId', 'events.item_id'),
      time('timestamp', 'events.timestamp'),
      time('receivedAt', 'events.received_at'),
      number('value', 'events.value'),
      optional('currency', 'events.currency'),
      number('quantity', 'events.quantity'),
      optional('channel', 'events.channel'),
      optional('device', 'events.device'),
      optional('placement', 'events.placement'),
      optional('decisionId', 'events.decision_id'),
      json('properties', 'events.properties'),
      json('traits', 'events.traits'),
      text('origin', 'toString(events.origin)'),
    ],
    from: 'FROM events',
    time: 'events.timestamp',
    orderBy: 'events.type, events.timestamp, events.offset',
  },
  decisions: {
    columns: [
      text('decisionId', 'decisions.decision_id'),
      time('timestamp', 'decisions.timestamp'),
      optional('customerId', 'decisions.customer_id'),
      optional('anonymousId', 'decisions.anonymous_id'),
      text('placement', 'decisions.placement'),
      text('model', 'decisions.model'),
      text('policy', 'decisions.policy'),
      optional('variant', 'decisions.variant'),
      { name: 'rank', type: 'integer', sql: 'toInt64(slot_rank)' },
      text('itemId', 'slot_item'),
      text('source', 'slot_source'),
      number('score', 'slot_score'),
      number('propensity', 'slot_propensity'),
      text('origin', 'toString(decisions.origin)'),
    ],
    from: `FROM decisions ARRAY JOIN slots.item_id AS slot_item, slots.source AS slot_source, slots.score AS slot_score,
      slots.propensity AS slot_propensity, arrayEnumerate(slots.item_id) AS slot_rank`,
    time: 'decisions.timestamp',
    orderBy: 'decisions.placement, decisions.timestamp, decisions.offset, slot_rank',
  },
  items: {
    columns: [
      text('itemId', 'items.item_id'),
      text('title', 'items.title'),
      text('category', 'items.category'),
      json('categories', 'toJSONString(items.categories)'),
      json('tags', 'toJSONString(items.tags)'),
      number('price', 'items.price'),
      optional('currency', 'items.currency'),
      json('attributes', 'toJSONString(items.attributes)'),
      optional('url', 'items.url'),
      optional('imageUrl', 'items.image_url'),
      time('availableFrom', 'items.available_from'),
      time('availableUntil', 'items.available_until'),
      { name: 'hidden', type: 'boolean', sql: 'items.hidden' },
    ],
    from: 'FROM items FINAL',
    orderBy: 'items.item_id',
  },
  customers: {
    columns: [
      optional('customerId', 'customers.customer_id'),
      optional('anonymousId', 'customers.anonymous_id'),
      json(
        'attributes',
        `concat('{', arrayStringConcat(arraySort(groupArrayIf(concat(toJSONString(toString(customers.attribute)), ':', customers.value), customers.value != 'null')), ','), '}')`,
      ),
      time('updatedAt', 'max(customers.received_at)'),
    ],
    from: 'FROM customers FINAL',
    groupBy: 'customers.customer_id, customers.anonymous_id',
    orderBy: 'customers.customer_id, customers.anonymous_id',
  },
} as const satisfies Record<string, Dataset>;

export const datasetNames = Object.keys(datasets) as DatasetName[];
export type DatasetName = keyof typeof datasets;
