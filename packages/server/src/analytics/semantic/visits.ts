import type { Params } from './params.ts';
import type { Period } from './query.ts';
import { reservedSql } from './tables.ts';

/** Of quiet, after which the next event of the visitor begins a visit. */
const gapMs = 1_800_000;
/** What is sorted at once: with a short column or two, two parts of this size fit into 60 MB. */
const eventsOfPart = 500_000;
/** Each is a piece of the statement; where there are more events than these hold, parts are larger. */
const partsAtMost = 64;
/**
 * Goes to the end of the statement around. As many parts at once as a statement has threads: those in the making are
 * what it needs memory for.
 */
export const visitsSettings = 'SETTINGS max_streams_for_union_step = 2';

/** Of events, besides their time: what dimensions and filters may ask of the event that a visit begins with. */
const columnsOfVisits = [
  ...['type', 'customer_id', 'anonymous_id', 'item_id', 'channel', 'device', 'placement', 'currency'],
  ...['decision_id', 'properties', 'origin'],
];

/**
 * A statement whose single row says where to cut the range so that no part has many events, ms in order. Read from
 * a rollup: that may be behind, for where the cuts are changes no answer.
 */
export function cutsStatement({ from, to }: Period, params: Params, size = eventsOfPart): string {
  return `SELECT arrayFilter(cut -> cut > ${params.whole(from)} AND cut < ${params.whole(to)},
      arraySort(groupArray(toUnixTimestamp(first) * 1000))) AS cuts
    FROM (SELECT min(hour) AS first FROM
      (SELECT hour, intDiv(sum(count) OVER (ORDER BY hour) - count,
          greatest(${params.whole(size)}, intDiv(sum(count) OVER (), ${partsAtMost}))) AS part
        FROM (SELECT hour, sum(events) AS count FROM events_per_hour
          WHERE hour >= ${params.time(from)} AND hour < ${params.time(to)} GROUP BY hour))
      GROUP BY part)`;
}

/**
 * The events that visits of the range begin with. Every event of the visitor counts for that, whatever the filters
 * keep. Whether an event begins a visit is said by the half hour before it: each part of the range is looked at with
 * just that, one after the other, so that the memory needed is that of a part.
 *
 * @param cuts inside of the range, ms in order
 * @param used the SQL around it; of the events only the columns named there are carried along
 */
export function visitsSql(
  { from, to }: Period,
  cuts: readonly number[],
  params: Params,
  used: readonly string[],
): string {
  const text = used.join(' ');
  const columns = columnsOfVisits.filter((column) => new RegExp(`\\be\\.${column}\\b`).test(text));
  const edges = [from, ...cuts, to];
  const parts = cuts.length + 1;
  const selects = Array.from({ length: parts }, (_, i) => {
    const begins = params.time(edges[i]);
    const events = `FROM events WHERE timestamp >= ${params.time(Math.max(0, edges[i] - gapMs))}
        AND timestamp < ${params.time(edges[i + 1])} AND type NOT IN (${reservedSql})`;
    const select = columns.length === 0 ? timesSql(events) : rowsSql(events, columns);
    // One thread a part, several parts at once: nothing has to be put together again.
    return `(SELECT * FROM (${select}) WHERE timestamp >= ${begins} SETTINGS max_threads = 1)`;
  });
  return `(${selects.join('\n    UNION ALL ')})`;
}

const visitor = "cityHash64(if(customer_id = '', anonymous_id, customer_id))";
const time = 'toUnixTimestamp64Milli(timestamp)';

/** Times alone are sorted in a list for each visitor, in a third of the time that sorting rows takes. */
function timesSql(events: string): string {
  return `SELECT fromUnixTimestamp64Milli(begin, 'UTC') AS timestamp
      FROM (SELECT arraySort(groupArray(${time})) AS list ${events} GROUP BY ${visitor})
      ARRAY JOIN arrayFilter((x, since, place) -> place = 1 OR since > ${gapMs}, list,
        arrayDifference(list), arrayEnumerate(list)) AS begin`;
}

/** Of two events at one time the one that arrived first begins the visit; which one matters for its columns only. */
function rowsSql(events: string, columns: readonly string[]): string {
  const list = columns.join(', ');
  return `SELECT timestamp, ${list} FROM (SELECT timestamp, ${list},
        ${time} - lagInFrame(${time}, 1, -${2 * gapMs}) OVER (PARTITION BY visitor ORDER BY timestamp, offset
          ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) > ${gapMs} AS begins
        FROM (SELECT ${visitor} AS visitor, timestamp, offset, ${list} ${events})) WHERE begins`;
}
