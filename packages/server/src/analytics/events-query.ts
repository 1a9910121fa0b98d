import type { Visit } from '../ingestion/identity.ts';
import type { JsonObject, Origin } from '../stores/journal/record.ts';
import type { Warehouse } from '../stores/warehouse/warehouse.ts';
import { formatCursor, instant, parseCursor } from './time-cursor.ts';

export interface EventsQuery {
  /** Whose events: a customer with the visits that turned out to be theirs, or one visitor. */
  person?: { customerId: string; visits: readonly Visit[] } | { anonymousId: string };
  type?: string;
  itemId?: string;
  /** Event time, epoch ms; `from` is included, `to` is not. */
  from?: number;
  to?: number;
  /** 1 to 500. */
  limit: number;
  cursor?: string;
}

/** An event as the warehouse holds it. Times are epoch ms. */
export interface StoredEvent {
  messageId: string;
  type: string;
  customerId?: string;
  anonymousId?: string;
  itemId?: string;
  timestamp: number;
  receivedAt: number;
  value?: number;
  currency?: string;
  quantity?: number;
  channel?: string;
  device?: string;
  placement?: string;
  decisionId?: string;
  properties?: JsonObject;
  traits?: JsonObject;
  origin: Origin;
}

interface Row {
  offset: string | number;
  message_id: string;
  type: string;
  customer_id: string;
  anonymous_id: string;
  item_id: string;
  time: string | number;
  arrival: string | number;
  value: number | null;
  currency: string;
  quantity: number | null;
  channel: string;
  device: string;
  placement: string;
  decision_id: string;
  properties: string;
  traits: string;
  origin: Origin;
}

/** Lists stored events, newest first by event time. The cursor stays good while events arrive. */
export async function listEvents(
  warehouse: Pick<Warehouse, 'query'>,
  query: EventsQuery,
): Promise<{ data: StoredEvent[]; nextCursor: string | null }> {
  const where: string[] = [];
  const params: Record<string, unknown> = { limit: query.limit + 1 };
  const add = (condition: string, values: Record<string, unknown>) => {
    where.push(condition);
    Object.assign(params, values);
  };
  const { person } = query;
  if (person !== undefined && 'customerId' in person) {
    add(
      `(customer_id = {customerId:String} OR (customer_id = '' AND anonymous_id IN {visitors:Array(String)}
         AND arrayExists(
           (visitor, since, until) -> visitor = anonymous_id
             AND toUnixTimestamp64Milli(received_at) BETWEEN since AND until,
           {visitors:Array(String)}, {since:Array(Int64)}, {until:Array(Int64)})))`,
      {
        customerId: person.customerId,
        visitors: person.visits.map(({ anonymousId }) => anonymousId),
        since: person.visits.map(({ from }) => from),
        until: person.visits.map(({ until }) => until),
      },
    );
  } else if (person !== undefined) {
    add("(customer_id = '' AND anonymous_id = {anonymousId:String})", { anonymousId: person.anonymousId });
  }
  if (query.type !== undefined) add('type = {type:String}', { type: query.type });
  if (query.itemId !== undefined) add('item_id = {itemId:String}', { itemId: query.itemId });
  if (query.from !== undefined) add(`timestamp >= ${instant('from')}`, { from: query.from });
  if (query.to !== undefined) add(`timestamp < ${instant('to')}`, { to: query.to });
  if (query.cursor !== undefined) {
    const { time, offset } = parseCursor(query.cursor);
    add(`(timestamp, offset) < (${instant('time')}, {offset:UInt64})`, { time, offset });
  }
  const { rows } = await warehouse.query<Row>(
    `SELECT offset, message_id, type, customer_id, anonymous_id, item_id,
       toUnixTimestamp64Milli(timestamp) AS time, toUnixTimestamp64Milli(received_at) AS arrival,
       value, currency, quantity, channel, device, placement, decision_id, properties, traits, origin
     FROM events ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
     ORDER BY timestamp DESC, offset DESC LIMIT {limit:UInt32}`,
    params,
    { timeoutMs: 10_000 },
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    data: page.map(toEvent),
    nextCursor: rows.length > query.limit && last !== undefined ? formatCursor(last) : null,
  };
}

function toEvent(row: Row): StoredEvent {
  const event: StoredEvent = {
    messageId: row.message_id,
    type: row.type,
    timestamp: Number(row.time),
    receivedAt: Number(row.arrival),
    origin: row.origin,
  };
  if (row.customer_id !== '') event.customerId = row.customer_id;
  if (row.anonymous_id !== '') event.anonymousId = row.anonymous_id;
  if (row.item_id !== '') event.itemId = row.item_id;
  if (row.value !== null) event.value = row.value;
  if (row.currency !== '') event.currency = row.currency;
  if (row.quantity !== null) event.quantity = row.quantity;
  if (row.channel !== '') event.channel = row.channel;
  if (row.device !== '') event.device = row.device;
  if (row.placement !== '') event.placement = row.placement;
  if (row.decision_id !== '') event.decisionId = row.decision_id;
  if (row.properties !== '') event.properties = JSON.parse(row.properties) as JsonObject;
  if (row.traits !== '') event.traits = JSON.parse(row.traits) as JsonObject;
  return event;
}
