import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Server settings of the embedded engine, as ClickHouse's configuration file: caches of megabytes instead of
 * gigabytes, few background threads, no system logs. Returns the file's path; it is written anew each time.
 *
 * The memory bound on the whole engine stays off: it counts the process's memory, which is mostly not
 * the engine's. Each statement has a bound of its own (see chdb-connections.ts).
 */
export async function writeEngineConfig(dir: string): Promise<string> {
  const file = join(dir, 'engine.xml');
  const entries = Object.entries(settings).map(([name, value]) => `  <${name}>${value}</${name}>`);
  await writeFile(file, `<clickhouse>\n${entries.join('\n')}\n</clickhouse>\n`);
  return file;
}

const settings = {
  background_pool_size: 2,
  background_merges_mutations_concurrency_ratio: 1,
  background_move_pool_size: 1,
  background_fetches_pool_size: 1,
  background_common_pool_size: 2,
  background_schedule_pool_size: 2,
  background_buffer_flush_schedule_pool_size: 1,
  background_message_broker_schedule_pool_size: 1,
  background_distributed_schedule_pool_size: 1,
  mark_cache_size: 16_777_216,
  primary_index_cache_size: 16_777_216,
  uncompressed_cache_size: 0,
  index_mark_cache_size: 4_194_304,
  index_uncompressed_cache_size: 0,
  query_condition_cache_size: 4_194_304,
  mmap_cache_size: 16,
  compiled_expression_cache_size: 8_388_608,
  max_thread_pool_size: 200,
  max_thread_pool_free_size: 4,
};
