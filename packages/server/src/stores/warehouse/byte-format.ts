/** How {@link Warehouse.streamBytes} writes rows. Texts are UTF-8. */
export type ByteFormat =
  /**
   * RFC 4180 without a head. Text stands in quotes, null is an empty field, times of `DateTime64` are RFC 3339 in
   * UTC, booleans `true` and `false`.
   */
  | { type: 'csv'; separator: ',' | ';' | '\t' }
  /** The only column's text as it is, each with a line feed behind it. */
  | { type: 'lines' }
  /** One Apache Parquet file: Snappy, a row group for each piece. Columns in `json` hold JSON text. */
  | { type: 'parquet'; json?: readonly string[] };

/** The engine's name of a format. */
export function engineFormat({ type }: ByteFormat): string {
  return { csv: 'CSV', lines: 'TSVRaw', parquet: 'Parquet' }[type];
}

/**
 * Rows that the engine hands out at once: for texts less than a megabyte, because every part of the table that is
 * read holds a block of as many; a row group of Parquet is read best when it is larger.
 */
const blockRows = { csv: 4096, lines: 4096, parquet: 65_536 } as const;

/** Settings of the statement that streams, by their names in ClickHouse. */
export function formatSettings(format: ByteFormat): Record<string, string | number> {
  return {
    max_threads: 1,
    max_block_size: blockRows[format.type],
    // Rows come in the table's order: read ahead in every part, they would be merged no sooner.
    read_in_order_use_buffering: 0,
    date_time_output_format: 'iso',
    output_format_json_escape_forward_slashes: 0,
    ...(format.type === 'csv' && {
      format_csv_delimiter: format.separator === '\t' ? '\\t' : format.separator,
      format_csv_null_representation: '',
      output_format_csv_crlf_end_of_line: 1,
    }),
    ...(format.type === 'parquet' && {
      output_format_parquet_compression_method: 'snappy',
      // Indexes lie between the row groups and the end, where joined files have the next one's rows.
      output_format_parquet_write_page_index: 0,
      output_format_parquet_write_bloom_filter: 0,
    }),
  };
}
