// Counts the events in a stopped server's warehouse; a process of its own, since the engine keeps one folder open.
import { join } from 'node:path';
import { openWarehouse } from '../../packages/server/src/stores/warehouse/chdb-warehouse.ts';

const warehouse = await openWarehouse(join(process.argv[2], 'warehouse'), { namespace: '' });
// Different ids in parts, each of which fits a statement's memory.
const parts = 16;
let events = 0;
let ids = 0;
for (let part = 0; part < parts; part++) {
  const { rows } = await warehouse.query<{ events: number; ids: number }>(
    `SELECT count() AS events, uniqExact(message_id) AS ids FROM events
     WHERE type NOT IN ('segment_entered', 'segment_left') AND cityHash64(message_id) % ${parts} = ${part}`,
  );
  events += rows[0].events;
  ids += rows[0].ids;
}
const { rows: minutes } = await warehouse.query<{ events: number }>(
  `SELECT sum(events) AS events FROM events_per_minute WHERE type NOT IN ('segment_entered', 'segment_left')`,
);
await warehouse.close();
process.send!({ events, ids, inView: minutes[0].events });
process.disconnect();
