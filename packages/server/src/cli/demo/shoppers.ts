import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../main.ts');
/** For what they did last to be sent, ms. */
const patienceMs = 5000;

/**
 * Runs `personalize simulate` in a process of its own: a client like any other. It ends with this process; to be
 * stopped while the server still answers, as it has something to send until the end.
 */
export function startShoppers(url: string, key: string, visitsPerMinute: number): { stop(): Promise<void> } {
  const args = ['simulate', '--url', url, '--visits', String(visitsPerMinute), '--quiet'];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PERSONALIZE_KEY: key },
  });
  let stopping = false;
  child.on('exit', (code, signal) => {
    if (stopping) return;
    console.error(
      `The simulated shoppers ended (${signal ?? `code ${code}`}); the server goes on without them.`,
    );
  });
  process.on('exit', () => child.kill('SIGKILL'));
  return {
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const tooLong = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(tooLong);
    },
  };
}
