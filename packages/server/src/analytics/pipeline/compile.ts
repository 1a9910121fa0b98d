import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { lowerThreadPriority } from '../../stores/thread-priority.ts';
import type { CompileTarget, Manifest } from './manifest.ts';
import { ProblemError } from './problem.ts';

const threadName = 'pipeline';
const threadNames: ReadonlySet<string> = new Set([threadName]);
/** Below what serves, as training is. */
const niceness = 12;
const timeoutMs = 10_000;

/**
 * Reads and compiles the project in `folder`, in a thread of its own that is ended after some seconds: loops in
 * templates may have no end. Never rejects for what is wrong with the project: those are its problems.
 */
export async function compileFolder(
  folder: string,
  target: CompileTarget,
  limitMs = timeoutMs,
): Promise<Manifest> {
  const worker = new Worker(new URL('./compile-worker.ts', import.meta.url), {
    workerData: { folder, target },
    name: threadName,
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  worker.once('online', () => lowerThreadPriority(threadNames, niceness));
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Manifest>((resolve, reject) => {
      const give = (code: 'timeout' | 'tooLarge', message: string, limit: string) =>
        resolve({
          ...{ project: '', nodes: [], macros: [], vars: {} },
          problems: [new ProblemError(code, message, { limit }).at('')],
        });
      timer = setTimeout(() => {
        const limit = String(limitMs / 1000);
        give('timeout', `its Jinja took longer than ${limit} s; look for loops without end`, limit);
      }, limitMs);
      worker.once('message', resolve);
      worker.once('error', (cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ERR_WORKER_OUT_OF_MEMORY') {
          give('tooLarge', 'its Jinja needs more than 128 MB; look for texts and lists that grow', '128 MB');
        } else
          reject(new AppError('internal', `the project could not be compiled: ${cause.message}`, { cause }));
      });
      worker.once('exit', (code) =>
        reject(new AppError('internal', `the compiling thread ended with code ${code}`)),
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
