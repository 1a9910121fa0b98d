import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../main.ts');
const run = promisify(execFile);

describe('the demo', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Starts the demo and resolves when it says that it is ready. */
  async function start(...options: string[]) {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, 'demo', ...options],
      {
        env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(folder, 'data') },
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await expect.poll(() => output, { timeout: 240_000, interval: 200 }).toContain('Ctrl-C stops');
    const url = /Open (http:\S+)/.exec(output)![1];
    const key = /this key: (\S+)/.exec(output)![1];
    const ask = (path: string) => fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
    const get = async (path: string) => (await (await ask(path)).json()) as Record<string, unknown>;
    /** Records that the warehouse has not taken yet. */
    const lag = async () =>
      Number(/^warehouse_lag_records (\d+)$/m.exec(await (await ask('/metrics')).text())![1]);
    const stop = () => {
      child.kill('SIGTERM');
      return ended;
    };
    return { output: () => output, get, lag, stop };
  }

  it('loads the real year, answers the line it prints, and goes on after a restart', {
    timeout: 600_000,
  }, async () => {
    const first = await start('--visits', '600');
    const line = first
      .output()
      .split('\n')
      .find((text) => text.startsWith('curl '))!;
    const { stdout } = await run('bash', ['-c', line]);
    const answer = JSON.parse(stdout) as { recommendations: { title: string; reasons: unknown[] }[] };
    expect(answer.recommendations).toHaveLength(5);
    expect(answer.recommendations[0].reasons.length).toBeGreaterThan(0);

    const status = await first.get('/v1/status');
    expect(status).toMatchObject({ items: 92_331, demo: { dataset: 'The Complete Journey' } });
    expect(Number(status.eventsReceived)).toBeGreaterThan(80_000);
    expect(await first.get('/v1/customers/2337')).toMatchObject({ attributes: { ageBand: '65+' } });
    await expect.poll(async () => (await first.get('/v1/status')).simulated, { timeout: 120_000 }).toBe(true);
    // On a busy machine the warehouse takes longer for the year than a stop may.
    await expect.poll(first.lag, { timeout: 240_000, interval: 500 }).toBeLessThan(5000);
    expect(await first.stop()).toBe(0);

    const second = await start('--visits', '0');
    expect(second.output()).not.toContain('Loading');
    expect(Number((await second.get('/v1/status')).eventsReceived)).toBeGreaterThan(80_000);
    expect(await second.stop()).toBe(0);
    expect(`${first.output()}${second.output()}`).not.toMatch(/error|failed/i);
  });
});
