import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from './lock.ts';

describe('the lock of a data folder', () => {
  let dir: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lock-'));
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    await rm(dir, { recursive: true });
  });

  function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  async function startChild(): Promise<{ child: ChildProcess; said: string }> {
    const child = fork(fileURLToPath(new URL('./testing/hold-lock.ts', import.meta.url)), [dir], {
      execArgv: [],
    });
    children.push(child);
    const said = await new Promise<string>((resolve, reject) => {
      child.once('message', (message) => resolve(String(message)));
      child.once('error', reject);
    });
    return { child, said };
  }

  it('refuses a second process, naming the first and the folder', async () => {
    const { child, said } = await startChild();
    expect(said).toBe('locked');
    await expect(lockDataFolder(dir)).rejects.toMatchObject({ code: 'conflict' });
    await expect(lockDataFolder(dir)).rejects.toThrow(`${dir} is in use by process ${child.pid} since`);
  });

  it('refuses the same process a second time, until it is released', async () => {
    const lock = await lockDataFolder(dir);
    await expect(lockDataFolder(dir)).rejects.toThrow(`process ${process.pid}`);
    lock.release();
    lock.release();
    (await lockDataFolder(dir)).release();
  });

  it('is free at once after kill -9', async () => {
    const { child } = await startChild();
    await kill(child);
    const lock = await lockDataFolder(dir);
    const { said } = await startChild();
    expect(said).toContain(`process ${process.pid}`);
    lock.release();
  });

  it('goes to exactly one of several that ask at once', async () => {
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 5 }, startChild));
      expect(answers.filter(({ said }) => said === 'locked')).toHaveLength(1);
      expect(answers.filter(({ said }) => said.includes('is in use by'))).toHaveLength(4);
      await Promise.all(answers.map(({ child }) => kill(child)));
    }
  });

  it('says so when the folder cannot be used', async () => {
    await writeFile(join(dir, 'file'), '');
    await expect(lockDataFolder(join(dir, 'file'))).rejects.toMatchObject({ code: 'storage_failed' });
  });
});
