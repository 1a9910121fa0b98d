/**
 * Resolves after SIGTERM or SIGINT once `stop` is done; ends the process when that takes a second longer than the
 * `drainMs` it is given.
 */
export function runUntilStopped(stop: (drainMs: number) => Promise<void>, drainMs = 25_000): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const begin = () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => end(drainMs), drainMs + 1000).unref();
      stop(drainMs).then(resolve, reject);
    };
    process.on('SIGTERM', begin);
    process.on('SIGINT', begin);
  });
}

/** To exit would wait for the warehouse's threads, and crash in them. What is not ended is safe all the same. */
function end(drainMs: number): void {
  process.stderr.write(
    `Not stopped within ${drainMs / 1000} s, so ended at once. Nothing acknowledged is lost: the next start replays the journal.\n`,
    () => process.kill(process.pid, 'SIGKILL'),
  );
}
