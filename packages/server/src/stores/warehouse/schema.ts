import { rebuildStatements, rollupStatements } from './rollups.ts';

/**
 * The warehouse's tables. The same statements run in chDB and on a ClickHouse server (there under
 * `Replicated` engines of the cluster's choice). Identifiers here are fixed text; nothing from a request.
 *
 * Customers are told apart by `customer_id`, before sign-in by `anonymous_id` ('' when absent); `aliases`
 * says which customer an anonymous visitor turned out to be.
 */
export interface TableOptions {
  /** Default true. False stores plain bytes, so that a test can look for them in the files. */
  compression: boolean;
}

/**
 * Old parts go within seconds of a merge or an erasure instead of minutes; that is only safe because parts
 * are synced to disk first, which also makes an insert that was answered survive a power cut.
 */
function mergeTree(options: TableOptions): string {
  const settings = [
    'non_replicated_deduplication_window = 1000',
    'old_parts_lifetime = 2',
    'cleanup_delay_period = 1',
    'cleanup_delay_period_random_add = 0',
    'max_cleanup_delay_period = 2',
    'finished_mutations_to_keep = 0',
    'fsync_after_insert = 1',
    'fsync_part_directory = 1',
    'min_rows_to_fsync_after_merge = 1',
  ];
  if (!options.compression) {
    settings.push(
      "default_compression_codec = 'NONE'",
      "marks_compression_codec = 'NONE'",
      "primary_key_compression_codec = 'NONE'",
    );
  }
  return `SETTINGS ${settings.join(', ')}`;
}

