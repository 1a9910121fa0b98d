import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** A process that stops by `stop`, the text of a function of what it may take; ends by SIGTERM as soon as it stands. */
async function stopped(stop: string) {
  const module = JSON.stringify(join(import.meta.dirname, 'run-until-stopped.ts'));
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { runUntilStopped } from ${module};
     setInterval(() => {}, 1000);
     runUntilStopped(${stop}, 100).then(() => process.exit(0));
     console.log('ready');`,
  ]);
  let said = '';
  child.stderr.on('data', (data) => (said += data));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [code, signal] = (await closed) as [number | null, NodeJS.Signals | null];
  return { code, signal, said };
}

it('a process ends when it has stopped', async () => {
  expect(await stopped('async (ms) => { if (ms !== 100) process.exit(2); }')).toEqual({
    ...{ code: 0, signal: null, said: '' },
  });
});

it('a process that does not stop in time is ended, and says so', async () => {
  const { signal, said } = await stopped('() => new Promise(() => {})');
  expect(signal).toBe('SIGKILL');
  expect(said).toBe(
    'Not stopped within 0.1 s, so ended at once. Nothing acknowledged is lost: the next start replays the journal.\n',
  );
});
