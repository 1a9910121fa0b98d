// Loaded into the server by memory.ts: on SIGUSR2 writes what each thread's heap and the warehouse engine take.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { BroadcastChannel, threadId } from 'node:worker_threads';

export interface ThreadMemory {
  /** 0 for the thread that serves. */
  thread: number;
  /** Bytes of the JavaScript heap that are resident, and those in use. */
  heap: number;
  heapUsed: number;
  /** Bytes of buffers outside the heap. */
  buffers: number;
}

export interface MemoryReport {
  /** Resident bytes of the whole process. */
  rss: number;
  threads: ThreadMemory[];
  /** Bytes that the warehouse engine's allocator holds resident, and those in use. */
  engine: { resident: number; allocated: number };
}

/** Milliseconds in which the other threads answer. */
const patience = 500;

function own(): ThreadMemory {
  const heap = getHeapStatistics();
  const { arrayBuffers } = process.memoryUsage();
  return {
    thread: threadId,
    heap: heap.total_physical_size,
    heapUsed: heap.used_heap_size,
    buffers: arrayBuffers,
  };
}

/** Asks the engine itself, in the server's process, over a session of its own. */
async function engine(): Promise<MemoryReport['engine']> {
  const { Session } = await import('chdb');
  const session = new Session(join(process.env.DATA_DIR ?? '', 'warehouse', 'data'));
  try {
    const text = String(session.query('SELECT * FROM system.jemalloc_stats', 'TSVRaw'));
    const number = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(text)?.[1] ?? Number.NaN);
    return { resident: number('resident'), allocated: number('Allocated') };
  } finally {
    session.close();
  }
}

const channel = new BroadcastChannel('memory-probe');
channel.unref();
if (threadId === 0) {
  let threads: ThreadMemory[] = [];
  channel.onmessage = (event) => threads.push((event as { data: ThreadMemory }).data);
  process.on('SIGUSR2', async () => {
    threads = [own()];
    channel.postMessage('report');
    await sleep(patience);
    const file = process.env.MEMORY_PROBE_FILE ?? '';
    const report: MemoryReport = { threads, engine: await engine(), rss: process.memoryUsage.rss() };
    writeFileSync(`${file}.new`, JSON.stringify(report));
    renameSync(`${file}.new`, file);
  });
} else {
  channel.onmessage = (event) => {
    if ((event as { data: unknown }).data === 'report') channel.postMessage(own());
  };
}
