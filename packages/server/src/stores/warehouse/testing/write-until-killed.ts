/**
 * Child process of the crash test: fills the journal and copies it to the warehouse until it is killed. Tells
 * its parent once it has written a thousand records.
 */
import { openJournal } from '../../journal/sqlite-journal.ts';
import { eventsFrom } from '../../journal/testing/events.ts';
import { openWarehouse } from '../chdb-warehouse.ts';
import { WarehouseWriter } from '../warehouse-writer.ts';

const dir = process.argv[2];
const journal = await openJournal(`${dir}/journal`);
const warehouse = await openWarehouse(`${dir}/warehouse`, { namespace: '' });
const writer = new WarehouseWriter(journal, warehouse, { maxRecords: 700, maxWaitMs: 5 });
await writer.start();
const first = journal.head;
let isTold = false;
for (;;) {
  if (!isTold && journal.head >= first + 1000) {
    isTold = true;
    process.send?.('writing');
  }
  await journal.append(eventsFrom(journal.head, 100));
  if (writer.lag > 20_000) await new Promise((resolve) => setTimeout(resolve, 5));
}