/** Statements that bring an empty database to this version; each may be repeated. */
export function schemaStatements(options: TableOptions): string[] {
  const settings = mergeTree(options);
  return [
    // By type and time: what metrics, funnels and retention read. By customer, item or decision: the filters
    // skip nearly all granules without them.
    `CREATE TABLE IF NOT EXISTS events (
      offset UInt64,
      type LowCardinality(String),
      message_id String,
      customer_id String,
      anonymous_id String,
      item_id String,
      timestamp DateTime64(3, 'UTC'),
      received_at DateTime64(3, 'UTC'),
      value Nullable(Float64),
      currency LowCardinality(String),
      quantity Nullable(Float64),
      channel LowCardinality(String),
      device LowCardinality(String),
      placement LowCardinality(String),
      decision_id String,
      properties String,
      traits String,
      origin Enum8('live' = 0, 'import' = 1, 'simulated' = 2),
      INDEX by_customer customer_id TYPE bloom_filter(0.01) GRANULARITY 1,
      INDEX by_anonymous anonymous_id TYPE bloom_filter(0.01) GRANULARITY 1,
      INDEX by_item item_id TYPE bloom_filter(0.01) GRANULARITY 1,
      INDEX by_decision decision_id TYPE bloom_filter(0.01) GRANULARITY 1
    ) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (type, timestamp, offset) ${settings}`,

    // What journal records are inserted into, under the names they have there: kept nowhere, events go on to
    // their table. The first record's offset comes with the statement, those behind it follow on. Plain texts:
    // reading them and making dictionaries of whole columns afterwards is faster than value by value.
    `CREATE TABLE IF NOT EXISTS recorded_events (
      kind String,
      type String,
      messageId String,
      customerId String,
      anonymousId String,
      itemId String,
      timestamp DateTime64(3, 'UTC'),
      receivedAt DateTime64(3, 'UTC'),
      value Nullable(Float64),
      currency String,
      quantity Nullable(Float64),
      channel String,
      device String,
      placement String,
      decisionId String,
      properties String,
      traits String,
      origin Enum8('live' = 0, 'import' = 1, 'simulated' = 2)
    ) ENGINE = Null`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS recorded_events_view TO events AS
      SELECT toUInt64OrZero(getSetting('log_comment')) + row AS offset, type, messageId AS message_id,
        customerId AS customer_id, anonymousId AS anonymous_id, itemId AS item_id, timestamp,
        receivedAt AS received_at, value, currency, quantity, channel, device, placement,
        decisionId AS decision_id, properties, traits, origin
      FROM (SELECT *, rowNumberInBlock() AS row FROM recorded_events) WHERE kind = 'event'`,

    // One row a decision, its slate in arrays of equal length, best rank first: ARRAY JOIN slots gives one
    // row a slot. \`slots.features\` holds a vector a slot, [] where none was logged, null where missing;
    // `slots.evidence` each source's score of the item.
    `CREATE TABLE IF NOT EXISTS decisions (
      offset UInt64,
      decision_id String,
      timestamp DateTime64(3, 'UTC'),
      received_at DateTime64(3, 'UTC'),
      customer_id String,
      anonymous_id String,
      placement LowCardinality(String),
      model LowCardinality(String),
      policy LowCardinality(String),
      variant LowCardinality(String),
      fallback LowCardinality(String),
      context String,
      state_offset UInt64,
      feature_hash LowCardinality(String),
      slots Nested(
        item_id String,
        source LowCardinality(String),
        score Float64,
        propensity Float64,
        features Array(Nullable(Float64)),
        evidence Array(Float64)
      ),
      retrieved UInt32,
      eligible UInt32,
      origin Enum8('live' = 0, 'import' = 1, 'simulated' = 2),
      INDEX by_id decision_id TYPE bloom_filter(0.01) GRANULARITY 1,
      INDEX by_customer customer_id TYPE bloom_filter(0.01) GRANULARITY 1,
      INDEX by_anonymous anonymous_id TYPE bloom_filter(0.01) GRANULARITY 1
    ) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (placement, timestamp, offset) ${settings}`,

    // The catalog as of now: read with FINAL, which leaves removed items out.
    `CREATE TABLE IF NOT EXISTS items (
      item_id String,
      title String,
      category LowCardinality(String),
      categories Array(LowCardinality(String)),
      tags Array(LowCardinality(String)),
      price Nullable(Float64),
      currency LowCardinality(String),
      attributes Map(LowCardinality(String), String),
      url String,
      image_url String,
      available_from Nullable(DateTime64(3, 'UTC')),
      available_until Nullable(DateTime64(3, 'UTC')),
      hidden UInt8,
      offset UInt64,
      received_at DateTime64(3, 'UTC'),
      removed UInt8
    ) ENGINE = ReplacingMergeTree(offset, removed) ORDER BY item_id ${settings}`,

    // One row for each attribute's latest value as JSON ('null': removed): read with FINAL.
    `CREATE TABLE IF NOT EXISTS customers (
      customer_id String,
      anonymous_id String,
      attribute LowCardinality(String),
      value String,
      offset UInt64,
      received_at DateTime64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree(offset) ORDER BY (customer_id, anonymous_id, attribute) ${settings}`,

    // The latest customer of each anonymous visitor: read with FINAL.
    `CREATE TABLE IF NOT EXISTS aliases (
      anonymous_id String,
      customer_id String,
      offset UInt64,
      received_at DateTime64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree(offset) ORDER BY anonymous_id ${settings}`,

    ...rollupStatements(settings),

    // Whom to erase, in memory: a statement that named them would stand in files itself.
    'CREATE TABLE IF NOT EXISTS erasing (kind String, id String) ENGINE = Memory',
  ];
}

/** Statements of an erasure, in order; the identities stand in `erasing`. Each may be repeated after a crash. */
export const eraseStatements: readonly string[] = [
  deletion(
    'events',
    "customer_id IN ({customer}) OR (customer_id = '' AND (anonymous_id IN ({anonymous}) OR message_id IN ({message})))",
  ),
  deletion(
    'decisions',
    "customer_id IN ({customer}) OR (customer_id = '' AND anonymous_id IN ({anonymous})) OR decision_id IN ({decision})",
  ),
  deletion('customers', 'customer_id IN ({customer}) OR anonymous_id IN ({anonymous})'),
  deletion('aliases', 'customer_id IN ({customer}) OR anonymous_id IN ({anonymous})'),
  ...rebuildStatements(),
];

function deletion(table: string, where: string): string {
  const condition = where.replace(/\{(\w+)\}/g, "SELECT id FROM erasing WHERE kind = '$1'");
  return `ALTER TABLE ${table} DELETE WHERE ${condition} SETTINGS mutations_sync = 2`;
}
