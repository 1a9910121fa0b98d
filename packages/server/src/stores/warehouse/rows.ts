/**
 * Journal records → rows of the warehouse's tables other than `events`, as newline-delimited JSON by column name.
 * Absent fields are left out and take the column's default. Events, of which there are most, go as they are
 * stored (see recorded-events.ts).
 */
import type { JournalBatch } from '../journal/journal.ts';
import type {
  DecisionRecord,
  EventRecord,
  Item,
  JournalRecord,
  Json,
  JsonObject,
} from '../journal/record.ts';
import { document, milliseconds, number, quote, quoteRepeated } from './json-text.ts';
import type { RowTable } from './warehouse.ts';

/** Text of rows by table, each row ended by a newline; '' where there is none. */
export type TableRows = Record<RowTable, string>;

/** The rows of records `[start, end)` of a batch. Erased records have none. */
export function tableRows(batch: JournalBatch, start = 0, end = batch.records.length): TableRows {
  const rows: TableRows = { decisions: '', items: '', customers: '', aliases: '' };
  for (let i = start; i < end; i++) {
    const record = batch.records[i];
    if (record !== null) addRecord(rows, record, batch.firstOffset + i);
  }
  return rows;
}

function addRecord(rows: TableRows, record: JournalRecord, offset: number): void {
  switch (record.kind) {
    case 'event':
      if (record.traits !== undefined) rows.customers += attributeRows(record, record.traits, offset);
      if (
        record.customerId &&
        record.anonymousId &&
        (record.type === 'alias' || record.type === 'identify')
      ) {
        rows.aliases += aliasRow(record, offset);
      }
      break;
    case 'decision':
      rows.decisions += decisionRow(record, offset);
      break;
    case 'item':
      rows.items += itemRow(record.item, record.receivedAt, offset);
      break;
    case 'item_removed':
      rows.items += `{"item_id":${quote(record.itemId)},"removed":1${stamp(offset, record.receivedAt)}}\n`;
      break;
  }
}

/** One row for each attribute set or removed: the one with the highest offset is the latest. */
function attributeRows(event: EventRecord, traits: JsonObject, offset: number): string {
  // What a customer says belongs to the customer; before sign-in, to the anonymous visitor.
  const subject =
    event.customerId !== undefined
      ? `{"customer_id":${quote(event.customerId)}`
      : `{"anonymous_id":${quote(event.anonymousId ?? '')}`;
  let rows = '';
  for (const [attribute, value] of Object.entries(traits)) {
    rows += `${subject},"attribute":${quote(attribute)},"value":${quote(document(value))}${stamp(offset, event.receivedAt)}}\n`;
  }
  return rows;
}

function aliasRow(event: EventRecord, offset: number): string {
  return `{"anonymous_id":${quote(event.anonymousId ?? '')},"customer_id":${quote(event.customerId ?? '')}${stamp(offset, event.receivedAt)}}\n`;
}

function decisionRow(decision: DecisionRecord, offset: number): string {
  let row = `{"offset":${offset},"decision_id":${quote(decision.decisionId)},"timestamp":${milliseconds(decision.timestamp)},"received_at":${milliseconds(decision.receivedAt)},"placement":${quoteRepeated(decision.placement)},"model":${quoteRepeated(decision.model)},"policy":${quoteRepeated(decision.policy)},"state_offset":${number(decision.stateOffset)},"retrieved":${number(decision.candidates.retrieved)},"eligible":${number(decision.candidates.eligible)},"origin":"${decision.origin}","context":${document(decision.context)}`;
  if (decision.customerId !== undefined) row += `,"customer_id":${quote(decision.customerId)}`;
  if (decision.anonymousId !== undefined) row += `,"anonymous_id":${quote(decision.anonymousId)}`;
  if (decision.variant !== undefined) row += `,"variant":${quoteRepeated(decision.variant)}`;
  if (decision.fallback !== undefined) row += `,"fallback":${quoteRepeated(decision.fallback)}`;
  if (decision.featureHash !== undefined) row += `,"feature_hash":${quoteRepeated(decision.featureHash)}`;
  const { slate } = decision;
  if (slate.length > 0) {
    row += `,"slots.item_id":[${slate.map((slot) => quote(slot.itemId))}],"slots.source":[${slate.map((slot) => quoteRepeated(slot.source))}],"slots.score":[${slate.map((slot) => number(slot.score))}],"slots.propensity":[${slate.map((slot) => number(slot.propensity))}],"slots.features":[${slate.map((slot) => numbers(slot.features))}],"slots.evidence":[${slate.map((slot) => numbers(slot.evidence))}]`;
  }
  return `${row}}\n`;
}

function numbers(list: (number | null)[] | undefined): string {
  return list === undefined ? '[]' : JSON.stringify(list);
}

function itemRow(item: Item, receivedAt: number, offset: number): string {
  let row = `{"item_id":${quote(item.itemId)},"title":${quote(item.title)},"category":${quoteRepeated(item.category)}`;
  if (item.categories !== undefined) row += `,"categories":[${item.categories.map(quote)}]`;
  if (item.tags !== undefined) row += `,"tags":[${item.tags.map(quote)}]`;
  if (item.price !== undefined) row += `,"price":${number(item.price)}`;
  if (item.currency !== undefined) row += `,"currency":${quoteRepeated(item.currency)}`;
  if (item.attributes !== undefined) row += `,"attributes":${attributeMap(item.attributes)}`;
  if (item.url !== undefined) row += `,"url":${quote(item.url)}`;
  if (item.imageUrl !== undefined) row += `,"image_url":${quote(item.imageUrl)}`;
  if (item.availableFrom !== undefined) row += `,"available_from":${milliseconds(item.availableFrom)}`;
  if (item.availableUntil !== undefined) row += `,"available_until":${milliseconds(item.availableUntil)}`;
  if (item.hidden) row += ',"hidden":1';
  return `${row}${stamp(offset, receivedAt)}}\n`;
}

function attributeMap(attributes: Record<string, Json>): string {
  const entries = Object.entries(attributes).map(([name, value]) => `${quote(name)}:${quote(String(value))}`);
  return `{${entries.join(',')}}`;
}

function stamp(offset: number, receivedAt: number): string {
  return `,"offset":${offset},"received_at":${milliseconds(receivedAt)}`;
}
