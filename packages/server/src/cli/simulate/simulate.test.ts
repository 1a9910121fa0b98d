import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateCommand } from '../simulate.ts';

const main = join(import.meta.dirname, '../../main.ts');

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command as a process; interrupts it once `until` resolves. */
function simulate(args: string[], until?: () => Promise<void>): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'simulate', ...args],
    {
      env: { PATH: process.env.PATH },
    },
  );
  const outcome: Outcome = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (outcome.stdout += data));
  child.stderr.on('data', (data) => (outcome.stderr += data));
  void until?.().then(() => child.kill('SIGINT'));
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...outcome, code })));
}

/** What the command says to wrong usage, told by throwing. */
async function refusal(args: string[]): Promise<string> {
  let said = '';
  const command = simulateCommand()
    .exitOverride()
    .configureOutput({ writeErr: (text) => (said += text) });
  await expect(command.parseAsync(args, { from: 'user' })).rejects.toBeInstanceOf(CommanderError);
  return said;
}

describe('personalize simulate', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'simulate-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes a world, and says what the policy earned', async () => {
    const out = join(folder, 'new', 'world');
    const args = ['--out', out, '--customers', '50', '--items', '10', '--decisions', '400', '--days', '7'];
    const written = await simulate([...args, '--policy', 'uniform', '--drift', '0.2', '--change-point', '3']);
    expect(written).toMatchObject({ code: 0, stderr: '' });
    expect(written.stdout).toContain('1200 recommended items in 400 decisions');
    expect(written.stdout).toMatch(
      /Policy uniform: .* regret \d+\.\d, -?\d\.\d % of the oracle's gain over uniform/,
    );
    expect(written.stdout).toContain('In the last fifth:');
    expect((await readdir(out)).length).toBe(5);

    const again = await simulate(args);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('is there already; --force replaces it');
    expect(await simulate([...args, '--force', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('ends with 1 where files cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, 'kept');
    const refused = await simulate(['--out', file]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/cannot write .*a-file .*choose another --out/);
    expect(await readFile(file, 'utf8')).toBe('kept');
  });

  it('leaves nothing behind when interrupted', async () => {
    const out = join(folder, 'interrupted');
    const stopped = await simulate(
      ['--out', out, '--decisions', '10000000', '--customers', '100'],
      async () => {
        while ((await readdir(out).catch(() => [])).length < 5) await sleep(50);
      },
    );
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toContain('Interrupted: nothing was written.');
    expect(await readdir(out)).toEqual([]);
  });

  it('ends without its last events, and says so, when the server no longer answers', async () => {
    let called = () => {};
    const firstCall = new Promise<void>((resolve) => (called = resolve));
    const server = createServer((socket) => {
      called();
      socket.destroy();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}`;
    const outcome = await simulate(['--url', url, '--key', 'nobody', '--visits', '600'], () => firstCall);
    server.close();
    expect(outcome.stderr).toContain('did not take the last events within 5 s');
    expect(outcome.stdout).toMatch(/\d+ visits, 0 events sent, 0 refused/);
    expect(outcome.code).toBe(0);
  });

  it('ends with 2 on wrong usage, and says what is wrong', async () => {
    const wrong: [string[], string][] = [
      [['--out', 'x', '--live'], '--live and --out are two modes'],
      [['--out', 'x', '--visits', '5'], "'--visits' is for"],
      [['--customers', '5', '--key', 'k'], "'--customers' is for --live and --out"],
      [['--live', '--key', 'k', '--policy', 'rules'], "'--policy' is for --out"],
      [['--live'], "required option '--key <key>'"],
      [[], "required option '--key <key>'"],
      [['--out', 'x', '--policy', 'best'], 'Allowed choices are uniform'],
      [['--out', 'x', '--items', '1'], 'from 2 to 5000, got 1'],
      [['--out', 'x', '--items', '4', '--slate', '5'], '--slate'],
      [['--out', 'x', '--start', '2026-02-30'], 'got 2026-02-30'],
      [['--out', 'x', '--drift', 'NaN'], 'must be from 0 to 1, got NaN'],
      [['--out', ''], 'needs a folder'],
      [['--out', 'x', 'y'], 'too many arguments'],
    ];
    for (const [args, reason] of wrong) expect(await refusal(args)).toContain(reason);
    expect((await simulate(wrong[0][0])).code).toBe(2);
  });
});
