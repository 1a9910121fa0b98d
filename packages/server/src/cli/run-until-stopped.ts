const drainMs = 25_000;

/** Resolves after SIGTERM or SIGINT once `stop` is done; ends the process when that takes longer than it may. */
export function runUntilStopped(stop: (drainMs: number) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const begin = () => {
      if (stopping) return;
      stopping = true;
      // What cannot be ended in time is safe all the same: the journal holds it and the next start replays it.
      setTimeout(() => process.exit(1), drainMs + 1000).unref();
      stop(drainMs).then(resolve, reject);
    };
    process.on('SIGTERM', begin);
    process.on('SIGINT', begin);
  });
}
