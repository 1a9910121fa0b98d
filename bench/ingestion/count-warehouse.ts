// Counts the events in a stopped server's warehouse; a process of its own, since the engine keeps one folder open.
import { join } from 'node:path';
import { openWarehouse } from '../../packages/server/src/stores/warehouse/chdb-warehouse.ts';

const warehouse = await openWarehouse(join(process.argv[2], 'warehouse'), { namespace: '' });
const { rows } = await warehouse.query<{ events: number; ids: number; hash: string }>(
  `SELECT count() AS events, uniqExact(message_id) AS ids, toString(groupBitXor(cityHash64(message_id))) AS hash
   FROM events WHERE type NOT IN ('segment_entered', 'segment_left')`,
);
const { rows: minutes } = await warehouse.query<{ events: number }>(
  `SELECT sum(events) AS events FROM events_per_minute WHERE type NOT IN ('segment_entered', 'segment_left')`,
);
await warehouse.close();
process.send!({ ...rows[0], inView: minutes[0].events });
process.disconnect();
