import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../main.ts');

/** Runs `personalize simulate` in a process of its own: a client like any other. Ends with this process. */
export function startShoppers(
  url: string,
  key: string,
  visitsPerMinute: number,
  onExit: (reason: string) => void,
): ChildProcess {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      main,
      'simulate',
      '--url',
      url,
      '--visits',
      String(visitsPerMinute),
      '--quiet',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PERSONALIZE_KEY: key } },
  );
  child.on('exit', (code, signal) => onExit(signal ?? `code ${code}`));
  process.on('exit', () => child.kill('SIGKILL'));
  return child;
}
