import type { JournalRecord } from '../../journal/record.ts';
import { joinRecorded } from '../recorded-events.ts';
import { encodeBatch } from '../row-queue.ts';
import { rowTables, type Warehouse } from '../warehouse.ts';

/** Inserts records as the warehouse writer does: events and every other table under one token. */
export async function insertRecords(
  warehouse: Warehouse,
  records: readonly (JournalRecord | null)[],
  token: string,
  firstOffset = 0,
): Promise<void> {
  const { events, rows } = encodeBatch({ firstOffset, records });
  const pieces = [{ events, count: records.length }];
  if (events !== undefined) await warehouse.insertEvents(joinRecorded(pieces), firstOffset, token);
  for (const table of rowTables) await warehouse.insert(table, rows[table] ?? '', token);
}
