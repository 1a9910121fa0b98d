import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeEnvironment, nodeFlags } from '../../scripts/node-options.mjs';

const repository = resolve(import.meta.dirname, '../..');
export const adminKey = 'benchmark-admin-key-0001';
/** Flags for the server's Node, to look into a run: `NODE_FLAGS=--cpu-prof`. */
const moreFlags = process.env.NODE_FLAGS?.split(' ').filter(Boolean) ?? [];

export interface ServerProcess {
  url: string;
  port: number;
  pid: number;
  folder: string;
  /** Resolves when the process has ended. */
  ended: Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'personalize-bench-'));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** Starts the real server (or another entry file) as its own process and waits until it takes traffic. */
export async function startServer(
  folder: string,
  options: { entry?: string; env?: Record<string, string> } = {},
): Promise<ServerProcess> {
  const port = await freePort();
  const entry = options.entry ?? join(repository, 'packages/server/src/main.ts');
  const child: ChildProcess = spawn(process.execPath, [...nodeFlags, ...moreFlags, entry, 'start'], {
    cwd: repository,
    env: {
      ...nodeEnvironment,
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      ADMIN_KEY: adminKey,
      LOG_LEVEL: 'warn',
      RATE_LIMIT: '10000000',
      ...options.env,
    },
    stdio: ['ignore', process.env.SERVER_LOG === undefined ? 'ignore' : 'inherit', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/readyz`).catch(() => undefined);
    await ready?.body?.cancel();
    if (ready?.ok) break;
    if (tries > 1500 || child.exitCode !== null) throw new Error('the server did not become ready');
    await sleep(20);
  }
  return { url, port, pid: child.pid!, folder, ended, kill: (signal) => child.kill(signal) };
}

/** Calls the API as the admin. */
export async function call<T>(
  server: { url: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      authorization: `Bearer ${adminKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
