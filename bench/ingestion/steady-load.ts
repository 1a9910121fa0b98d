import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface SteadyLoad {
  /** Ends the load and says how many events a second it sent. */
  stop(): Promise<{ rate: number; failed: number }>;
}

/** Events arriving at a steady rate, from a process of their own. */
export function startSteadyLoad(port: number, eventsPerSecond: number): SteadyLoad {
  const child = fork(join(import.meta.dirname, 'background-load.ts'), [
    String(port),
    String(eventsPerSecond),
  ]);
  const result = new Promise<{ rate: number; failed: number }>((resolve, reject) => {
    child.on('message', (message) => resolve(message as { rate: number; failed: number }));
    child.on('exit', (code) => reject(new Error(`the load ended with ${code}`)));
  });
  return {
    stop() {
      child.send('stop');
      return result;
    },
  };
}
