import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');
const key = 'process-test-key-001';
const printedKey = /only this once: (pk_\S+)/;

/** The server as a process of its own, as people run it. */
class Server {
  readonly child: ChildProcess;
  readonly #closed: Promise<unknown>;
  output = '';
  errors = '';

  constructor(folder: string, env: Record<string, string> = {}, args = ['start']) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#closed = once(this.child, 'close');
    this.child.stdout?.on('data', (chunk) => {
      this.output += chunk;
    });
    this.child.stderr?.on('data', (chunk) => {
      this.errors += chunk;
    });
  }

  async ready(): Promise<string> {
    for (let i = 0; i < 2000; i++) {
      const address = /Ready at (\S+)/.exec(this.output)?.[1];
      if (address !== undefined) return address;
      if (this.child.exitCode !== null)
        throw new Error(`ended with ${this.child.exitCode}: ${this.output}${this.errors}`);
      await sleep(20);
    }
    throw new Error(`not ready: ${this.output}`);
  }

  async end(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal !== undefined) this.child.kill(signal);
    // Not its exit: what it said last may still be on the way.
    await this.#closed;
    return this.child.exitCode;
  }
}

// Starting a process several times takes its time on a busy machine.
describe('the server process', { timeout: 240_000 }, () => {
  let folder: string;
  const servers: Server[] = [];
  const start = (env?: Record<string, string>, args?: string[]): Server => {
    const server = new Server(folder, env, args);
    servers.push(server);
    return server;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'process-'));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const send = (address: string, id: string, secret = key) =>
    fetch(`${address}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events: [{ type: 'click', customerId: 'secret-customer-77', messageId: id }] }),
    });
  const received = async (address: string) => {
    const response = await fetch(`${address}/v1/status`, { headers: { authorization: `Bearer ${key}` } });
    return ((await response.json()) as { eventsReceived: number }).eventsReceived;
  };

  it('prints the first admin key once, and never a customer id in its log', async () => {
    const first = start({ LOG_LEVEL: 'trace' });
    const address = await first.ready();
    await expect.poll(() => first.output).toMatch(printedKey);
    const secret = printedKey.exec(first.output)?.[1] ?? '';
    expect((await send(address, 'm-1', secret)).status).toBe(202);
    const headers = { authorization: `Bearer ${secret}` };
    await fetch(`${address}/v1/customers/secret-customer-77`, { headers });
    await fetch(`${address}/v1/customers/secret-customer-77?bad=1`, { headers });
    expect(await first.end('SIGTERM')).toBe(0);
    expect(first.output + first.errors).not.toContain('secret-customer-77');
    expect(first.output).toContain('/v1/customers/:id');
    const second = start();
    const again = await second.ready();
    expect((await send(again, 'm-2', secret)).status).toBe(202);
    expect(await second.end('SIGTERM')).toBe(0);
    expect(second.output).not.toMatch(printedKey);
  });

  it('finishes what it has begun on SIGTERM, and loses nothing that it acknowledged', async () => {
    const server = start({ ADMIN_KEY: key });
    const address = await server.ready();
    const answers: Promise<number>[] = [];
    for (let i = 0; i < 300; i++) {
      answers.push(
        send(address, `m-${i}`).then(
          ({ status }) => status,
          () => 0,
        ),
      );
      if (i === 150) server.child.kill('SIGTERM');
      if (i % 20 === 0) await sleep(1);
    }
    const statuses = await Promise.all(answers);
    expect(await server.end()).toBe(0);
    const accepted = statuses.filter((status) => status === 202).length;
    expect(accepted).toBeGreaterThan(0);
    expect(
      statuses.every((status) => [202, 503, 0].includes(status)),
      statuses.join(),
    ).toBe(true);
    const next = start({ ADMIN_KEY: key });
    expect(await received(await next.ready())).toBeGreaterThanOrEqual(accepted);
  });

  it('has every acknowledged event after kill -9', async () => {
    const server = start({ ADMIN_KEY: key });
    const address = await server.ready();
    for (let i = 0; i < 50; i++) expect((await send(address, `m-${i}`)).status).toBe(202);
    await server.end('SIGKILL');
    const next = start({ ADMIN_KEY: key });
    const again = await next.ready();
    expect(await received(again)).toBe(50);
    const repeated = (await (await send(again, 'm-7')).json()) as { duplicates: number };
    expect(repeated.duplicates).toBe(1);
  });

  it('ends well when it is stopped while it starts', async () => {
    for (const pause of [0, 60, 120]) {
      const server = start();
      while (!server.output.includes('listening')) await sleep(5);
      await sleep(pause);
      expect([await server.end('SIGTERM'), server.errors]).toEqual([0, '']);
    }
    const whole = start({ ADMIN_KEY: key });
    await whole.ready();
    expect(await whole.end('SIGTERM')).toBe(0);
  });

  it('refuses a second process on the same folder, and names the first', async () => {
    const first = start({ ADMIN_KEY: key });
    await first.ready();
    const second = start({ ADMIN_KEY: key });
    expect(await second.end()).toBe(1);
    expect(second.errors).toContain(`${folder} is in use by process ${first.child.pid} since`);
  });

  it('ends with 2 and the reason for wrong settings and wrong usage', async () => {
    const setting = start({ PORT: '99999' });
    expect(await setting.end()).toBe(2);
    expect(setting.errors).toContain('PORT must be a whole number from 0 to 65535, got "99999"');
    const usage = start({}, ['no-such-command']);
    expect(await usage.end()).toBe(2);
    const help = start({}, ['--help']);
    expect(await help.end()).toBe(0);
    expect(help.output).toContain('start');
  });
});
