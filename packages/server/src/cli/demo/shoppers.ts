import { spawn } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../main.ts');

/** Runs `personalize simulate` in a process of its own: a client like any other. It ends with this process. */
export function startShoppers(url: string, key: string, visitsPerMinute: number): { stop(): void } {
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
    stop() {
      stopping = true;
      child.kill('SIGTERM');
    },
  };
}
