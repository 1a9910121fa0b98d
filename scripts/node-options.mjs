// How the server's process is run, whoever starts it: the command line, the image, a benchmark.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Node's own is 4 whatever the machine; one processor stays free of the engine's helpers. */
const helperThreads = Math.min(4, Math.max(1, availableParallelism() - 1));

/** See docs/decisions/0001-semi-space-and-arenas.md. */
export const nodeFlags = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=16',
  '--heap-growing-percent=85',
  '--no-allocation-site-pretenuring',
  `--v8-pool-size=${helperThreads}`,
];

/** See the same page. Sizes in bytes. */
export const nodeEnvironment = {
  // glibc keeps a pool of freed memory for each of many threads; two pools save about 100 MB with the warehouse.
  MALLOC_ARENA_MAX: '2',
  // Buffers from 512 KiB on get pages of their own, which go back to the system when they are freed. Without a
  // fixed threshold the first large buffer freed makes glibc keep all later ones in its pools.
  MALLOC_MMAP_THRESHOLD_: '524288',
  MALLOC_TRIM_THRESHOLD_: '1048576',
  // The warehouse engine gives freed memory back after 1 s instead of 5.
  JE_MALLOC_CONF: 'dirty_decay_ms:1000',
  // With compiled code on disk, no thread loads the compiler that turns TypeScript into JavaScript.
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compiled'),
};
