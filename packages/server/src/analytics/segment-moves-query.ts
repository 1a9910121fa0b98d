import type { Warehouse } from '../stores/warehouse/warehouse.ts';

const dayMs = 86_400_000;

export interface SegmentMovesQuery {
  /** Only this one. */
  segment?: string;
  /** Days up to today, 1 to 366. */
  days: number;
  /** IANA name; days begin at its midnight. */
  timeZone: string;
  /** Epoch ms. */
  now: number;
}

/** Who entered and left a segment on one day. */
export interface SegmentMoves {
  segment: string;
  /** `2026-03-01`, of the query's time zone. */
  day: string;
  entered: number;
  left: number;
}

/** Entries into and exits out of segments by day, from the events that the server writes; days without are left out. */
export async function segmentMoves(
  warehouse: Pick<Warehouse, 'query'>,
  { segment, days, timeZone, now }: SegmentMovesQuery,
): Promise<SegmentMoves[]> {
  const { rows } = await warehouse.query<{ segment: string; day: string; entered: string; left: string }>(
    `SELECT JSONExtractString(properties, 'segment') AS segment,
       toString(toDate(timestamp, {timeZone:String})) AS day,
       countIf(type = 'segment_entered') AS entered, countIf(type = 'segment_left') AS left
     FROM events
     WHERE type IN ('segment_entered', 'segment_left')
       AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
       AND ({segment:String} = '' OR segment = {segment:String})
     GROUP BY segment, day
     HAVING day > toString(toDate(fromUnixTimestamp64Milli({from:Int64}, 'UTC'), {timeZone:String}))
     ORDER BY segment, day LIMIT 100000`,
    { timeZone, from: now - days * dayMs, segment: segment ?? '' },
    { timeoutMs: 10_000 },
  );
  return rows.map((row) => ({ ...row, entered: Number(row.entered), left: Number(row.left) }));
}
