/**
 * Sums of the events by time, kept up to date by every insert, so that the charts of an overview read thousands
 * of rows instead of millions. Only two views read the inserted events; the coarser tables are fed by the few
 * rows that those wrote.
 *
 * Merging may be under way: readers aggregate again (`sum`, `uniqCombined64Merge`).
 */
const views = {
  // Rollups hold times from 1970 to 2106; whoever asks for others reads the events.
  events_per_minute: `SELECT toStartOfMinute(timestamp) AS minute, type, channel, device, placement, currency,
      origin, count() AS events, sum(ifNull(source.value, 0)) AS value, sum(ifNull(source.quantity, 0)) AS quantity,
      countIf(decision_id != '') AS attributed_events,
      sumIf(ifNull(source.value, 0), decision_id != '') AS attributed_value
    FROM events AS source WHERE timestamp >= toDateTime64('1970-01-01 00:00:00', 3, 'UTC') {and}
    GROUP BY minute, type, channel, device, placement, currency, origin`,
  people_per_hour: `SELECT toStartOfHour(timestamp) AS hour, type, channel, device, origin,
      uniqCombined64State(14)(nullIf(customer_id, '')) AS customers,
      uniqCombined64State(14)(nullIf(if(customer_id = '', anonymous_id, customer_id), '')) AS visitors
    FROM events AS source WHERE timestamp >= toDateTime64('1970-01-01 00:00:00', 3, 'UTC') {and}
    GROUP BY hour, type, channel, device, origin`,
};

const sums = 'events, value, quantity, attributed_events, attributed_value';
const keys = 'type, channel, device, placement, currency, origin';

function countsTable(table: string, time: string, settings: string): string {
  return `CREATE TABLE IF NOT EXISTS ${table} (
    ${time} DateTime('UTC'),
    type LowCardinality(String),
    channel LowCardinality(String),
    device LowCardinality(String),
    placement LowCardinality(String),
    currency LowCardinality(String),
    origin Enum8('live' = 0, 'import' = 1, 'simulated' = 2),
    events UInt64,
    value Float64,
    quantity Float64,
    attributed_events UInt64,
    attributed_value Float64
  ) ENGINE = SummingMergeTree((${sums})) PARTITION BY toYYYYMM(${time}) ORDER BY (type, ${time}, channel, device, placement, currency, origin) ${settings}`;
}

function peopleTable(table: string, time: string, settings: string): string {
  return `CREATE TABLE IF NOT EXISTS ${table} (
    ${time} DateTime('UTC'),
    type LowCardinality(String),
    channel LowCardinality(String),
    device LowCardinality(String),
    origin Enum8('live' = 0, 'import' = 1, 'simulated' = 2),
    customers AggregateFunction(uniqCombined64(14), Nullable(String)),
    visitors AggregateFunction(uniqCombined64(14), Nullable(String))
  ) ENGINE = AggregatingMergeTree PARTITION BY toYYYYMM(${time}) ORDER BY (type, ${time}, channel, device, origin) ${settings}`;
}

/**
 * Makes the rollups and their views, and fills those of a warehouse that had events before it had rollups. Not
 * those whose view is there: after a crash in the middle of the first block the view has yet to see its events,
 * and will when the block is repeated.
 */
export function rollupStatements(settings: string): string[] {
  return [
    countsTable('events_per_day', 'day', settings),
    countsTable('events_per_hour', 'hour', settings),
    countsTable('events_per_minute', 'minute', settings),
    peopleTable('people_per_day', 'day', settings),
    peopleTable('people_per_hour', 'hour', settings),
    `CREATE MATERIALIZED VIEW IF NOT EXISTS events_per_day_view TO events_per_day AS
      SELECT toStartOfDay(hour) AS day, ${keys}, ${sums} FROM events_per_hour`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS events_per_hour_view TO events_per_hour AS
      SELECT toStartOfHour(minute) AS hour, ${keys}, ${sums} FROM events_per_minute`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS people_per_day_view TO people_per_day AS
      SELECT toStartOfDay(hour) AS day, type, channel, device, origin, customers, visitors FROM people_per_hour`,
    ...Object.entries(views).flatMap(([table, select]) => [
      `INSERT INTO ${table} ${select.replace('{and}', `AND (SELECT count() FROM ${table}) = 0 AND ${isMissing(`${table}_view`)}`)}`,
      `CREATE MATERIALIZED VIEW IF NOT EXISTS ${table}_view TO ${table} AS ${select.replace('{and}', '')}`,
    ]),
  ];
}

function isMissing(view: string): string {
  return `(SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = '${view}') = 0`;
}

/**
 * Counts everything anew, for after an erasure: sketches of distinct customers would otherwise keep a trace of
 * those erased, and rollups differ from the events.
 */
export function rebuildStatements(): string[] {
  const tables = [
    'events_per_day',
    'events_per_hour',
    'events_per_minute',
    'people_per_day',
    'people_per_hour',
  ];
  return [
    ...tables.map((table) => `TRUNCATE TABLE ${table}`),
    ...Object.entries(views).map(
      ([table, select]) =>
        // Rows like those that were there before are no duplicates.
        `INSERT INTO ${table} ${select.replace('{and}', '')} SETTINGS insert_deduplicate = 0`,
    ),
  ];
}
